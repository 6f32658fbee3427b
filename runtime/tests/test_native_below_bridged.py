"""Native code that synchronous code waits for: its cancellation, time limits, tasks and context."""

import asyncio
import contextvars
import sys

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from ferryman import async_session, crossing, wait
from ferryman._switch import in_place
from sqlalchemy.orm import Session
from support.asgi import get
from support.catalogue import acquire, count
from support.library import Book
from support.loops import ALONE, LOAD, until

crowds = pytest.mark.parametrize("crowd", [ALONE, LOAD])


async def sail(log, arrival):
    """Native, with clean-up that waits, too."""
    try:
        log.append("cast off")
        await arrival.wait()
        log.append("arrived")
    except asyncio.CancelledError:
        log.append("turned back")
        raise
    finally:
        await asyncio.sleep(0)
        log.append("moored")


async def cancelled_under_way(app, log):
    task = asyncio.ensure_future(get(app, "/"))
    await until(lambda: log)
    task.cancel()
    await asyncio.sleep(0.01)
    return task


@crowds
def test_a_cancelled_request_lets_native_code_below_bridged_code_finish(on_loop, crowd):
    async def one():
        log, arrival, app = [], asyncio.Event(), FastAPI()

        @app.get("/")
        def endpoint():
            wait(sail(log, arrival))
            log.append("logged")

        task = await cancelled_under_way(crossing(app), log)
        assert not task.done()
        arrival.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        return log

    async def main():
        return await asyncio.gather(*(one() for _ in range(crowd)))

    assert on_loop(main) == [["cast off", "arrived", "moored", "logged"]] * crowd


@crowds
def test_in_interrupt_mode_it_is_cancelled_once_and_cleans_up(on_loop, crowd):
    async def one():
        log, arrival, app = [], asyncio.Event(), FastAPI()

        @app.get("/")
        def endpoint():
            wait(sail(log, arrival))

        task = await cancelled_under_way(crossing(app, on_cancel="interrupt"), log)
        with pytest.raises(asyncio.CancelledError):
            await task
        return log

    async def main():
        return await asyncio.gather(*(one() for _ in range(crowd)))

    assert on_loop(main) == [["cast off", "turned back", "moored"]] * crowd


def test_bridged_code_below_native_code_finishes_before_the_native_code_is_cancelled(on_loop):
    """Only the synchronous call is shielded, and only as far as it was one before."""
    log = []

    async def main():
        arrival, app = asyncio.Event(), FastAPI()

        @app.get("/")
        async def endpoint():
            await sail(log, arrival)

        task = await cancelled_under_way(crossing(app), log)
        with pytest.raises(asyncio.CancelledError):
            await task

    on_loop(main)
    assert log == ["cast off", "turned back", "moored"]


def test_a_native_transaction_that_is_cancelled_is_rolled_back(on_loop, library):
    app, log = FastAPI(), []

    async def work():
        async with async_session(Session(library)) as db, db.begin():
            await acquire(db.sync_session, "torn")
            log.append("acquired")
            await asyncio.sleep(60)

    @app.get("/")
    def endpoint():
        wait(work())

    crossing(app, on_cancel="interrupt")

    async def main():
        task = await cancelled_under_way(app, log)
        with pytest.raises(asyncio.CancelledError):
            await task
        out = library.pool.checkedout()
        with Session(library) as session:
            return await count(session), out

    assert on_loop(main) == (3, 0)


def test_time_limits_in_native_code_end_what_they_are_around_and_nothing_else(on_loop):
    anyio = pytest.importorskip("anyio")

    async def limited():
        seen = []
        try:
            await asyncio.wait_for(asyncio.sleep(60), 0.01)
        except asyncio.TimeoutError:
            seen.append("wait_for")
        with anyio.move_on_after(0.01):
            await asyncio.sleep(60)
        seen.append("move_on_after")
        if sys.version_info >= (3, 11):
            try:
                async with asyncio.timeout(0.01):
                    await asyncio.sleep(60)
            except TimeoutError:
                seen.append("timeout")
        return seen

    def bridged():
        return wait(limited())

    def deep():
        async def native():
            return bridged()

        return wait(native())

    async def main():
        return [await in_place(bridged), bridged(), await in_place(deep), deep()]

    expected = ["wait_for", "move_on_after"] + (["timeout"] if sys.version_info >= (3, 11) else [])
    assert on_loop(main) == [expected] * 4


def test_a_time_limit_around_a_native_call_of_bridged_code_that_waits(on_loop):
    """The limit is in native code, synchronous code is below it, native code below that. What runs is one task."""
    log = []

    def bridged():
        wait(sail(log, asyncio.Event()))

    async def native():
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(inner(), 0.02)

    async def inner():
        bridged()

    async def main():
        await in_place(lambda: wait(native()))

    on_loop(main)
    assert log == ["cast off", "turned back", "moored"]


def test_tasks_and_groups_started_by_native_code_below_bridged_code(on_loop, library):
    anyio = pytest.importorskip("anyio")

    async def own_count(found):
        async with async_session(Session(library)) as db:
            found.append(db.sync_session.query(Book).count() + await count(db.sync_session))

    async def native():
        found = []
        await asyncio.gather(*(own_count(found) for _ in range(3)))
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(own_count, found)
        if sys.version_info >= (3, 11):
            async with asyncio.TaskGroup() as group:
                group.create_task(own_count(found))
        return set(found)

    async def main():
        return await in_place(lambda: wait(native())), library.pool.checkedout()

    assert on_loop(main) == ({6}, 0)


def test_a_failing_task_of_a_group_cancels_its_siblings_and_comes_out(on_loop):
    anyio = pytest.importorskip("anyio")
    log = []

    async def fail():
        await asyncio.sleep(0.01)
        raise ZeroDivisionError

    async def native():
        async with anyio.create_task_group() as group:
            group.start_soon(sail, log, asyncio.Event())
            group.start_soon(fail)

    async def main():
        with pytest.raises(BaseException) as raised:
            await in_place(lambda: wait(native()))
        return raised.value

    error = on_loop(main)
    assert isinstance(error, ZeroDivisionError) or [type(each) for each in error.exceptions] == [ZeroDivisionError]
    assert log == ["cast off", "turned back"]  # anyio cancels clean-up that waits, too


def test_the_current_task_and_the_context_are_the_same_before_and_after_a_suspension(on_loop):
    voyage = contextvars.ContextVar("voyage")

    async def native():
        before = asyncio.current_task()
        voyage.set("under way")
        await asyncio.sleep(0.001)
        return before is asyncio.current_task(), voyage.get()

    def bridged():
        first = wait(native())
        return first, voyage.get(), wait(native())

    async def main():
        return await in_place(bridged)

    assert on_loop(main) == ((True, "under way"), "under way", (True, "under way"))


def test_an_error_of_the_database_keeps_its_type_through_every_colour(on_loop, library):
    async def native(db):
        await async_session(db).execute(sa.text("select nothing"))

    def bridged(db):
        wait(native(db))

    async def main():
        with Session(library) as db:
            with pytest.raises(sa.exc.OperationalError, match="nothing"):
                await in_place(bridged, db)
            return await count(db)

    assert on_loop(main) == 3
