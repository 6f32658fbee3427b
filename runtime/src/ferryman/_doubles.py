"""The asynchronous face of a Mock that a test hands out in the place of a session."""

from __future__ import annotations

import inspect
import sys
from typing import Any


def is_mock(given: Any) -> bool:
    """Whether this is one of `unittest.mock`'s objects, whatever it claims to be."""
    mock = sys.modules.get("unittest.mock")
    return mock is not None and issubclass(type(given), mock.NonCallableMock)


class Double:
    """What is awaited here is called there: the test configures and asserts the session's synchronous methods."""

    def __init__(self, session: Any) -> None:
        self.sync_session = session

    def __getattr__(self, name: str) -> Any:
        held = getattr(self.sync_session, name)
        if name in ("begin", "begin_nested"):
            return lambda *args, **kwargs: _Transaction(held(*args, **kwargs))
        return _awaited(held) if _is_awaited(name) else held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Double) and self.sync_session is other.sync_session

    def __hash__(self) -> int:
        return id(self.sync_session)

    async def run_sync(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        return function(self.sync_session, *args, **kwargs)

    async def __aenter__(self) -> Any:
        entered = self.sync_session.__enter__()
        return Double(entered) if is_mock(entered) else entered

    async def __aexit__(self, *error: Any) -> Any:
        return self.sync_session.__exit__(*error)


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


def _is_awaited(name: str) -> bool:
    from sqlalchemy.ext.asyncio import AsyncSession

    # `exec` is SQLModel's.
    return name == "exec" or inspect.iscoroutinefunction(getattr(AsyncSession, name, None))
