#: <module> -> work
#: work -> boat, Boat.row
from contextlib import contextmanager


class Boat:
    def row(self):
        return "splash"


class Fight:
    def row(self):
        return "shout"


@contextmanager
def boat():
    yield Boat()


def work():
    with boat() as small:
        small.row()


work()
