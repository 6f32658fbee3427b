#: <module> -> scrub
from typing import Callable, NamedTuple


class Duty(NamedTuple):
    name: str
    action: Callable[[], int]


def scrub():
    return 1


duty = Duty("scrub", scrub)
duty.action()
