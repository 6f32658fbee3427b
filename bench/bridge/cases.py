"""The calls that are measured. Each is as small as a call can be: what is left is the crossing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

import ferryman
from anyio.from_thread import start_blocking_portal
from asgiref.sync import async_to_sync, sync_to_async
from ferryman import _switch
from smartasync import smartasync
from sqlalchemy.util import greenlet_spawn
from sqlalchemy.util.concurrency import await_only
from starlette.concurrency import run_in_threadpool


@dataclass(frozen=True)
class Case:
    name: str
    #: "loop": awaited in a plain task; "frame": called in a frame; "thread": called in a plain thread.
    place: str
    function: Callable
    #: Whether Ferryman is installed on the loop while it is measured.
    ours: bool = False


async def fares():
    return 42


async def fares_after_io():
    await asyncio.sleep(0)
    return 42


def price():
    return 42


def price_after_io():
    ferryman.wait(asyncio.sleep(0))
    return 42


def price_after_io_sqlalchemy():
    await_only(asyncio.sleep(0))
    return 42


class Fares:
    @smartasync
    async def fares(self):
        return 42


_open = ExitStack()


async def close():
    _open.close()


async def all_cases() -> list[Case]:
    return [*sync_to_asynchronous(asyncio.get_running_loop()), *asynchronous_to_sync()]


def sync_to_asynchronous(loop) -> list[Case]:
    portal = _open.enter_context(start_blocking_portal())
    from_sync = async_to_sync(fares)
    smart = Fares()

    async def asgiref_worker():
        return await sync_to_async(from_sync)()

    return [
        Case("wait, bridged code", "frame", lambda: ferryman.wait(fares()), ours=True),
        Case("wait, bridged code, one suspension", "frame", lambda: ferryman.wait(fares_after_io()), ours=True),
        Case("wait, thread of a request", "thread", lambda: ferryman.wait(fares()), ours=True),
        Case(
            "run_coroutine_threadsafe().result()",
            "thread",
            lambda: asyncio.run_coroutine_threadsafe(fares(), loop).result(),
        ),
        Case("anyio portal.call", "thread", lambda: portal.call(fares)),
        Case("asyncio.run", "thread", lambda: asyncio.run(fares())),
        Case("asgiref async_to_sync", "thread", from_sync),
        Case("asgiref async_to_sync in its own worker, both hops", "loop", asgiref_worker),
        Case("smartasync", "thread", smart.fares),
    ]


def asynchronous_to_sync() -> list[Case]:
    return [
        Case("a plain call under the driver", "frame", price, ours=True),
        Case("a plain call under the driver, one suspension", "frame", price_after_io, ours=True),
        Case("in place", "loop", lambda: _switch.in_place(price), ours=True),
        Case("in place, one suspension", "loop", lambda: _switch.in_place(price_after_io), ours=True),
        Case("ferryman.to_thread", "loop", lambda: ferryman.to_thread(price), ours=True),
        Case("a bare suspension", "loop", fares_after_io),
        Case("greenlet_spawn (run_sync)", "loop", lambda: greenlet_spawn(price, _require_await=False)),
        Case("greenlet_spawn (run_sync), one suspension", "loop", lambda: greenlet_spawn(price_after_io_sqlalchemy)),
        Case("asyncio.to_thread", "loop", lambda: asyncio.to_thread(price)),
        Case("starlette run_in_threadpool", "loop", lambda: run_in_threadpool(price)),
        Case("asgiref sync_to_async", "loop", sync_to_async(price)),
        Case("asgiref sync_to_async, any thread", "loop", sync_to_async(price, thread_sensitive=False)),
    ]
