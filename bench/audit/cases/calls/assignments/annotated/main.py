#: <module> -> sound_horn
from typing import Callable


def sound_horn() -> str:
    return "hoo"


signal: Callable[[], str] = sound_horn
signal()
