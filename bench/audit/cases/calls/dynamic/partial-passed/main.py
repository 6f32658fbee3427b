#: <module> -> at_sea
#: at_sea -> haul_net
from functools import partial


def haul_net(side, times):
    return side * times


def at_sea(work):
    return work(2)


at_sea(partial(haul_net, "port"))
