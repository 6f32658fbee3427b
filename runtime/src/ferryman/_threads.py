"""Worker threads for what must not hold the loop."""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Coroutine, Generator, Generic, TypeVar

from . import _loops, _scope, _switch

T = TypeVar("T")

#: Threads of this package's own pool. FastAPI's pool has 40; code that was in it must not find fewer here.
LIMIT = 40

_lock = threading.Lock()
_pool: ThreadPoolExecutor | None = None


def _executor() -> ThreadPoolExecutor:
    global _pool
    with _lock:
        if _pool is None:
            _pool = ThreadPoolExecutor(LIMIT, thread_name_prefix="ferryman")
        return _pool


def _after_fork() -> None:
    global _pool, _lock
    _pool, _lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def to_thread(function: Callable[..., T], /, *args: Any, **kwargs: Any) -> ThreadCall[T]:
    """Call a blocking or CPU-heavy `function` in a thread of this package's own pool.

    The context is copied; database I/O in the thread goes to the loop that is waiting for it. In synchronous code:
    `wait(to_thread(function, ...))`. There the thread has the waiting code's scoped sessions, and what it sets in
    context variables is set for that code, too: nothing else of it runs meanwhile. Where there is no loop to keep free
    (in a thread, a script, a test without a loop) `wait` calls the function right there.
    """
    return ThreadCall(function, args, kwargs)


class Outcome(Generic[T]):
    """How a call ended."""

    __slots__ = ("_error", "_value")

    def __init__(self, value: Any, error: BaseException | None) -> None:
        self._value, self._error = value, error

    def result(self) -> T:
        if self._error is None:
            return self._value  # type: ignore[no-any-return]
        try:
            raise self._error
        finally:
            self._error = None  # its traceback holds this frame


class ThreadCall(Coroutine[Any, Any, T]):
    """What `to_thread` returns: a coroutine that `wait` can look into."""

    __slots__ = ("_args", "_coro", "_function", "_kwargs", "_used", "lent")

    def __init__(self, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self._function, self._args, self._kwargs = function, args, kwargs
        self._coro: Coroutine[Any, Any, T] | None = None
        self._used = False
        #: Nothing else runs for the caller until the thread is done.
        self.lent = False

    def here(self) -> T:
        """Call the function in this thread."""
        self._used = True
        return self._function(*self._args, **self._kwargs)

    def send(self, value: Any) -> Any:
        return self._started().send(value)

    def throw(self, *error: Any) -> Any:
        return self._started().throw(*error)

    def close(self) -> None:
        self._started().close()

    def __await__(self) -> Generator[Any, Any, T]:
        return self._started().__await__()

    def _started(self) -> Coroutine[Any, Any, T]:
        self._used = True
        if self._coro is None:
            self._coro = self._run()
        return self._coro

    async def _run(self) -> Any:
        """The function's result, or, for code that waits here, its outcome."""
        loop, context = self._place()
        outcome = await loop.run_in_executor(_executor(), context.run, self._outcome)
        if not self.lent:
            return outcome.result()
        _set_here(context)
        return outcome

    def _place(self) -> tuple[asyncio.AbstractEventLoop, contextvars.Context]:
        """The running loop, and the context in which the thread works for it."""
        loop = asyncio.get_running_loop()
        context = contextvars.copy_context()
        context.run(_loops.home.set, loop)
        if self.lent:
            context.run(_scope.shared.set, True)
        return loop, context

    def _outcome(self) -> Outcome[T]:
        # Not raised in the executor: futures cannot hold a StopIteration, and coroutines cannot raise one.
        try:
            return Outcome(self._function(*self._args, **self._kwargs), None)
        except BaseException as error:
            return Outcome(None, error)

    def __del__(self) -> None:
        if not self._used:
            name = getattr(self._function, "__qualname__", repr(self._function))
            warnings.warn(f"to_thread({name}, ...) was never awaited", RuntimeWarning, source=self)


async def to_its_end(function: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
    """Await a call in a thread that works with the caller's context and sessions.

    Whoever is cancelled meanwhile waits for the thread all the same, and is cancelled then: what comes next (rolling back,
    closing) must not meet the thread at work. The end of `asyncio.run`, which cancels every task, is no exception.
    """
    call = ThreadCall(function, args, kwargs)
    call.lent = call._used = True
    loop, context = call._place()
    future = loop.run_in_executor(_executor(), context.run, call._outcome)
    scope = _switch.anyio_shield()
    cancellation: asyncio.CancelledError | None = None
    try:
        while not future.done():
            try:
                await asyncio.wait([future])
            except asyncio.CancelledError as error:
                cancellation = error
    finally:
        if scope is not None:
            scope.__exit__(None, None, None)
    _set_here(context)
    if cancellation is not None:
        raise cancellation
    return future.result().result()


def _set_here(context: contextvars.Context) -> None:
    """Set the context variables that a thread has set for those who waited for it."""
    current = contextvars.copy_context()
    for variable, value in context.items():
        if variable is not _loops.home and variable is not _scope.shared and current.get(variable, _UNSET) is not value:
            variable.set(value)


_UNSET = object()
