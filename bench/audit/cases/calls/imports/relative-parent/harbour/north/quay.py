from ..ropes import hawser


def tie():
    return hawser()
