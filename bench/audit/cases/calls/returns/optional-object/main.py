#: <module> -> find, use
#: use -> find, Berth.free
from typing import Optional


class Berth:
    def free(self):
        return True


class Shed:
    def free(self):
        return False


def find(number) -> Optional[Berth]:
    return Berth() if number else None


def use(number):
    berth = find(number)
    if berth is None:
        return False
    return berth.free()


use(2)
find(0)
