"""`scoped_session` for a loop: one session for each request, where a thread-local registry had one for each thread."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import weakref
from typing import Any

from . import _mode


class Scope:
    """What a request's sessions are keyed by. Weakly referenced: when it goes, they go."""

    __slots__ = ("__weakref__", "registries")

    def __init__(self) -> None:
        self.registries: list[Any] = []

    def close(self) -> None:
        """Remove the sessions that the application left in a registry. Runs at the end of the request."""
        for registry in self.registries:
            registry._forget(self)
        self.registries.clear()


current: contextvars.ContextVar[Scope | None] = contextvars.ContextVar("ferryman_scope", default=None)

#: Set in the threads in which FastAPI runs parts of the request one after another: they have the request's sessions.
shared: contextvars.ContextVar[bool] = contextvars.ContextVar("ferryman_scope_shared", default=False)

_threads = threading.local()


def _here() -> Scope:
    """The request's scope; in a thread that may run beside the request, one of the thread's own."""
    scope = current.get()
    if scope is not None and (shared.get() or asyncio._get_running_loop() is not None):
        return scope
    try:
        scopes = _threads.scopes
    except AttributeError:
        scopes, _threads.own = weakref.WeakKeyDictionary(), Scope()
        _threads.scopes = scopes
    if scope is None:
        return _threads.own
    return scopes.setdefault(scope, Scope())


class TaskRegistry:
    """SQLAlchemy's registry interface (`__call__`, `has`, `set`, `clear`), keyed by request or, outside, by thread."""

    def __init__(self, createfunc: Any) -> None:
        self.createfunc = createfunc
        self._values: weakref.WeakKeyDictionary[Scope, Any] = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def __call__(self) -> Any:
        scope = _here()
        try:
            return self._values[scope]
        except KeyError:
            pass
        value = self.createfunc()
        self.set(value)
        return value

    def has(self) -> bool:
        return _here() in self._values

    def set(self, obj: Any) -> None:
        scope = _here()
        with self._lock:
            if self not in scope.registries:
                scope.registries.append(self)
            self._values[scope] = obj

    def clear(self) -> None:
        with self._lock:
            self._values.pop(_here(), None)

    def _forget(self, scope: Scope) -> None:
        with self._lock:
            value = self._values.pop(scope, None)
        if value is not None and hasattr(value, "close"):
            value.close()


def scoped_session(session_factory: Any, scopefunc: Any = None) -> Any:
    """Like `sqlalchemy.orm.scoped_session`; without a `scopefunc` the scope is the request instead of the thread."""
    from sqlalchemy import orm

    scoped = orm.scoped_session(session_factory, scopefunc=scopefunc)
    if scopefunc is None and not _mode.threaded():
        scoped.registry = TaskRegistry(session_factory)
    return scoped
