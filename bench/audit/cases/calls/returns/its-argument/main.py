#: <module> -> same, reef
def same(value):
    return value


def reef():
    return 1


same(reef)()
