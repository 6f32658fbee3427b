#: <module> -> choose
#: choose -> by_sea, by_land
def by_sea():
    return "sea"


def by_land():
    return "land"


def choose(calm):
    return (by_sea if calm else by_land)()


choose(True)
choose(False)
