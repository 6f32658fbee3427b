"""Who uses which session and connection, and what is left over."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import itertools
from collections import Counter
from typing import Any

from ferryman import _connections, _switch
from sqlalchemy import event

BRIDGED = [f"__main__:{name}" for name in ("slow", "nested", "error", "statement", "forgotten", "stream")]
BRIDGED += [f"booking.api.sailings:{name}" for name in ("list_sailings", "show_sailing", "passengers")]
BRIDGED += [f"booking.api.bookings:{name}" for name in ("make_booking", "show_booking", "cancel_booking")]
BRIDGED += ["booking.main:health"]  # logging in hashes: it stays in a thread, on the same engine

numbers = itertools.count(1)
number: contextvars.ContextVar[int] = contextvars.ContextVar("number", default=0)
counts: Counter[str] = Counter()
under_way: set[int] = set()


class Requests:
    """Gives each request a number (pure ASGI: the number is there for everything below)."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] == "/soak/state":
            await self.app(scope, receive, send)
            return
        mine = next(numbers)
        number.set(mine)
        under_way.add(mine)
        counts["requests"] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            under_way.discard(mine)
            number.set(0)


def follow(engine: Any, sessions: Any) -> None:
    """Tag each session and each connection that is out with the request that uses it; count every other use."""

    def begun(session: Any, *_: Any) -> None:
        owner = session.info.setdefault("request", number.get())
        counts["transactions"] += 1
        if owner != number.get():
            counts["sessions seen by two requests"] += 1

    def executed(connection: Any, *_: Any) -> None:
        counts["statements"] += 1
        if connection.info.get("request") != number.get():
            counts["connections seen by two requests"] += 1

    def checked_out(_: Any, record: Any, __: Any) -> None:
        record.info["request"] = number.get()

    event.listen(sessions, "after_begin", begun)
    event.listen(sessions, "before_commit", begun)
    event.listen(engine, "checkout", checked_out)
    event.listen(engine, "before_cursor_execute", executed)


def state(engine: Any) -> dict[str, Any]:
    """What is there now. The request that asks is in it: its task and its frames."""
    gc.collect()
    frames = sum(isinstance(found, _switch.Frame) and not found.dead for found in gc.get_objects())
    return {
        **counts,
        "under way": len(under_way),
        "tasks": len(asyncio.all_tasks()),
        "busy frames": frames - len(_switch._idle.frames),
        "idle frames": len(_switch._idle.frames),
        "checked out": engine.pool.checkedout(),
        "never closed": _connections.unclosed,
        "rss": resident(),
    }


def resident() -> int:
    """Bytes of memory."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096
