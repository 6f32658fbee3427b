"""The asynchronous face of a session whose engine is synchronous: what is awaited is done in a thread.

SQLAlchemy's `AsyncSession` would do a synchronous driver's I/O right on the loop. That holds everybody up, and may wait
for ever: for a row lock or a pooled connection of another request, which needs the loop to let it go. The methods here
are the installed version's own, with the calls they make into greenlets made in a thread instead.
"""

from __future__ import annotations

import contextvars
import functools
import inspect
import types
from typing import Any, Callable

from . import _switch, _threads


async def in_thread(function: Callable[..., Any], *args: Any, _require_await: bool = False, **kwargs: Any) -> Any:
    """Takes the place of SQLAlchemy's `greenlet_spawn`.

    A cancelled caller waits for the thread: what it does next (roll back, close) must not meet the session in use.
    """
    contexts: list[contextvars.Context] = []

    def call() -> Any:
        try:
            return _switch.wait(_threads.to_thread(function, *args, **kwargs))
        finally:
            contexts.append(contextvars.copy_context())

    try:
        return await _switch.shielded(call)
    finally:
        for context in contexts:
            _threads.set_here(context)


async def _as_it_is(result: Any, _: Any) -> Any:
    """Takes the place of `_ensure_sync_result`, which closes the asynchronous driver's cursor."""
    return result


@functools.lru_cache(maxsize=None)
def in_threads(cls: Any) -> Any:
    """The subclass of `cls` (an `AsyncSession`) that works in threads."""
    from sqlalchemy.ext.asyncio import AsyncSessionTransaction, engine

    transaction = _copy(AsyncSessionTransaction, {})
    engines = types.SimpleNamespace(**{**vars(engine), "AsyncConnection": _connection()})
    return _copy(cls, {"AsyncSessionTransaction": transaction, "engine": engines})


@functools.lru_cache(maxsize=None)
def _connection() -> Any:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    class Connection(_copy(AsyncConnection, {})):  # type: ignore[misc]
        __slots__ = ()

        @classmethod
        def _regenerate_proxy_for_target(cls, target: Any, **_: Any) -> Any:
            # Not through its constructor, which refuses synchronous drivers.
            owner = AsyncEngine.__new__(AsyncEngine)
            owner.sync_engine = target.engine
            return cls(owner, target)

    return Connection


def _copy(cls: Any, names: dict[str, Any]) -> Any:
    """A subclass of `cls` whose functions see `names`, and threads for greenlets, among their module's globals."""
    seen = {"greenlet_spawn": in_thread, "_ensure_sync_result": _as_it_is, **names}
    own: dict[str, Any] = {"__slots__": (), "__doc__": cls.__doc__, "__module__": __name__}
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            if inspect.isfunction(value) and not seen.keys().isdisjoint(inspect.unwrap(value).__code__.co_names):
                own[name] = _copied(inspect.unwrap(value), seen)
    return type(cls.__name__, (cls,), own)


def _copied(function: Any, names: dict[str, Any]) -> Any:
    globals_ = {**function.__globals__, **names}
    copy = types.FunctionType(
        function.__code__, globals_, function.__name__, function.__defaults__, function.__closure__
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__qualname__ = function.__qualname__
    return copy
