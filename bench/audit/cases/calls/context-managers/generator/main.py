#: <module> -> opened, use
#: opened -> unlock, lock
from contextlib import contextmanager


def unlock():
    return 1


def lock():
    return 0


def use(door):
    return door


@contextmanager
def opened(door):
    unlock()
    try:
        yield door
    finally:
        lock()


with opened("shed") as door:
    use(door)
