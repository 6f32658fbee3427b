"""The asynchronous face of a Mock that a test hands out in the place of a session, an engine or a connection."""

from __future__ import annotations

import inspect
import sys
from typing import Any


def is_mock(given: Any) -> bool:
    """Whether this is one of `unittest.mock`'s objects, whatever it claims to be."""
    mock = sys.modules.get("unittest.mock")
    return mock is not None and issubclass(type(given), mock.NonCallableMock)


class Double:
    """What is awaited here is called there: the test configures and asserts the synchronous methods."""

    #: The class whose methods say what is awaited, and its name for what it is a face of.
    face: str
    target: str

    def __init__(self, mocked: Any) -> None:
        setattr(self, self.target, mocked)

    def __getattr__(self, name: str) -> Any:
        held = getattr(self._mocked(), name)
        if name in ("begin", "begin_nested"):
            return lambda *args, **kwargs: _Transaction(held(*args, **kwargs))
        return _awaited(held) if self._is_awaited(name) else held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self._mocked() is other._mocked()

    def __hash__(self) -> int:
        return id(self._mocked())

    def _mocked(self) -> Any:
        return self.__dict__[self.target]

    def _is_awaited(self, name: str) -> bool:
        from sqlalchemy.ext import asyncio as sqlalchemy_asyncio

        # `exec` is SQLModel's.
        return name == "exec" or inspect.iscoroutinefunction(getattr(getattr(sqlalchemy_asyncio, self.face), name, None))

    async def run_sync(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        return function(self._mocked(), *args, **kwargs)

    async def __aenter__(self) -> Any:
        entered = self._mocked().__enter__()
        return type(self)(entered) if is_mock(entered) else entered

    async def __aexit__(self, *error: Any) -> Any:
        return self._mocked().__exit__(*error)


class SessionDouble(Double):
    face, target = "AsyncSession", "sync_session"

    async def connection(self, *args: Any, **kwargs: Any) -> Any:
        return ConnectionDouble(self._mocked().connection(*args, **kwargs))


class ConnectionDouble(Double):
    face, target = "AsyncConnection", "sync_connection"


class EngineDouble(Double):
    """Its connections are opened by entering them."""

    face, target = "AsyncEngine", "sync_engine"

    def begin(self) -> Any:
        return ConnectionDouble(self._mocked().begin())

    def connect(self) -> Any:
        return ConnectionDouble(self._mocked().connect())


class _Transaction:
    """`await begin()`, or `async with begin()`, of a mocked one."""

    def __init__(self, held: Any) -> None:
        self._held = held

    def __getattr__(self, name: str) -> Any:
        held = getattr(self._held, name)
        return _awaited(held) if name in ("commit", "rollback") else held

    def __await__(self) -> Any:
        return self
        yield  # a generator, as `__await__` has to give

    async def __aenter__(self) -> Any:
        self._held.__enter__()
        return self

    async def __aexit__(self, *error: Any) -> Any:
        return self._held.__exit__(*error)


def _awaited(held: Any) -> Any:
    async def call(*args: Any, **kwargs: Any) -> Any:
        result = held(*args, **kwargs)
        return await result if inspect.isawaitable(result) else result

    return call


def described(given: Any) -> str:
    """What somebody gave who should have given something else."""
    kind = type(given)
    if isinstance(given, type):
        return f"the class {given.__qualname__}, not one of its objects"
    hint = ": call it to have a session" if callable(given) and kind.__name__ == "sessionmaker" else ""
    return f"an object of {kind.__module__}.{kind.__qualname__}{hint}"
