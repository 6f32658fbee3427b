import functools


def logged(function=None, *, level="info"):
    def decorate(inner):
        @functools.wraps(inner)
        def wrapper(*args):
            print(level, inner.__name__)
            return inner(*args)
        return wrapper
    if function is None:
        return decorate
    return decorate(function)


@logged
def one():
    return read("one")


@logged(level="debug")
def two():
    return read("two")


def read(what):
    print("read", what)
    return what


three = logged(read)


def run():
    print(one(), two(), three("three"))


run()
