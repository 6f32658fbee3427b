from . import pilots
from .tugs import call_tug


def assign(ship):
    pilots.board(ship)
    return call_tug(ship)
