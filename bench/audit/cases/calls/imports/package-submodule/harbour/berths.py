from harbour.tugs import call_tug


def assign(ship):
    return call_tug(ship)
