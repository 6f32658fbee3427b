"""The one loop of a test session."""

from __future__ import annotations

import asyncio
from typing import Any, Callable

from .. import _loops, _programs, _switch, _tasks


class Session:
    """Runs synchronous functions inside a frame on a loop of its own; the loop stands still in between."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, function: Callable[[], Any]) -> Any:
        """Call `function` in a frame and return its result.

        What a signal handler raises while the loop waits for events (a test's time limit, the interrupt key) is raised
        in the test, which is where it would have been raised had the test itself been waiting.
        """
        loop = self._loop
        if loop is None or loop.is_closed():
            loop = self._loop = asyncio.new_event_loop()
            _tasks.install(loop)
            _programs.patch_run()
        frames: list[_switch.Frame] = []
        task: asyncio.Task[Any] = asyncio.Task(_switch.drive(_call(function, frames)), loop=loop)
        while True:
            try:
                return loop.run_until_complete(task)
            except BaseException as error:
                if task.done() or not frames:
                    raise
                task = asyncio.Task(_switch.take_over(frames[0], error), loop=loop)

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


async def _call(function: Callable[[], Any], frames: list[_switch.Frame]) -> Any:
    frame = _switch.getcurrent()
    assert isinstance(frame, _switch.Frame)
    frames.append(frame)
    frame.exempt = True
    _loops.home.set(asyncio.get_running_loop())
    return function()
