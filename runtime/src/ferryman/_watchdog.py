"""A thread outside the loops that notices when one of them stops turning.

It asks each loop for a sign of life. A loop that owes one for long is being held; when another thread waits for that
very loop, the watchdog ends that thread's wait. Where turns are measured (`_turns`), it looks at what the long ones are
doing. Of a loop whose turns cannot be measured one by one it knows only how late the sign of life came.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from typing import Callable

from . import _loops, _places, _tasks, _turns

#: Seconds between two looks when nobody asked for more.
COARSE = 1.0
#: How often a turn of the threshold's length is looked at.
LOOKS = 5


class _Watch:
    """One loop's heartbeat."""

    __slots__ = ("asked", "idle", "turn")

    def __init__(self) -> None:
        self.asked: float | None = None
        #: What has happened since, when nothing else measures this loop.
        self.turn: _turns.Turn | None = None
        #: The line that is innermost when a loop without frames of its own (uvloop) waits for events.
        self.idle: _places.Line | None = None


class Watchdog:
    """Settings may be changed while it runs. Times are seconds."""

    def __init__(self) -> None:
        self.threshold: float | None = None
        #: A held loop, with a thread waiting for it, is a deadlock after this long; None: never end the wait.
        self.break_after: float | None = 10.0
        #: Called on the loop's thread.
        self.on_stall: Callable[[_turns.Stall], None] | None = None
        self._watches: dict[asyncio.AbstractEventLoop, _Watch] = {}
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._changed = threading.Event()

    def start(self) -> None:
        """Idempotent, also after a fork."""
        if self._thread is None or not self._thread.is_alive():
            self._stop = threading.Event()
            self._thread = threading.Thread(target=self._run, name="ferryman watchdog", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._changed.set()

    def settings_changed(self) -> None:
        self._changed.set()

    def _interval(self) -> float:
        interval = COARSE if self.threshold is None else min(COARSE, self.threshold / LOOKS)
        return interval if self.break_after is None else min(interval, self.break_after / 2)

    def _run(self) -> None:
        stop = self._stop
        while not stop.is_set():
            self._changed.wait(self._interval())
            self._changed.clear()
            if self.threshold is not None:
                self._look_at_turns(self.threshold / LOOKS)
            for loop in list(_tasks.driven):
                if loop is not _loops._side:
                    self._look(loop)
            for loop in [loop for loop in self._watches if loop.is_closed()]:
                del self._watches[loop]

    def _look_at_turns(self, long: float) -> None:
        now = time.perf_counter()
        for turn in list(_turns.under_way.values()):
            if now - turn.began >= long and now >= turn.rests:
                turn.look()

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        if not loop.is_running():
            self._watches.pop(loop, None)
            return
        watch = self._watches.setdefault(loop, _Watch())
        now = time.monotonic()
        thread = _tasks.thread_of(loop)
        if watch.asked is None:
            if thread is not None and self.threshold is not None and not _turns.measures(loop):
                watch.turn = _turns.Turn(loop, None, thread)
            watch.asked = now
            try:
                loop.call_soon_threadsafe(self._beat, loop, watch)
            except RuntimeError:
                watch.asked = watch.turn = None
            return
        late = now - watch.asked
        is_long = watch.turn is not None and self.threshold is not None and late >= self.threshold / LOOKS
        is_stuck = self.break_after is not None and late >= self.break_after
        if thread is None or not (is_long or is_stuck):
            return
        lines = _places.lines_of(thread)
        if not lines or _is_idle(lines[0]) or lines[0] == watch.idle:
            return
        if is_long and watch.turn is not None:
            watch.turn.look(lines)
        if is_stuck:
            self._break(loop, thread)

    def _beat(self, loop: asyncio.AbstractEventLoop, watch: _Watch) -> None:
        """Runs on the loop."""
        if not hasattr(loop, "_thread_id"):
            frame = sys._getframe(1)
            watch.idle = (frame.f_code.co_filename, frame.f_lineno or 0, frame.f_code.co_name)
        turn = watch.turn
        watch.asked = watch.turn = None
        if turn is None or self.threshold is None or self.on_stall is None or not turn.samples:
            return  # late without having been seen at work: the loop was waiting, and the machine was busy
        stall = turn.end(self.threshold)
        if stall is not None:
            self.on_stall(stall)

    def _break(self, loop: asyncio.AbstractEventLoop, thread: int) -> None:
        for waiting in list(_loops.waits.values()):
            if waiting.loop is loop and waiting.broken is None and waiting.thread != thread:
                waiting.broken = (
                    "the event loop is held by code that waits for this thread, and this thread waits for the event "
                    "loop.\n\nThe loop's thread is at\n\n"
                    + _places.stack(thread)
                    + "\nThis thread is at\n\n"
                    + _places.stack(waiting.thread)
                )


def _is_idle(line: _places.Line) -> bool:
    """Whether a loop's thread is waiting for events: late because the machine is busy, not because it is held."""
    filename, _, function = line
    return function in ("select", "_run_once", "run_forever") and os.path.basename(filename) in (
        "selectors.py",
        "base_events.py",
        "runners.py",
    )
