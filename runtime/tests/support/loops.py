"""Driven event loops for tests."""

from __future__ import annotations

import asyncio
import sys
from typing import Any, Callable, Coroutine

from ferryman import _programs, _tasks

try:
    import uvloop
except ImportError:
    uvloop = None

KINDS = ["asyncio"] if uvloop is None else ["asyncio", "uvloop"]

#: Crowds for tests that run alone and under load.
ALONE, LOAD = 1, 50

needs_eager_tasks = sys.version_info >= (3, 12)


def new_loop(kind: str) -> Any:
    return uvloop.new_event_loop() if kind == "uvloop" else asyncio.new_event_loop()


def runner(kind: str) -> Callable[..., Any]:
    """A function that runs `main()` on a new driven loop and closes the loop as `asyncio.run` does."""

    def run(main: Callable[[], Coroutine[Any, Any, Any]], *, driven: bool = True, seconds: float = 20) -> Any:
        loop = new_loop(kind)
        if driven:
            _tasks.install(loop)
            _programs.patch_run()
        try:
            return loop.run_until_complete(asyncio.wait_for(main(), seconds))
        finally:
            left = asyncio.all_tasks(loop)
            for task in left:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True)) if left else None
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    return run


async def until(condition: Callable[[], Any], seconds: float = 20) -> None:
    """Let the loop turn until `condition()` holds."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not condition():
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError(f"did not happen within {seconds} s: {condition}")
        await asyncio.sleep(0.002)
