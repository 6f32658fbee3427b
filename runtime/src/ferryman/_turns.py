"""How long each turn of a loop takes (one callback, from its first instruction to its last), and what it is spent on.

asyncio's own loops run every callback through `Handle._run`; while turns are measured, that method is ours. Loops with
handles of their own (uvloop) are measured by the watchdog's signs of life instead, see `_watchdog`.

The wall clock alone cannot tell code that holds the loop from a machine that had no time for it. So each turn also
knows how much of a CPU its own thread was given, how long that thread was ready and had to queue for a CPU (Linux), how
much CPU the other threads took meanwhile, and how long the garbage collector worked in it. All times are seconds.
"""

from __future__ import annotations

import asyncio
import contextvars
import gc
import os
import threading
import time
from typing import Any, Callable, Sequence

from . import _loops, _places, _request, _tasks

#: What is kept of one turn: the stacks that it spent most of its time in.
MOST_STACKS = 6


class Sample:
    """A stack that a turn was seen in."""

    __slots__ = ("endpoint", "fit", "in_place", "place", "scope", "seconds", "stack")

    def __init__(self, stack: tuple[str, ...], place: str, in_place: bool, request: Any) -> None:
        self.seconds = 0.0
        #: `file:line function`, innermost first; of the innermost greenlet.
        self.stack, self.place = stack, place
        #: Whether it is below a synchronous call that runs on the loop instead of in a thread; also when nobody saw.
        self.in_place = in_place
        self.scope: str | None = None
        self.endpoint: str | None = None
        #: Whether the synchronous calls of that endpoint run on the loop.
        self.fit = False
        if request is not None:
            self.scope = request.scope.get("type")
            endpoint = request.scope.get("endpoint")
            if endpoint is not None:
                self.endpoint, self.fit = _request.name_of(endpoint), request.in_place()

    def key(self) -> tuple[Any, ...]:
        return self.stack, self.endpoint, self.scope


class Stall:
    """A turn that took too long."""

    __slots__ = ("collecting", "cpu", "others", "queued", "samples", "seconds", "test", "threshold")

    def __init__(
        self, turn: Turn, seconds: float, threshold: float, spent: tuple[float, float, float | None, float]
    ) -> None:
        self.seconds, self.threshold = seconds, threshold
        #: pytest's words for the test that was running.
        self.test = os.environ.get("PYTEST_CURRENT_TEST")
        self.cpu, self.others, self.queued, self.collecting = spent
        merged: dict[tuple[Any, ...], Sample] = {}
        for sample in turn.samples:
            merged.setdefault(sample.key(), sample)
            if merged[sample.key()] is not sample:
                merged[sample.key()].seconds += sample.seconds
        #: The longest first; never empty.
        self.samples = sorted(merged.values(), key=lambda sample: -sample.seconds)[:MOST_STACKS]

    @property
    def place(self) -> str:
        """Where most of it was spent."""
        return self.samples[0].place

    def record(self) -> dict[str, Any]:
        """As plain data; milliseconds."""
        return {
            "kind": "stall",
            "place": self.place,
            "test": self.test,
            "threshold_ms": _ms(self.threshold),
            "ms": _ms(self.seconds),
            "cpu_ms": _ms(self.cpu),
            "queued_ms": None if self.queued is None else _ms(self.queued),
            "others_ms": _ms(self.others),
            "collector_ms": _ms(self.collecting),
            "samples": [
                {
                    "ms": _ms(sample.seconds),
                    "scope": sample.scope,
                    "endpoint": sample.endpoint,
                    "bridged": sample.fit,
                    "in_place": sample.in_place,
                    "place": sample.place,
                    "stack": list(sample.stack),
                }
                for sample in self.samples
            ],
        }


