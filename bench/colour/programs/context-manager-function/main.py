from contextlib import contextmanager, suppress


@contextmanager
def lock(name):
    enter(name)
    try:
        yield name
    finally:
        leave(name)


def enter(name):
    print("enter", name)


def leave(name):
    print("leave", name)


@contextmanager
def both():
    with lock("c") as c, lock("d") as d:
        yield c, d


def fail():
    with lock("f"):
        raise KeyError("f")


def early():
    with lock("e"):
        return "early"


def run():
    with lock("a") as a:
        print("in", a)
    with both() as pair:
        print(pair)
    print(early())
    with suppress(KeyError):
        fail()
    manager = lock("z")
    with manager:
        print("z")


run()
