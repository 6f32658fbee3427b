"""`maybe_wait`: for a call of which nobody could tell whether it reaches a native function."""

from __future__ import annotations

from types import CoroutineType
from typing import Any

from ._switch import wait


def maybe_wait(value: Any) -> Any:
    """Hand `value` back, or what it comes to when it is a coroutine that nobody has started.

    Written around a call whose receiver is not known, when a function of that name has become asynchronous:
    `maybe_wait(shelf.update(titles))`. Futures and other awaitables are handed back as they are: a synchronous call that
    gave one before gives one still.
    """
    return wait(value) if type(value) is CoroutineType and value.cr_frame is not None else value
