"""The one loop of a test session."""

from __future__ import annotations

import asyncio
from typing import Any, Callable

from .. import _loops


class Session:
    """Runs synchronous functions inside a frame on a loop of its own; the loop stands still in between."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, function: Callable[[], Any]) -> Any:
        loop = self._loop
        if loop is None or loop.is_closed():
            loop = self._loop = asyncio.new_event_loop()
            _loops.install(loop)
            _loops.patch_run()
        return loop.run_until_complete(_call(function))

    def close(self) -> None:
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


async def _call(function: Callable[[], Any]) -> Any:
    _loops.home.set(asyncio.get_running_loop())
    return function()
