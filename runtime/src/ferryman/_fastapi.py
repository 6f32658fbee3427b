"""The one place that patches FastAPI and Starlette: the names through which they reach their thread pool.

FastAPI calls synchronous endpoints, dependencies, generator dependencies, response validation, background tasks and
response iterators through a few functions that its modules hold by name. Each name is given a dispatcher: a call that
belongs to a request of a crossed application, whose endpoint is fit for the loop, runs in place; every other call is
passed to the installed version's own function. Where that function has logic of its own (the clean-up rules of
generator dependencies differ between versions), the in-place variant *is* that function, with its thread calls replaced.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import types
from typing import Any, AsyncContextManager, AsyncIterator, Callable

from . import _request, _scope, _switch
from ._errors import UnsupportedVersion

#: Modules that hold the names, and whether a version that we support may lack the name there.
_SEAMS: tuple[tuple[str, str, bool], ...] = (
    ("fastapi.routing", "run_in_threadpool", True),
    ("fastapi.routing", "iterate_in_threadpool", False),
    ("fastapi.dependencies.utils", "run_in_threadpool", True),
    ("fastapi.dependencies.utils", "contextmanager_in_threadpool", True),
    ("starlette.background", "run_in_threadpool", True),
    ("starlette.responses", "iterate_in_threadpool", True),
)

_patched = False


async def in_place(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Run a synchronous call of the current request on the loop."""
    request = _request.current.get()
    if request is not None:
        await request.admit()
    return await _switch.in_place(function, *args, **kwargs)


class _ThreadsInPlace:
    """Stands in for the module `anyio` (or `anyio.to_thread`) in a function whose thread calls run in place."""

    def __init__(self, anyio: Any) -> None:
        self._anyio = anyio
        self.to_thread = self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._anyio, name)

    @staticmethod
    async def run_sync(function: Callable[..., Any], *args: Any, **_: Any) -> Any:
        return await in_place(function, *args)


def _on_loop(function: Any) -> Any:
    """The installed version's own `function`, with the calls it makes into threads running in place."""
    raw = getattr(function, "__wrapped__", function)
    names = {**raw.__globals__, "run_in_threadpool": in_place}
    if "anyio" in names:
        names["anyio"] = _ThreadsInPlace(names["anyio"])
    copy = types.FunctionType(raw.__code__, names, raw.__name__, raw.__defaults__, raw.__closure__)
    copy.__kwdefaults__ = raw.__kwdefaults__
    return copy


def _bridged() -> bool:
    request = _request.current.get()
    return request is not None and _switch.in_frame() and request.in_place()


def _dispatch_call(original: Callable[..., Any]) -> Callable[..., Any]:
    async def run_in_threadpool(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if _bridged():
            return await in_place(function, *args, **kwargs)
        if _switch.observe is not None:
            _switch.observe("threaded")
        return await original(_lent, function, *args, **kwargs)

    return run_in_threadpool


def _lent(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Runs in FastAPI's thread, in a copy of the request's context."""
    _scope.shared.set(True)
    return function(*args, **kwargs)


class _LentManager:
    """A generator dependency whose two halves run in threads that share the request's sessions."""

    def __init__(self, manager: Any) -> None:
        self._manager = manager

    def __enter__(self) -> Any:
        return _lent(self._manager.__enter__)

    def __exit__(self, *error: Any) -> Any:
        return _lent(self._manager.__exit__, *error)


def _dispatch_manager(original: Callable[..., Any]) -> Callable[..., Any]:
    from contextlib import asynccontextmanager

    on_loop = asynccontextmanager(_on_loop(original))

    def contextmanager_in_threadpool(manager: Any) -> AsyncContextManager[Any]:
        return on_loop(manager) if _bridged() else original(_LentManager(manager))

    return contextmanager_in_threadpool


def _dispatch_iterator(original: Callable[..., Any]) -> Callable[..., Any]:
    on_loop = _on_loop(original)

    def iterate_in_threadpool(iterator: Any) -> AsyncIterator[Any]:
        # The decision is made where the response is made: its iterator may run in a task of its own.
        if not _bridged():
            return original(iterator)
        stream = _with_room(on_loop(iterator), iterator)
        request = _request.current.get()
        if request is not None:
            request.streams.append(stream)
        return stream

    return iterate_in_threadpool


async def _with_room(items: AsyncIterator[Any], iterator: Any) -> AsyncIterator[Any]:
    """Let the loop serve others between two items: an iterator that never waits would keep it to itself."""
    try:
        async for item in items:
            yield item
            await asyncio.sleep(0)
    finally:
        # A client that left leaves a generator suspended. Its `finally` blocks run here, at the end of the request,
        # where cancellation waits for them; not when and where it happens to be collected.
        if inspect.isgenerator(iterator):
            await _switch.in_place(iterator.close)


_DISPATCHERS = {
    "run_in_threadpool": _dispatch_call,
    "contextmanager_in_threadpool": _dispatch_manager,
    "iterate_in_threadpool": _dispatch_iterator,
}


def patch() -> None:
    """Install the dispatchers. Idempotent; raises `UnsupportedVersion` before anything has been changed."""
    global _patched
    if _patched:
        return
    import fastapi

    found: list[tuple[Any, str, Any]] = []
    for module_name, name, required in _SEAMS:
        module = importlib.import_module(module_name)
        original = getattr(module, name, None)
        if callable(original):
            found.append((module, name, original))
        elif required:
            raise UnsupportedVersion(
                f"FastAPI {fastapi.__version__}: {module_name} has no {name} any more, so its thread pool cannot be "
                "replaced. Set FERRYMAN=threaded and report the version."
            )
    dispatchers = [(module, name, _DISPATCHERS[name](original)) for module, name, original in found]
    for module, name, dispatcher in dispatchers:
        setattr(module, name, dispatcher)
    _patched = True
