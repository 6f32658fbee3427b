"""Starlette's own `TestClient`, whatever its generation, calling the application on the test's loop.

Every generation (requests, httpx, httpx2) reaches the application through an anyio *portal*: a loop in a thread. In a
frame the module is given a portal to the loop that is running already; everything else of the client stays as it is.
"""

from __future__ import annotations

import asyncio
import contextvars
import importlib
import importlib.util
import inspect
import queue
import warnings
from concurrent.futures import Future
from concurrent.futures import wait as wait_futures
from contextlib import contextmanager
from typing import Any, Callable, Iterable, Iterator

from .. import _switch, _tasks
from .._waiting import Channel


class LoopFuture(Future):  # type: ignore[type-arg]
    """A `concurrent.futures.Future` whose `result()` lets the loop turn when it is asked for in a frame."""

    def result(self, timeout: float | None = None) -> Any:
        self._arrive(timeout)
        return super().result(timeout)

    def exception(self, timeout: float | None = None) -> BaseException | None:
        self._arrive(timeout)
        return super().exception(timeout)

    def _arrive(self, timeout: float | None) -> None:
        if not self.done() and _switch.in_frame():
            _switch.step(_arrived([self], timeout))


async def _arrived(futures: Iterable[Any], timeout: float | None) -> None:
    await asyncio.wait([asyncio.wrap_future(future) for future in futures], timeout=timeout)


class LoopPortal:
    """The interface of anyio's `BlockingPortal` that test clients use, on the loop of the calling frame."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        #: Every task started below this portal; a real portal's loop would end with them.
        self._started: list[asyncio.Task[Any]] = []

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        return _switch.step(self._task(function, args))

    def start_task_soon(self, function: Callable[..., Any], *args: Any, name: object = None) -> Any:
        future = LoopFuture()
        task = self._task(function, args)
        task.add_done_callback(lambda done: _copy(done, future))
        future.add_done_callback(lambda _: task.cancel() if future.cancelled() else None)
        return future

    def start_task(self, function: Callable[..., Any], *args: Any, name: object = None) -> Any:
        started: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        future = LoopFuture()

        class Status:
            def started(self, value: Any = None) -> None:
                if not started.done():
                    started.set_result(value)

        async def run() -> Any:
            return await function(*args, task_status=Status())

        def over(done: asyncio.Task[Any]) -> None:
            _copy(done, future)
            if not started.done():
                error = None if done.cancelled() else done.exception()
                started.set_exception(error or RuntimeError("Task exited without calling task_status.started()"))

        task = self._task(run, ())
        task.add_done_callback(over)
        return future, _switch.step(started)

    def _task(self, function: Callable[..., Any], args: tuple[Any, ...]) -> asyncio.Task[Any]:
        async def run() -> Any:
            result = function(*args)
            return await result if inspect.isawaitable(result) else result

        context = contextvars.copy_context()
        context.run(_tasks.children.set, self._started)
        task: asyncio.Task[Any] = context.run(asyncio.get_running_loop().create_task, run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def close(self, cancel: bool) -> None:
        """Wait for (or cancel) what was started here, then end what the application left running."""
        _switch.step(self._close(cancel))

    async def _close(self, cancel: bool) -> None:
        if cancel:
            for task in self._tasks:
                task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        left = [task for task in self._started if not task.done()]
        for task in left:
            task.cancel()
        if left:
            await asyncio.gather(*left, return_exceptions=True)


def _copy(task: asyncio.Task[Any], future: Future[Any]) -> None:
    if future.cancelled():
        if not task.cancelled():
            task.exception()
        return
    if task.cancelled():
        future.cancel()
        future.set_running_or_notify_cancel()
    elif (error := task.exception()) is not None:
        future.set_exception(error)
    else:
        future.set_result(task.result())


def _portal_factory(original: Callable[..., Any]) -> Callable[..., Any]:
    @contextmanager
    def start_blocking_portal(backend: str = "asyncio", backend_options: Any = None, **options: Any) -> Iterator[Any]:
        if backend != "asyncio" or not _switch.in_frame():
            with original(backend, backend_options, **options) as real:
                yield real
            return
        portal = LoopPortal()
        try:
            yield portal
        except BaseException:
            portal.close(cancel=True)
            raise
        portal.close(cancel=False)

    return start_blocking_portal


class _Stand:
    """A module with some of its names replaced, for the eyes of one other module."""

    def __init__(self, module: Any, **names: Any) -> None:
        self.__dict__.update(names)
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


class _ClientQueue(Channel):
    """`queue.Queue` as the older clients' websockets use it; its items may be awaited for on the loop."""


def _wait_futures(futures: Iterable[Any], *args: Any, **options: Any) -> Any:
    if _switch.in_frame() and not args and not options:
        _switch.step(_arrived(futures, None))
    return wait_futures(futures, *args, **options)


def substitute() -> None:
    """Idempotent. Does nothing where Starlette (or the HTTP library its client needs) is not installed."""
    if importlib.util.find_spec("starlette") is None:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            testclient: Any = importlib.import_module("starlette.testclient")
        except Exception:  # noqa: BLE001 - a missing HTTP library is reported by whoever uses the client
            return
    anyio = getattr(testclient, "anyio", None)
    if anyio is None or isinstance(anyio, _Stand):
        return
    from_thread = importlib.import_module("anyio.from_thread")
    start = _portal_factory(from_thread.start_blocking_portal)
    testclient.anyio = _Stand(
        anyio, from_thread=_Stand(from_thread, start_blocking_portal=start), start_blocking_portal=start
    )
    if hasattr(testclient, "queue"):
        testclient.queue = _Stand(queue, Queue=_ClientQueue)
    if hasattr(testclient, "wait_futures"):
        testclient.wait_futures = _wait_futures
