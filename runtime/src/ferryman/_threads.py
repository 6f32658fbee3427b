"""Worker threads for what must not hold the loop."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, TypeVar

from . import _loops

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


async def to_thread(function: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
    """Call a blocking or CPU-heavy `function` in a thread of this package's own pool.

    The context is copied; database I/O in the thread goes to the loop that is waiting for it. In synchronous code:
    `wait(to_thread(function, ...))`.
    """
    loop = asyncio.get_running_loop()
    context = contextvars.copy_context()
    context.run(_loops.home.set, loop)
    return await loop.run_in_executor(_executor(), functools.partial(context.run, function, *args, **kwargs))
