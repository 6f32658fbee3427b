"""Synchronous stand-ins that tests put in the place of functions which have become native.

A test that says `monkeypatch.setattr(rates, "fetch", lambda: 7)` was right while `fetch` was synchronous. Now its
callers await what it gives, so the stand-in is given the colour of what it stands for: the call gives a coroutine whose
result is the stand-in's. `unittest.mock.patch` does this by itself, except where the test brings the stand-in (`new=`).
Stand-ins that are asynchronous already, or give something that can be awaited, are left as they are.
"""

from __future__ import annotations

import functools
import inspect
import pkgutil
import types
from contextlib import asynccontextmanager, contextmanager
from typing import Any, AsyncIterator, Callable, Iterator
from unittest import mock

import pytest

#: Whether a synchronous test is running; asynchronous ones were written for what they replace.
_active = False


@contextmanager
def active() -> Iterator[None]:
    global _active
    _active = True
    try:
        yield
    finally:
        _active = False


def substitute() -> None:
    """Idempotent."""
    patch: Any = getattr(mock, "_patch")  # noqa: B009 - private: the class behind every form of `patch`
    if hasattr(pytest.MonkeyPatch.setattr, "ferryman"):
        return
    pytest.MonkeyPatch.setattr = _setattr(pytest.MonkeyPatch.setattr)  # type: ignore[method-assign]
    patch.__enter__ = _enter(patch.__enter__)


def _setattr(original: Callable[..., Any]) -> Any:
    @functools.wraps(original)
    def setattr(self: Any, target: Any, name: Any, *value: Any, **options: Any) -> None:
        if not _active:
            return original(self, target, name, *value, **options)
        if value:
            value = (coloured(_held(target, name), value[0]), *value[1:])
        elif "value" in options:
            options["value"] = coloured(_held(target, name), options["value"])
        elif isinstance(target, str):
            name = coloured(_named(target), name)
        return original(self, target, name, *value, **options)

    setattr.ferryman = True  # type: ignore[attr-defined]
    return setattr


def _enter(original: Callable[..., Any]) -> Any:
    @functools.wraps(original)
    def __enter__(self: Any) -> Any:
        given = self.new
        if not _active or given is mock.DEFAULT:
            return original(self)
        self.new = coloured(_held(self.getter(), self.attribute), given)
        try:
            entered = original(self)
            return given if entered is self.new else entered
        finally:
            self.new = given

    return __enter__


def _held(target: Any, name: Any) -> Any:
    """What stands there now, as it is written there: descriptors are not asked."""
    try:
        return inspect.getattr_static(target, name)
    except (AttributeError, TypeError):
        return getattr(target, name, None) if isinstance(name, str) else None


def _named(target: str) -> Any:
    try:
        return pkgutil.resolve_name(target)
    except (AttributeError, ImportError, ValueError):
        return None


def coloured(before: Any, fake: Any) -> Any:
    """`fake` with the colour of `before`, whose place it takes; `fake` itself where it has that colour."""
    if isinstance(fake, (staticmethod, classmethod)):
        inner = coloured(before, fake.__func__)
        return fake if inner is fake.__func__ else type(fake)(inner)
    if isinstance(before, (staticmethod, classmethod)):
        before = before.__func__
    give = _giver(before)
    if give is None or not callable(fake) or _is_asynchronous(fake):
        return fake
    if not isinstance(fake, types.FunctionType):
        return _Stand(fake, give)

    # A function, so that it is bound as a method where the fake would be.
    @functools.wraps(fake)
    def stand_in(*args: Any, **kwargs: Any) -> Any:
        return give(fake, args, kwargs)

    return stand_in


def _giver(before: Any) -> Callable[..., Any] | None:
    if inspect.iscoroutinefunction(before):
        return _coroutine
    if inspect.isasyncgenfunction(before):
        return _generator
    if inspect.isasyncgenfunction(getattr(before, "__wrapped__", None)):
        return _manager
    return None


def _is_asynchronous(fake: Any) -> bool:
    if isinstance(fake, mock.AsyncMock):
        return True
    kinds = (inspect.iscoroutinefunction, inspect.isasyncgenfunction)
    forms = (fake, getattr(fake, "__wrapped__", None), getattr(type(fake), "__call__", None))
    return any(kind(form) for kind in kinds for form in forms)


async def _coroutine(fake: Any, args: Any, kwargs: Any) -> Any:
    result = fake(*args, **kwargs)
    return await result if inspect.isawaitable(result) else result


async def _generator(fake: Any, args: Any, kwargs: Any) -> AsyncIterator[Any]:
    items = fake(*args, **kwargs)
    if hasattr(items, "__aiter__") and not isinstance(items, mock.NonCallableMock):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item


@asynccontextmanager
async def _manager(fake: Any, args: Any, kwargs: Any) -> AsyncIterator[Any]:
    manager = fake(*args, **kwargs)
    if hasattr(manager, "__aenter__"):
        async with manager as entered:
            yield entered
    else:
        with manager as entered:
            yield entered


class _Stand:
    """A callable that is no function (a Mock, a partial): what the test asks of it, it asks of the test's own."""

    def __init__(self, fake: Any, give: Callable[..., Any]) -> None:
        vars(self).update(_fake=fake, _give=give)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._give(self._fake, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._fake, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._fake, name, value)
