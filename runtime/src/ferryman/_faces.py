"""The classes of the asynchronous faces: SQLAlchemy's, with another place for the I/O where the loop is not the place.

SQLAlchemy's `AsyncSession` calls the synchronous session in a greenlet on the running loop. That is right for an
asynchronous engine on a loop that is driven. In two cases it is done in a thread:

- The engine is synchronous. On the loop its I/O would hold everybody up, and might wait for ever: for a row lock or a
  pooled connection of another request, which needs the loop to let it go.
- Nobody drives the loop (`asyncio.run` in a script). There synchronous code does its I/O on the side loop, and a session's
  connection belongs to one loop; so in the thread, too, the I/O goes to the side loop.

The methods are the installed version's own, with other functions in the place of the two that matter here.
"""

from __future__ import annotations

import functools
import inspect
import types
from typing import Any, Awaitable, Callable, Coroutine

from . import _loops, _sqlalchemy, _switch, _threads


def _in_thread(
    function: Callable[..., Any], *args: Any, _require_await: bool = False, **kwargs: Any
) -> Coroutine[Any, Any, Any]:
    """In the signature of SQLAlchemy's `greenlet_spawn`."""
    return _threads.to_its_end(function, *args, **kwargs)


def _on_the_side(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Runs in the thread: what it waits for goes to the side loop."""
    _loops.home.set(None)
    return function(*args, **kwargs)


def _where_io_is(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Coroutine[Any, Any, Any]:
    from sqlalchemy.util import greenlet_spawn

    if _switch.in_frame():
        return greenlet_spawn(function, *args, **kwargs)
    return _in_thread(_on_the_side, function, *args, **kwargs)


async def _as_it_is(result: Any, method: Any) -> Any:
    """In the signature of `_ensure_sync_result`, which closes an asynchronous driver's cursor."""
    return result


async def _closed_where_io_is(result: Any, method: Any) -> Any:
    from sqlalchemy.ext.asyncio import result as module

    cursor_result = result if getattr(result, "_is_cursor", True) else getattr(result, "raw", None)
    if getattr(getattr(cursor_result, "context", None), "_is_server_side", False):
        return result  # SQLAlchemy refuses it; here it is read as ever, and what it fetches is implicit I/O
    closing: Awaitable[Any] = module._ensure_sync_result(result, method)
    return await (closing if _switch.in_frame() else _in_thread(_on_the_side, _switch.await_, closing))


#: Which classes of SQLAlchemy's make each other, by module.
_CLASSES = {
    "engine": ("AsyncTransaction", "AsyncConnection", "AsyncEngine"),
    "result": ("AsyncResult", "AsyncScalarResult", "AsyncMappingResult"),
    "session": ("AsyncSessionTransaction", "AsyncSession"),
}


#: Methods that SQLAlchemy 1.4's faces have with fewer arguments than what they stand for: texts and several sets of
#: parameters for `execute`, `close=False` for `dispose`.
_NARROWED = {"AsyncConnection": ("execute", "scalar"), "AsyncEngine": ("dispose",)}


class Family:
    """Subclasses of SQLAlchemy's classes that call `spawn` for `greenlet_spawn`, and make one another."""

    def __init__(self, spawn: Any, ensure_sync_result: Any) -> None:
        from sqlalchemy.ext.asyncio import engine, result, session

        #: What the copied functions see instead of their modules' own.
        self._names: dict[str, Any] = {"greenlet_spawn": spawn, "_ensure_sync_result": ensure_sync_result}
        self._globals: dict[int, dict[str, Any]] = {}
        modules = {"engine": engine, "result": result, "session": session}
        originals = {name: getattr(modules[key], name) for key, names in _CLASSES.items() for name in names}
        self._names.update(dict.fromkeys([*originals, "engine"]))
        for name, original in originals.items():
            self._names[name] = self.of(original)
        self._names["engine"] = types.SimpleNamespace(**{**vars(engine), **self._names})
        self._names["AsyncConnection"]._regenerate_proxy_for_target = classmethod(_connection)
        self._names["AsyncEngine"]._regenerate_proxy_for_target = classmethod(_engine)
        for seen in self._globals.values():
            seen.update(self._names)

    @functools.lru_cache(maxsize=None)  # noqa: B019 - there are two families for the life of the program
    def of(self, cls: Any) -> Any:
        """The subclass of `cls` that belongs to this family."""
        own: dict[str, Any] = {"__slots__": (), "__doc__": cls.__doc__, "__module__": __name__}
        for base in reversed(cls.__mro__):
            for name, value in vars(base).items():
                copy = self._copied(value) if inspect.isfunction(value) else None
                if copy is not None:
                    own[name] = copy
        if hasattr(cls, "sync_session_class"):
            own["bind"] = property(_bind, _set_bind)  # asked for rarely, and not for free: not when the face is made
        if hasattr(cls, "_connection_cls"):
            own.update(__init__=_around, _connection_cls=self._names["AsyncConnection"])
        if _sqlalchemy.version() < (2, 0):
            own.update({name: self._synchronous(name) for name in _NARROWED.get(cls.__name__, ())})
        return type(cls.__name__, (cls,), own)

    def _synchronous(self, name: str) -> Any:
        """The method of that name of what the face is for, in the place of one that takes less than it."""
        spawn, ensure_sync_result = self._names["greenlet_spawn"], self._names["_ensure_sync_result"]

        async def method(face: Any, /, *args: Any, **kwargs: Any) -> Any:
            target = face.sync_engine if name == "dispose" else face._sync_connection()
            result = await spawn(getattr(target, name), *args, **kwargs)
            return await ensure_sync_result(result, getattr(face, name)) if hasattr(result, "_is_cursor") else result

        method.__name__ = name
        return method

    def _copied(self, function: Any) -> Any:
        """A copy of `function` that sees this family's names; None when it asks for none of them."""
        cells = [self._copied_cell(cell) for cell in function.__closure__ or ()]
        if not self._asks(function.__code__) and not any(cells):
            return None
        closure = tuple(copy or cell for copy, cell in zip(cells, function.__closure__ or ()))
        seen = self._globals.setdefault(id(function.__globals__), {**function.__globals__, **self._names})
        copy = types.FunctionType(function.__code__, seen, function.__name__, function.__defaults__, closure)
        copy.__kwdefaults__ = function.__kwdefaults__
        copy.__qualname__ = function.__qualname__
        return copy

    def _copied_cell(self, cell: Any) -> Any:
        """What a decorator holds: the function that it decorates."""
        try:
            held = cell.cell_contents
        except ValueError:  # not filled yet
            return None
        copy = self._copied(held) if inspect.isfunction(held) else None
        return None if copy is None else types.CellType(copy)

    def _asks(self, code: types.CodeType) -> bool:
        inner = (constant for constant in code.co_consts if isinstance(constant, types.CodeType))
        return not self._names.keys().isdisjoint(code.co_names) or any(map(self._asks, inner))


def _bind(face: Any) -> Any:
    """The asynchronous face of the session's engine or connection; None when it has none."""
    from sqlalchemy.engine import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    bind = face.sync_session.bind
    if bind is None or not bind.dialect.is_async:
        return None
    kind = AsyncConnection if isinstance(bind, Connection) else AsyncEngine
    return kind._retrieve_proxy_for_target(bind)


def _set_bind(face: Any, bind: Any) -> None:
    from sqlalchemy.ext.asyncio.engine import _get_sync_engine_or_connection

    face.sync_session.bind = None if bind is None else _get_sync_engine_or_connection(bind)


def _connection(cls: Any, target: Any, **_: Any) -> Any:
    return cls(engine_of(target.engine), target)


def _engine(cls: Any, target: Any, **_: Any) -> Any:
    return cls(target)


def _around(face: Any, engine: Any) -> None:
    """The constructor, without the refusal of synchronous drivers."""
    face.sync_engine = face._assign_proxied(engine)
    if _sqlalchemy.version() < (2, 0):
        face._proxied = engine  # it is kept under two names there


def engine_of(engine: Any) -> Any:
    """The face of an engine: the same one for as long as somebody holds it."""
    return _found(engine, "AsyncEngine")


def connection_of(connection: Any) -> Any:
    """The face of a connection: the same one for as long as somebody holds it."""
    return _found(connection, "AsyncConnection")


def _found(target: Any, name: str) -> Any:
    from sqlalchemy.ext import asyncio as sqlalchemy_asyncio

    cls = family(not target.dialect.is_async).of(getattr(sqlalchemy_asyncio, name))
    face = cls._retrieve_proxy_for_target(target)
    # What SQLAlchemy made for itself does its I/O on the running loop, whoever drives that.
    return face if isinstance(face, cls) else cls._regenerate_proxy_for_target(target)


@functools.lru_cache(maxsize=None)
def family(synchronous: bool) -> Family:
    """For what has a synchronous engine, or for what has an asynchronous one."""
    return Family(_in_thread, _as_it_is) if synchronous else Family(_where_io_is, _closed_where_io_is)
