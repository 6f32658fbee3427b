"""Connection pools for engines that are used from more than one loop and thread.

A connection of an asynchronous driver belongs to the loop that opened it. `LoopPool` is the engine's pool to look
at; behind it each loop has a queue pool of its own, all sharing one set of event listeners.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from sqlalchemy.pool import AsyncAdaptedQueuePool, QueuePool
from sqlalchemy.util import queue as sa_queue

from . import _connections, _loops
from ._waiting import Channel


class LoopQueue(Channel):
    """A pool's queue, with the exceptions that SQLAlchemy expects of its `QueueCommon`."""

    empty_error = sa_queue.Empty
    full_error = sa_queue.Full


class _OneLoopPool(AsyncAdaptedQueuePool):
    """The connections of one loop."""

    _queue_class = LoopQueue  # type: ignore[assignment]


class LoopPool(QueuePool):
    """A queue pool for each loop; arguments as for `QueuePool`."""

    _is_asyncio = True  # type: ignore[assignment]
    _queue_class = LoopQueue  # type: ignore[assignment]

    def __init__(self, creator: Any, **options: Any) -> None:
        super().__init__(creator, **options)
        self._ferryman_creator = creator
        self._ferryman_pools: dict[asyncio.AbstractEventLoop, _OneLoopPool] = {}
        self._ferryman_lock = threading.Lock()

    def _here(self) -> _OneLoopPool:
        loop = _loops.here()
        pool = self._ferryman_pools.get(loop)
        if pool is None:
            with self._ferryman_lock:
                pool = self._ferryman_pools.get(loop)
                if pool is None:
                    pool = self._ferryman_pools[loop] = self._another()
            self._forget_closed_loops()
        return pool

    def _another(self) -> _OneLoopPool:
        pool = _OneLoopPool(self._ferryman_creator, **self._options())
        # One set of listeners: what is registered on the engine later must reach every loop's connections.
        pool.__dict__["dispatch"] = self.dispatch
        return pool

    def _options(self) -> dict[str, Any]:
        return {
            "pool_size": self._pool.maxsize,
            "max_overflow": self._max_overflow,
            "timeout": self._timeout,
            "use_lifo": self._pool.use_lifo,
            "recycle": self._recycle,
            "echo": self.echo,
            "logging_name": getattr(self, "_orig_logging_name", None),
            "reset_on_return": self._reset_on_return,
            "pre_ping": self._pre_ping,
            "dialect": self._dialect,
        }

    def _forget_closed_loops(self) -> None:
        with self._ferryman_lock:
            gone = [self._ferryman_pools.pop(loop) for loop in list(self._ferryman_pools) if loop.is_closed()]
        for pool in gone:  # without the lock: this may wait, and other code of this very thread goes on meanwhile
            _abandon(pool)

    def connect(self) -> Any:
        _connections.wanted()
        return self._here().connect()

    def _do_get(self) -> Any:
        return self._here()._do_get()

    def dispose(self) -> None:
        """Close idle connections: this loop's here, those of other running loops by their own loop."""
        self._forget_closed_loops()
        here = _loops.here()
        for loop, pool in list(self._ferryman_pools.items()):
            if loop is here:
                pool.dispose()
            elif loop.is_running():
                loop.call_soon_threadsafe(loop.create_task, _dispose(pool))
            else:
                _abandon(pool)

    def recreate(self) -> LoopPool:
        fresh = type(self)(self._ferryman_creator, **self._options())
        fresh.__dict__["dispatch"] = self.dispatch
        return fresh

    def _invalidate(self, *args: Any, **options: Any) -> None:
        """A lost server: connections of every loop opened before now are to be replaced at their next use."""
        super()._invalidate(*args, **options)
        for pool in self._ferryman_pools.values():
            pool._invalidate_time = self._invalidate_time

    def status(self) -> str:
        return "; ".join(pool.status() for pool in self._ferryman_pools.values()) or super().status()

    def size(self) -> int:
        return self._pool.maxsize

    def checkedin(self) -> int:
        return sum(pool.checkedin() for pool in self._ferryman_pools.values())

    def checkedout(self) -> int:
        return sum(pool.checkedout() for pool in self._ferryman_pools.values())

    def overflow(self) -> int:
        return max((pool.overflow() for pool in self._ferryman_pools.values()), default=-self.size())

    @property
    def capacity(self) -> int | None:
        """How many connections one loop may have at once; None when there is no limit."""
        return None if self._max_overflow < 0 or not self._pool.maxsize else self._pool.maxsize + self._max_overflow


async def _dispose(pool: _OneLoopPool) -> None:
    pool.dispose()


def _abandon(pool: _OneLoopPool) -> None:
    """Let go of connections whose loop is gone: nothing can be awaited for them any more."""
    while True:
        try:
            record = pool._pool.get(False)
        except sa_queue.Empty:
            return
        connection = getattr(record, "dbapi_connection", None)
        if connection is None:
            continue
        try:
            end = getattr(connection, "_terminate_force_close", getattr(connection, "terminate", None))
            if end is not None:
                end()
            else:
                pool._dialect.do_close(connection)
        except Exception:  # noqa: BLE001 - the connection is lost either way, and its loop cannot tell us more
            pass
