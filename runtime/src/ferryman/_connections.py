"""Connections that are out of their pool: which request holds how many, and those that nobody gave back.

A synchronous connection that is garbage collected goes back to its pool. SQLAlchemy cannot do that for an
asynchronous one (rolling back needs a loop, and a collection may happen anywhere), so it terminates it, which
for an in-memory database means losing it. Here the roll-back is sent to the connection's own loop, and counted.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
import weakref
from typing import Any, Callable

from . import _loops, _tasks

#: How many connections the current request holds; set by `_asgi` for each request.
holder: contextvars.ContextVar[Holder | None] = contextvars.ContextVar("ferryman_holder", default=None)

#: Connections that were garbage collected instead of closed, since the program started.
unclosed = 0

#: Called with the number of connections lost by a request (`_guard`).
on_unclosed: Callable[[], None] | None = None

_KEY = "ferryman"


#: Keeps a record alive while its connection is out: otherwise both would be collected together, unseen.
_out: set[_Checkout] = set()


class Holder:
    """The connections of one request."""

    __slots__ = ("most", "now")

    def __init__(self) -> None:
        self.now = self.most = 0


def wanted() -> None:
    """The current request is about to ask for one more connection: counted before it may have to wait for it."""
    asking = holder.get()
    if asking is not None:
        asking.most = max(asking.most, asking.now + 1)


class _Checkout:
    """One connection out of its pool."""

    __slots__ = ("holder", "loop", "pid", "record", "ref")

    def __init__(self, record: Any, fairy: Any) -> None:
        self.record = record
        self.loop = _loops.here()
        self.pid = os.getpid()
        self.holder = holder.get()
        self.ref = weakref.ref(fairy, self._collected)
        # Up to 2.0 SQLAlchemy's own callback finds that the record belongs to another reference and leaves it
        # alone; since 2.1 it is a finalizer of the fairy.
        record.fairy_ref = self.ref
        finalizer = getattr(fairy, "_finalizer", None)
        if finalizer is not None:
            finalizer.detach()
        _out.add(self)
        if self.holder is not None:
            self.holder.now += 1
            self.holder.most = max(self.holder.most, self.holder.now)

    def over(self) -> None:
        _out.discard(self)
        if self.holder is not None:
            self.holder.now -= 1
            self.holder = None

    def _collected(self, ref: Any) -> None:
        record = self.record
        record.info.pop(_KEY, None)
        self.over()
        if record.fairy_ref is not ref or self.pid != os.getpid():
            return
        try:
            self.loop.call_soon_threadsafe(_return, self.loop, record, ref)
        except RuntimeError:  # the loop is closed, and the connection lost with it
            _count()
            record.fairy_ref = None


def _count() -> None:
    global unclosed
    unclosed += 1
    if on_unclosed is not None:
        on_unclosed()


def follow(engine: Any) -> None:
    """Watch the connections of `engine`."""
    from sqlalchemy import event

    event.listen(engine, "checkout", _checked_out)
    event.listen(engine, "checkin", _checked_in)


def _checked_out(_: Any, record: Any, fairy: Any) -> None:
    superseded = record.info.get(_KEY)
    if superseded is not None:  # StaticPool gives one record to several at once
        superseded.over()
    record.info[_KEY] = _Checkout(record, fairy)


def _checked_in(_: Any, record: Any) -> None:
    checkout = record.info.pop(_KEY, None) if record is not None else None
    if checkout is not None:
        checkout.over()


def _return(loop: asyncio.AbstractEventLoop, record: Any, ref: Any) -> None:
    task = asyncio.Task(_tasks.named_after(_roll_back(record, ref)), loop=loop)
    _returning.add(task)
    task.add_done_callback(_returning.discard)


_returning: set[asyncio.Task[None]] = set()


async def _roll_back(record: Any, ref: Any) -> None:
    # A generator that is collected together with its session still runs its `finally`, after we were told, and may
    # have closed the session by now: then the connection is no longer ours to touch, here and below.
    if record.fairy_ref is not ref:
        return
    connection = getattr(record, "dbapi_connection", None)
    if connection is None:  # invalidated meanwhile
        return
    _count()
    try:
        connection.rollback()
    except Exception as error:  # noqa: BLE001 - whatever it is, the connection must not be used again
        if record.fairy_ref is ref:
            record.invalidate(error)
    if record.fairy_ref is ref:
        record.checkin()
