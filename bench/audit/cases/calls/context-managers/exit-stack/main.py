#: <module> -> work
#: work -> Rope.__enter__, Rope.__exit__, tidy
#: work ?> ?
from contextlib import ExitStack


class Rope:
    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return None


def tidy():
    return None


def work():
    with ExitStack() as stack:
        stack.enter_context(Rope())
        stack.callback(tidy)


work()
