#: <module> -> drain
#: drain -> pump
LEVELS = [2, 1, 0]


def pump():
    return LEVELS.pop(0)


def drain():
    return list(iter(pump, 0))


drain()
