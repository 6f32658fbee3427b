#: <module> -> announce
#: announce -> ring
from functools import partial


def ring():
    return "ding"


def announce(text, signal):
    return signal()


loud = partial(announce, signal=ring)
loud("land")
