#: <module> -> pick, reef, furl
def reef():
    return 1


def furl():
    return 2


def pick(wind):
    if wind > 6:
        return furl
    return reef


pick(3)()
pick(9)()
