#: <module> -> pick, reef
def reef():
    return 1


def pick():
    return reef


pick()()
