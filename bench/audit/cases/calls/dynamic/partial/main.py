#: <module> -> fare
from functools import partial


def fare(zone, passengers):
    return zone * passengers


local = partial(fare, 1)
local(4)
