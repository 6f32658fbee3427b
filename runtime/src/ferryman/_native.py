"""Native code that must not be suspended in the middle.

Extension modules in Rust made with PyO3 before 0.21 keep the objects they borrow on a stack that belongs to the thread.
When one call is suspended inside (a property that a validator reads does I/O) and another one ends first, that stack is
cut at the wrong place, and objects are freed that are still in use: wrong values, or a crash. Pydantic 2.0 to 2.6
(pydantic-core before 2.18) is such a module. With it, responses are validated in a thread, as they were, and anything
else that would suspend inside is refused.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

from . import _switch
from ._errors import NotSuspendable

#: Modules whose functions call pydantic-core.
_CALLERS = ("pydantic.", "sqlmodel._compat", "sqlmodel.main")


def fragile() -> bool:
    """Whether the pydantic-core of this program, if it has one, must not be suspended."""
    core: Any = sys.modules.get("pydantic_core")
    if core is None:
        return False
    major, minor = (int(part) for part in core.__version__.split(".")[:2])
    return (major, minor) < (2, 18)


def watch() -> None:
    """Refuse suspensions inside pydantic-core where it cannot bear them. Idempotent; costs nothing elsewhere."""
    if fragile():
        _switch.refuse_native = refuse


def refuse() -> None:
    """Raise `NotSuspendable` when the running code was called by pydantic-core."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if str(frame.f_globals.get("__name__")).startswith(_CALLERS):
            raise NotSuspendable(
                "Pydantic before 2.7 cannot be suspended in the middle of validating or serialising, and code that it "
                "called wants to wait (a relationship that is loaded when it is read?). Upgrade Pydantic to 2.7 or "
                "newer, load what it needs before, or keep this endpoint threaded."
            )
        frame = frame.f_back