class Turn:
    """One turn under way. Made on the loop's thread, or by the watchdog for it."""

    __slots__ = ("began", "context", "cpu", "loop", "others", "queued", "rests", "samples", "seen", "thread", "collecting")

    def __init__(self, loop: Any, context: contextvars.Context | None, thread: int) -> None:
        self.loop, self.context, self.thread = loop, context, thread
        self.samples: list[Sample] = []
        self.collecting = _collecting.get(thread, 0.0)
        here = thread == threading.get_ident()
        self.queued = _queue.read() if here else None
        self.cpu = time.thread_time() if here else _cpu_of(thread)
        self.others = time.process_time()
        self.began = self.seen = time.perf_counter()
        #: No look is worth its price before.
        self.rests = self.began

    def look(self, lines: Sequence[_places.Line] | None = None) -> None:
        """Note what the turn is doing. Called by the watchdog; the time since the last look counts for it.

        `lines`: the stack of its thread, where that was read already.
        """
        began = time.perf_counter()
        if lines is None:
            lines = _places.lines_of(self.thread)
        if under_way.get(self.thread, self) is not self:
            return  # it ended meanwhile, and these are another's
        request = self._request()
        sample = Sample(_places.stack_of(lines), _places.place_of(lines), _places.is_in_place(lines), request)
        now = time.perf_counter()
        sample.seconds, self.seen = now - self.seen, now
        self.samples.append(sample)
        # The stack of a deep recursion in long functions takes milliseconds to read, and nobody else runs meanwhile.
        self.rests = now + max((now - began) * 20, (now - self.began) / 50)

    def end(self, threshold: float) -> Stall | None:
        """Called on the loop's thread when the turn is over."""
        now = time.perf_counter()
        seconds = now - self.began
        if seconds < threshold:
            return None
        cpu = 0.0 if self.cpu is None else time.thread_time() - self.cpu
        others = max(0.0, time.process_time() - self.others - cpu)
        queued = None if self.queued is None else _queue.since(self.queued)
        if not self.samples:  # the watchdog had no CPU, or native code let no other thread run
            self.samples.append(Sample((), "<nobody could look>", True, self._request()))
        self.samples[-1].seconds += now - self.seen
        spent = (cpu, others, queued, _collecting.get(self.thread, 0.0) - self.collecting)
        return Stall(self, seconds, threshold, spent)

    def _request(self) -> Any:
        context = self.context
        if context is None:
            task = asyncio.current_task(self.loop)
            get_context = getattr(task, "get_context", None)  # Python 3.12
            context = get_context() if get_context is not None else None
        return None if context is None else context.get(_request.current)


class _QueueFile:
    """What Linux says of the calling thread: nanoseconds it ran, nanoseconds it was ready to run and did not."""

    def __init__(self) -> None:
        try:
            self._descriptor: int | None = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        except OSError:
            self._descriptor = None

    def read(self) -> bytes | None:
        return None if self._descriptor is None else os.pread(self._descriptor, 64, 0)

    def since(self, before: bytes) -> float | None:
        now = self.read()
        return None if now is None else (int(now.split()[1]) - int(before.split()[1])) / 1e9

    def __del__(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)


class _Queue(threading.local):
    def __init__(self) -> None:
        self._file = _QueueFile()
        self.read, self.since = self._file.read, self._file.since


_queue = _Queue()

#: Turns under way, by thread.
under_way: dict[int, Turn] = {}

#: Seconds that the garbage collector worked in each thread.
_collecting: dict[int, float] = {}
_collection_began: dict[int, float] = {}

_original: Any = asyncio.Handle._run
_threshold = 0.0
_on_stall: Callable[[Stall], None] | None = None


def measure(threshold: float, on_stall: Callable[[Stall], None]) -> None:
    """Measure turns from now on; those of `threshold` and more are handed to `on_stall`, on the loop's thread."""
    global _threshold, _on_stall
    _threshold, _on_stall = threshold, on_stall
    asyncio.Handle._run = _measured  # type: ignore[method-assign]
    if _collected not in gc.callbacks:
        gc.callbacks.append(_collected)


def stop() -> None:
    """Undo `measure`."""
    global _on_stall
    _on_stall = None
    asyncio.Handle._run = _original  # type: ignore[method-assign]
    if _collected in gc.callbacks:
        gc.callbacks.remove(_collected)


def measures(loop: asyncio.AbstractEventLoop) -> bool:
    """Whether the turns of `loop` can be measured one by one."""
    return isinstance(loop, asyncio.BaseEventLoop)


def _measured(handle: Any) -> None:
    """Stands in for `Handle._run`."""
    loop, thread = handle._loop, threading.get_ident()
    outer = under_way.get(thread)
    turn = under_way[thread] = Turn(loop, handle._context, thread)
    try:
        _original(handle)
    finally:
        del handle  # as the original does: what it raised must not keep it
        if outer is None:
            under_way.pop(thread, None)
        else:  # a loop that runs inside a callback of its own
            under_way[thread] = outer
        if _on_stall is not None and loop in _tasks.driven and loop is not _loops._side:
            stall = turn.end(_threshold)
            if stall is not None:
                _on_stall(stall)


def _collected(phase: str, _: Any) -> None:
    thread = threading.get_ident()
    if phase == "start":
        _collection_began[thread] = time.perf_counter()
    else:
        began = _collection_began.pop(thread, None)
        if began is not None:
            _collecting[thread] = _collecting.get(thread, 0.0) + time.perf_counter() - began


def _cpu_of(thread: int) -> float | None:
    """The CPU time of another thread, on the clock that `time.thread_time` reads there; None where nobody tells."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return None
    try:
        return time.clock_gettime(time.pthread_getcpuclockid(thread))
    except OSError:  # it has ended
        return None


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def after_fork() -> None:
    """In a forked child: the parent's threads do not exist here."""
    global _queue
    _queue = _Queue()
    under_way.clear()
