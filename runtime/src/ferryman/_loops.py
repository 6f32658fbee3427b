"""Which event loop does the I/O of which code.

- Code in a frame: the loop that is running it.
- A thread that works for a request (its context names a *home loop*): that loop. Where nobody drives that loop it is only
  for the application's own coroutines; the database is reached through the side loop, as on that loop itself.
- Everything else (import time, scripts, CLI commands, threads of the application's own): the *side loop*, one
  daemon thread that does nothing but this. It never runs the application's code, so waiting for it cannot deadlock,
  whatever the waiting thread holds up.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import itertools
import os
import sys
import threading
from concurrent.futures import CancelledError as FutureCancelled
from typing import Any, Awaitable, Coroutine, Iterator

from . import _switch, _tasks
from ._errors import LoopBlocked, NothingToWaitOn

#: The loop that threads started by this context work for; set for every request.
home: contextvars.ContextVar[asyncio.AbstractEventLoop | None] = contextvars.ContextVar("ferryman_home", default=None)

class ThreadWait:
    """A thread that is waiting for a loop, as the watchdog sees it."""

    __slots__ = ("broken", "loop", "thread")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop, self.thread = loop, threading.get_ident()
        #: Why the wait must end, once the watchdog has decided that it must.
        self.broken: str | None = None


#: Every thread-side wait under way, for the watchdog.
waits: dict[int, ThreadWait] = {}
_tickets = itertools.count()


def here() -> asyncio.AbstractEventLoop:
    """The loop that does the database I/O of the calling code."""
    if _switch.in_frame():
        return asyncio.get_running_loop()
    loop = behind()
    return loop if loop is not None and loop in _tasks.driven else side_loop()


@contextlib.contextmanager
def known() -> Iterator[None]:
    """Python 3.9: asyncio's locks, which drivers make in their constructors, ask for the current thread's loop at once."""
    if sys.version_info >= (3, 10) or _has_loop():
        yield
        return
    asyncio.set_event_loop(here())
    try:
        yield
    finally:
        asyncio.set_event_loop(None)


def _has_loop() -> bool:
    try:
        asyncio.get_event_loop()
    except RuntimeError:
        return False
    return True


def behind() -> asyncio.AbstractEventLoop | None:
    """The running loop that the calling thread works for."""
    loop = home.get() if asyncio._get_running_loop() is None else None
    return loop if loop is not None and loop.is_running() else None


def outside(awaitable: Awaitable[Any], loop: asyncio.AbstractEventLoop) -> Any:
    """Do what code waits for that is not in a frame: send it to `loop` and block this thread until it is done.

    Blocking is what synchronous I/O did in the same place, also on a loop that nobody drives.
    """
    if _switch.refuse_implicit is not None and asyncio._get_running_loop() is not None:
        _switch._close(awaitable)
        _switch.refuse_implicit()
    return ship(awaitable, loop)


def ship(awaitable: Awaitable[Any], loop: asyncio.AbstractEventLoop) -> Any:
    """Run `awaitable` on `loop`, which runs in another thread, and wait for its result."""
    if asyncio._get_running_loop() is loop:
        _switch._close(awaitable)
        raise NothingToWaitOn(
            "synchronous code on the event loop's own thread waits for that same loop, outside of a task that "
            "Ferryman drives (a loop callback, a signal handler?). Do this work in a task, or with asyncio.to_thread."
        )
    shipment = _Shipment(awaitable if asyncio.iscoroutine(awaitable) else _awaited(awaitable), loop)
    ticket = next(_tickets)
    waiting = waits[ticket] = ThreadWait(loop)
    try:
        loop.call_soon_threadsafe(shipment.start)
        while not shipment.arrived.acquire(timeout=1.0):
            if waiting.broken is not None:
                raise LoopBlocked(waiting.broken)
            if loop.is_closed():
                raise NothingToWaitOn("the event loop was closed while a thread was waiting for it")
    except BaseException:
        shipment.give_up()
        raise
    finally:
        waits.pop(ticket, None)
    return shipment.result()


class _Shipment:
    """A coroutine on its way to another thread's loop: `run_coroutine_threadsafe` with half of its parts."""

    __slots__ = ("arrived", "coro", "error", "given_up", "loop", "task")

    def __init__(self, coro: Coroutine[Any, Any, Any], loop: asyncio.AbstractEventLoop) -> None:
        self.coro, self.loop = coro, loop
        self.task: asyncio.Task[Any] | None = None
        self.error: BaseException | None = None
        self.given_up = False
        #: Held until the coroutine has ended.
        self.arrived = threading.Lock()
        self.arrived.acquire()

    def start(self) -> None:
        """Runs on the loop, in a copy of the waiting thread's context."""
        if self.given_up:
            self.coro.close()
            return
        try:
            self.task = self.loop.create_task(self.coro)
            self.task.add_done_callback(self._end)
        except BaseException as error:  # the application's task factory
            self.error = error
            self.arrived.release()
            raise

    def _end(self, _: Any) -> None:
        self.coro.close()  # cancelled before its first step, it would never have been awaited
        self.arrived.release()

    def give_up(self) -> None:
        """Nobody waits any more: end it, wherever it is."""
        self.given_up = True
        try:
            self.loop.call_soon_threadsafe(self._cancel)
        except RuntimeError:  # the loop is closed
            self.coro.close()

    def _cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def result(self) -> Any:
        if self.task is None:
            assert self.error is not None
            raise self.error
        if self.task.cancelled():
            raise FutureCancelled()
        return self.task.result()


async def _awaited(awaitable: Awaitable[Any]) -> Any:
    return await awaitable


_side_lock = threading.Lock()
_side: asyncio.AbstractEventLoop | None = None


def side_loop() -> asyncio.AbstractEventLoop:
    """The loop for code that has none, started at its first use."""
    global _side
    loop = _side
    if loop is None or loop.is_closed():
        with _side_lock:
            loop = _side
            if loop is None or loop.is_closed():
                loop = asyncio.SelectorEventLoop() if os.name == "nt" else asyncio.new_event_loop()
                _tasks.install(loop)
                threading.Thread(target=_serve, args=(loop,), name="ferryman side loop", daemon=True).start()
                _side = loop
    return loop


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.run_forever()


def _after_fork() -> None:
    """In a forked child: the parent's loops and threads do not exist here."""
    global _side, _side_lock
    _side, _side_lock = None, threading.Lock()
    waits.clear()
    _tasks.driven.clear()
    home.set(None)
    asyncio._set_running_loop(None)
    _switch.leave_frame()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
