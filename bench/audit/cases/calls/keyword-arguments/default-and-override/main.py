#: <module> -> lock
#: lock -> bolt, chain
def bolt():
    return "click"


def chain():
    return "clank"


def lock(*, how=bolt):
    return how()


lock()
lock(how=chain)
