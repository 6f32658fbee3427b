"""Which tests run a loop of their own, and what is done for those."""

from __future__ import annotations

import asyncio
import functools
import inspect
import unittest
from typing import Any

import pytest

from .. import _loops, _programs, _switch, _tasks


def runs_its_own_loop(item: pytest.Item) -> bool:
    """Whether `item` is asynchronous: some other plugin (pytest-asyncio, anyio, unittest) runs it on a loop."""
    cls = getattr(item, "cls", None)
    if isinstance(cls, type) and issubclass(cls, unittest.IsolatedAsyncioTestCase):
        return True
    function = getattr(item, "obj", None)
    while isinstance(function, functools.partial):
        function = function.func
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        return True
    return _needs_async_fixture(item)


def _needs_async_fixture(item: pytest.Item) -> bool:
    """A synchronous test with an asynchronous fixture: the fixture's plugin runs the loop, outside of the test."""
    info = getattr(item, "_fixtureinfo", None)
    if info is None:
        return False
    for definitions in info.name2fixturedefs.values():
        for definition in definitions:
            function = inspect.unwrap(definition.func)
            if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
                return True
    return False


def drive(item: pytest.Item) -> None:
    """Have the coroutine of an asynchronous test run in a frame, on whatever loop its plugin chooses."""
    function = getattr(item, "obj", None)
    if not inspect.iscoroutinefunction(function) or getattr(function, "_ferryman_driven", False):
        return

    @functools.wraps(function)
    async def driven(*args: Any, **kwargs: Any) -> Any:
        loop = asyncio._get_running_loop()
        if loop is None:  # trio
            return await function(*args, **kwargs)
        _tasks.install(loop)
        _programs.patch_run()
        before = _loops.home.get()
        _loops.home.set(loop)
        try:
            coro = function(*args, **kwargs)
            return await (coro if _switch.in_frame() else _switch.drive(coro))
        finally:
            _loops.home.set(before)

    driven._ferryman_driven = True  # type: ignore[attr-defined]
    item.obj = driven  # type: ignore[attr-defined]
