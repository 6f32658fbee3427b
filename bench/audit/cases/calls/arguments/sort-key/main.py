#: <module> -> by_departure, shortest
#: shortest -> by_length
def by_departure(trip):
    return trip[0]


def by_length(trip):
    return trip[1]


def shortest(trips):
    return min(trips, key=by_length)


trips = sorted([(9, 40), (7, 55)], key=by_departure)
shortest(trips)
