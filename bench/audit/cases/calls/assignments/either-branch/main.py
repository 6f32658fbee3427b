#: <module> -> choose
#: choose -> by_sea, by_land
def by_sea():
    return "sea"


def by_land():
    return "land"


def choose(calm):
    if calm:
        way = by_sea
    else:
        way = by_land
    return way()


choose(True)
choose(False)
