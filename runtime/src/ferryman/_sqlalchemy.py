"""The one place that changes SQLAlchemy: its `await_only` gains an answer outside of greenlets.

SQLAlchemy's asynchronous dialects wait for their driver through one function (`await_only`; `await_` since 2.1).
Outside of a greenlet it raises `MissingGreenlet`; ours sends the work to a loop (`_loops.outside`) instead. Inside
a greenlet both do the same. Its lock for first connections (`AsyncAdaptedLock`) belongs to one loop; ours does not.
Modules that hold a reference to the originals are given ours.
"""

from __future__ import annotations

import sys
from typing import Any

from . import _mode, _places, _switch
from ._errors import ImplicitIO, UnsupportedVersion
from ._waiting import LoopLock

_NAMES = ("await_only", "await_", "await_fallback")

#: Each original of SQLAlchemy's with what takes its place.
_replacements: list[tuple[Any, Any]] = []


def version() -> tuple[int, int]:
    """Major and minor version of the installed SQLAlchemy."""
    import sqlalchemy

    major, minor = sqlalchemy.__version__.split(".")[:2]
    return int(major), int(minor)


def hook() -> None:
    """Put `_switch.await_` in the place of SQLAlchemy's. Idempotent; also finds modules imported since."""
    if version() < (1, 4):
        raise UnsupportedVersion("SQLAlchemy before 1.4 has no asyncio support; upgrade it first.")
    from sqlalchemy.util import concurrency

    if not _replacements:
        _replacements.extend(_find(concurrency))
        _mark_greenlets()
    for name, module in list(sys.modules.items()):
        if name.startswith("sqlalchemy.") and module is not None:
            _replace_in(module)


def _mark_greenlets() -> None:
    """Earlier releases of SQLAlchemy 1.4 know their greenlets by the class alone; `_switch` asks for the mark."""
    module = sys.modules.get("sqlalchemy.util._concurrency_py3k")
    own = getattr(module, "_AsyncIoGreenlet", None)
    if own is not None and not hasattr(own, "__sqlalchemy_greenlet_provider__"):
        own.__sqlalchemy_greenlet_provider__ = True


def _find(concurrency: Any) -> list[tuple[Any, Any]]:
    functions = {id(found): found for name in _NAMES if callable(found := getattr(concurrency, name, None))}
    lock = getattr(concurrency, "AsyncAdaptedLock", None)
    if not functions or lock is None or not callable(getattr(concurrency, "greenlet_spawn", None)):
        raise UnsupportedVersion(
            f"SQLAlchemy {'.'.join(map(str, version()))} does not have await_only, greenlet_spawn and AsyncAdaptedLock "
            "where they are expected; set FERRYMAN=threaded and report the version."
        )
    return [*((function, _switch.await_) for function in functions.values()), (lock, LoopLock)]


def _replace_in(module: Any) -> None:
    for name, value in list(vars(module).items()):
        for original, ours in _replacements:
            if value is original:
                setattr(module, name, ours)
        if isinstance(value, type) and value.__module__ == module.__name__:
            held = vars(value).get("await_")
            if isinstance(held, staticmethod) and any(held.__func__ is original for original, _ in _replacements):
                value.await_ = staticmethod(_switch.await_)  # type: ignore[attr-defined]


def be_strict() -> None:
    """With FERRYMAN=strict: from now on implicit I/O raises. Idempotent."""
    if _mode.mode() != "strict":
        return
    _switch.refuse_implicit = refuse_implicit
    if "sqlalchemy" in sys.modules:
        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        if not event.contains(Engine, "handle_error", _as_it_was_raised):
            event.listen(Engine, "handle_error", _as_it_was_raised)


def _as_it_was_raised(context: Any) -> Any:
    """Have SQLAlchemy raise a refusal as it is, not inside a `StatementError`."""
    return context.original_exception if isinstance(context.original_exception, ImplicitIO) else None


def refuse_implicit() -> None:
    """Strict mode's answer to I/O that works only because of the driver."""
    sqlalchemy = sys.modules.get("sqlalchemy")
    message = (
        f"strict mode: implicit I/O at {_places.here()}: synchronous code used the database on the event loop. Await it "
        "(async_session(db).execute(...)), load it with the query, or call it through run_sync."
    )
    if sqlalchemy is None:
        raise ImplicitIO(message)
    raise _strict_error(sqlalchemy)(message)


def _strict_error(sqlalchemy: Any) -> type[Exception]:
    # Applications that already expect MissingGreenlet see one; it is ours, too.
    return type("ImplicitIO", (ImplicitIO, sqlalchemy.exc.MissingGreenlet), {})
