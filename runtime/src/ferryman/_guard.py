"""What happens on the loop, counted by place: stalls, implicit I/O, crossings between the colours.

`FERRYMAN_GUARD=<file>` turns everything on and appends the counts to that file when the program ends, one JSON object
a line. `FERRYMAN_STATS=<file>` does so with the cheap counters alone.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
import threading
import weakref
from collections import Counter
from typing import Any

from . import _connections, _places, _switch, _turns
from ._watchdog import Watchdog

watchdog = Watchdog()

#: Stalls that are kept one by one.
MOST_STALLS = 5000


class Guard:
    """Counts since `guard()` was called. All times are seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        #: (kind, place) -> how often; kinds: "wait", "implicit-io", "in-place", "threaded".
        self.crossings: Counter[tuple[str, str]] = Counter()
        #: In the order in which they ended; the first ones of very many, see `totals["stalls-not-kept"]`.
        self.stalls: list[_turns.Stall] = []
        self.totals: Counter[str] = Counter()
        self.statements: Counter[str] = Counter()
        self.endpoints: dict[str, set[str]] = {"bridged": set(), "threaded": set()}
        #: How many requests each endpoint answered with synchronous calls on the loop.
        self.served: Counter[str] = Counter()
        self._seen: weakref.WeakSet[Any] = weakref.WeakSet()
        self.unclosed_at_start = _connections.unclosed

    def stalled(self, stall: _turns.Stall) -> None:
        with self._lock:
            if len(self.stalls) < MOST_STALLS:
                self.stalls.append(stall)
            else:
                self.totals["stalls-not-kept"] += 1

    def crossed(self, kind: str) -> None:
        """With places: a few microseconds each."""
        self.totals[kind] += 1
        self.crossings[kind, _places.here()] += 1
        _note_endpoint(self, kind)

    def counted(self, kind: str) -> None:
        """Without places."""
        self.totals[kind] += 1
        _note_endpoint(self, kind)

    @property
    def unclosed(self) -> int:
        """Connections that were garbage collected instead of closed."""
        return _connections.unclosed - self.unclosed_at_start

    def report(self) -> list[dict[str, Any]]:
        """The counts as plain data, one record for each line of the file."""
        with self._lock:
            stalls = [stall.record() for stall in self.stalls]
        crossings = [
            {"kind": kind, "place": place, "count": count} for (kind, place), count in self.crossings.most_common()
        ]
        return [
            *stalls,
            *crossings,
            {"kind": "totals", **self.totals},
            {"kind": "statements", "async": self.statements["async"], "sync": self.statements["sync"]},
            {"kind": "endpoints", **{state: sorted(names) for state, names in self.endpoints.items()}},
            {"kind": "served", "requests": dict(self.served)},
            {"kind": "unclosed", "count": self.unclosed},
        ]

    def write(self, path: str) -> None:
        """Append the report to a file; one write, so that several processes may share it."""
        lines = "".join(json.dumps({"pid": os.getpid(), **record}) + "\n" for record in self.report())
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(descriptor, lines.encode())
        finally:
            os.close(descriptor)

    def stop(self) -> None:
        """Stop counting; what was counted stays readable."""
        global _active
        if _active is self:
            _active = None
            _switch.observe = None
            watchdog.threshold = watchdog.on_stall = None
            _turns.stop()
            watchdog.settings_changed()


_active: Guard | None = None


def guard(*, threshold: float | None = 0.05, places: bool = True, break_after: float | None = 10.0) -> Guard:
    """Start counting. `threshold`: seconds the loop may be held, None does not look; `places=False` leaves out where
    crossings happen.

    `break_after`: seconds until a thread that waits for the loop, which waits for that thread, is freed with
    `LoopBlocked`; None leaves it waiting.
    """
    global _active
    counting = Guard()
    _active = counting
    _switch.observe = counting.crossed if places else counting.counted
    watchdog.threshold, watchdog.on_stall, watchdog.break_after = threshold, counting.stalled, break_after
    if threshold is None:
        _turns.stop()
    else:
        _turns.measure(threshold, counting.stalled)
    if "sqlalchemy" in sys.modules:  # engines made from now on see to it themselves
        count_statements()
    watchdog.start()
    watchdog.settings_changed()
    return counting


def _note_endpoint(counting: Guard, kind: str) -> None:
    if kind not in ("in-place", "threaded"):
        return
    from . import _request

    request = _request.current.get()
    endpoint = request.scope.get("endpoint") if request is not None else None
    if request is None or endpoint is None:
        return
    name = _request.name_of(endpoint)
    counting.endpoints["bridged" if kind == "in-place" else "threaded"].add(name)
    if kind == "in-place" and request.sessions not in counting._seen:
        counting._seen.add(request.sessions)
        counting.served[name] += 1


def count_statements() -> None:
    """Count every statement that SQLAlchemy executes, by whether its driver is asynchronous."""
    if _active is None:
        return
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    if not event.contains(Engine, "before_cursor_execute", _count_statement):
        event.listen(Engine, "before_cursor_execute", _count_statement)


def _count_statement(connection: Any, *_: Any) -> None:
    if _active is not None:
        _active.statements["async" if getattr(connection.dialect, "is_async", False) else "sync"] += 1


def start() -> None:
    """Start the watchdog, and what the environment asks for."""
    watchdog.start()
    if _active is not None:
        return
    full, cheap = os.environ.get("FERRYMAN_GUARD"), os.environ.get("FERRYMAN_STATS")
    path = full or cheap
    if not path:
        return
    if full:
        counting = guard(threshold=float(os.environ.get("FERRYMAN_GUARD_THRESHOLD", "0.05")))
    else:
        counting = guard(threshold=None, places=False)
    owner = os.getpid()
    atexit.register(lambda: counting.write(path) if os.getpid() == owner else None)


def _after_fork() -> None:
    # The child has no watchdog thread; the first crossing there starts one.
    watchdog._thread = None
    if _active is not None:
        _active._lock = threading.Lock()
    _turns.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
