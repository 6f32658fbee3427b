"""Waiting that is right from bridged code, from threads, and from several loops at once."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import deque
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

from . import _switch


class Channel:
    """A queue whose `get` suspends bridged code and blocks a thread. First waiting, first served."""

    empty_error: type[Exception] = queue.Empty
    full_error: type[Exception] = queue.Full

    def __init__(self, maxsize: int = 0, use_lifo: bool = False) -> None:
        self.maxsize, self.use_lifo = maxsize, use_lifo
        self._items: deque[Any] = deque()
        self._waiters: deque[Future[Any]] = deque()
        self._lock = threading.Lock()

    def empty(self) -> bool:
        return not self._items

    def full(self) -> bool:
        return 0 < self.maxsize <= len(self._items)

    def qsize(self) -> int:
        return len(self._items)

    def put_nowait(self, item: Any) -> None:
        self.put(item, block=False)

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Give `item` to whoever waits longest, or keep it. Never blocks: pools only return what they took."""
        with self._lock:
            while self._waiters:
                if _give(self._waiters.popleft(), item):
                    return
            if 0 < self.maxsize <= len(self._items):
                raise self.full_error()
            self._items.append(item)

    def get_nowait(self) -> Any:
        return self.get(block=False)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The next item; `timeout` in seconds. Raises `empty_error`."""
        with self._lock:
            if self._items:
                return self._items.pop() if self.use_lifo else self._items.popleft()
            if not block:
                raise self.empty_error()
            waiter: Future[Any] = Future()
            self._waiters.append(waiter)
        try:
            if _switch.in_frame():
                return _switch.step(asyncio.wait_for(_arrival(waiter), timeout))
            return waiter.result(timeout)
        except BaseException as error:
            self._withdraw(waiter)
            if isinstance(error, (asyncio.TimeoutError, FutureTimeout)):
                raise self.empty_error() from None
            raise

    def _withdraw(self, waiter: Future[Any]) -> None:
        """Stop waiting; what was given in the meantime goes back."""
        with self._lock:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
        if not waiter.cancel() and waiter.done() and not waiter.cancelled():
            self.put(waiter.result())


def _give(waiter: Future[Any], item: Any) -> bool:
    if not waiter.set_running_or_notify_cancel():
        return False
    waiter.set_result(item)
    return True


async def _arrival(waiter: Future[Any]) -> Any:
    # Shielded: only `_withdraw` may decide whether the thread-safe future was cancelled or already given.
    return await asyncio.shield(asyncio.wrap_future(waiter))


class LoopLock:
    """A mutual exclusion that may be held across I/O: takes the place of SQLAlchemy's `AsyncAdaptedLock`."""

    def __init__(self) -> None:
        self._token = Channel()
        self._token.put(None)

    def __enter__(self) -> bool:
        self._token.get()
        return True

    def __exit__(self, *_: object) -> None:
        self._token.put(None)
