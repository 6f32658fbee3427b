"""Native code that must not be suspended in the middle.

Extension modules in Rust made with PyO3 before 0.21 keep the objects they borrow on a stack that belongs to the thread.
When one call is suspended inside (a property that a validator reads does I/O) and another one ends first, that stack is
cut at the wrong place, and objects are freed that are still in use: wrong values, or a crash. Pydantic 2.0 to 2.6
(pydantic-core before 2.18) is such a module. With it, objects are validated in a thread, where their I/O suspends
nobody; anything else that would suspend inside is refused. With any other Pydantic this file changes nothing.
"""

from __future__ import annotations

import datetime
import decimal
import functools
import sys
import uuid
from types import FrameType
from typing import Any, Callable

from . import _switch, _threads
from ._errors import NotSuspendable, UnsupportedVersion

#: Modules whose functions call pydantic-core.
_CALLERS = ("pydantic.", "sqlmodel._compat", "sqlmodel.main")

_SCALARS = (str, bytes, int, float, type(None), datetime.date, datetime.time, datetime.timedelta, decimal.Decimal, uuid.UUID)

_patched = False


def fragile() -> bool:
    """Whether the pydantic-core of this program, if it has one, must not be suspended."""
    core: Any = sys.modules.get("pydantic_core")
    if core is None:
        return False
    major, minor = (int(part) for part in core.__version__.split(".")[:2])
    return (major, minor) < (2, 18)


def watch() -> None:
    """Keep pydantic-core from being suspended where it cannot bear it. Idempotent; costs nothing elsewhere."""
    if fragile():
        _switch.refuse_native = refuse
        _patch()


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


def _patch() -> None:
    """Have the ways into Pydantic that read attributes of objects go through a thread."""
    global _patched
    if _patched:
        return
    import pydantic

    methods = [vars(pydantic.BaseModel).get(name) for name in ("model_validate", "from_orm")]
    validate = vars(pydantic.TypeAdapter).get("validate_python")
    if not all(isinstance(method, classmethod) for method in methods) or not callable(validate):
        raise UnsupportedVersion(
            f"Pydantic {pydantic.VERSION} does not have model_validate and TypeAdapter.validate_python where they are "
            "expected; upgrade it to 2.7 or newer, or set FERRYMAN=threaded."
        )
    for method in methods:
        function = method.__func__  # type: ignore[union-attr]
        setattr(pydantic.BaseModel, function.__name__, classmethod(_in_thread(function)))
    pydantic.TypeAdapter.validate_python = _in_thread(validate)  # type: ignore[method-assign]
    _patched = True


def _in_thread(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def validate(self: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not fragile() or _is_plain(value) or not _switch.in_frame():
            return function(self, value, *args, **kwargs)
        return _switch.wait(_threads.to_thread(function, self, value, *args, **kwargs))

    return validate


def _is_plain(value: Any, depth: int = 3) -> bool:
    """Whether reading it runs no code of the application: numbers, text, and containers of them."""
    if isinstance(value, _SCALARS):
        return True
    if depth == 0:
        return False
    if type(value) is dict:
        return all(_is_plain(item, depth - 1) for item in value.values())
    return type(value) in (list, tuple, set) and all(_is_plain(item, depth - 1) for item in value)
