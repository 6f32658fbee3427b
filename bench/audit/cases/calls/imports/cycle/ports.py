import ships


def arrive():
    return ships.name()
