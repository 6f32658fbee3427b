#: <module> -> total
#: total -> fare
def fare(zone):
    return zone * 2


def total(zones):
    return sum(fare(zone) for zone in zones)


total([1, 2])
