"""`async_session` of a session whose engine is synchronous: FERRYMAN=threaded, drivers without an asynchronous sibling."""

import asyncio
import contextvars
import threading
import time

import pytest
import sqlalchemy as sa
from ferryman import async_session
from sqlalchemy.ext import asyncio as sqlalchemy_asyncio
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from support.library import TITLES, Book, fill
from support.programs import output_of
from support.session_calls import WRITTEN, ordered, read, read_synchronously, write

both = pytest.mark.parametrize("driven", [True, False], ids=["driven", "not driven"])


@pytest.fixture
def engine(tmp_path):
    made = sa.create_engine(
        f"sqlite:///{tmp_path}/library.db",
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=20,
        connect_args={"check_same_thread": False},
    )
    yield fill(made)
    made.dispose()


@both
def test_what_it_reads_is_what_the_session_reads(on_loop, engine, driven):
    async def main():
        async with async_session(Session(engine)) as face:
            assert isinstance(face, sqlalchemy_asyncio.AsyncSession)
            return await read(face)

    with Session(engine) as session:
        expected = read_synchronously(session)
    assert on_loop(main, driven=driven) == expected


@both
def test_what_it_writes_is_written(on_loop, tmp_path, driven):
    engine = fill(sa.create_engine(f"sqlite:///{tmp_path}/books.db", connect_args={"check_same_thread": False}))

    async def main():
        async with async_session(Session(engine)) as face:
            return await write(face)

    assert on_loop(main, driven=driven) == WRITTEN
    engine.dispose()


def test_transactions_and_savepoints_are_context_managers(on_loop, engine):
    async def main():
        async with async_session(Session(engine)) as face:
            async with face.begin():
                face.add(Book(title="Typee"))
                with pytest.raises(ZeroDivisionError):
                    async with face.begin_nested():
                        face.add(Book(title="torn"))
                        await face.flush()
                        1 / 0
            return (await face.execute(ordered)).scalars().all()

    assert on_loop(main) == [*TITLES, "Typee"]


def test_the_io_is_in_another_thread_with_the_callers_context(on_loop, engine):
    voyage = contextvars.ContextVar("voyage", default="none")
    threads = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def executed(*_):
        threads.append((threading.current_thread() is loop_thread, voyage.get()))
        voyage.set("arrived")

    async def main():
        nonlocal loop_thread
        loop_thread = threading.current_thread()
        voyage.set("under way")
        async with async_session(Session(engine)) as face:
            await face.execute(ordered)
        return voyage.get()

    loop_thread = None
    assert on_loop(main) == "arrived"
    assert threads == [(False, "under way")]


def test_who_waits_for_a_connection_does_not_keep_the_loop_from_who_has_it(on_loop, engine):
    """The pool has one connection. Waiting for it on the loop's own thread would be waiting for ever."""

    async def one(number):
        async with async_session(Session(engine)) as face:
            await face.execute(ordered)
            await asyncio.sleep(0.01)
            return (await face.execute(ordered)).scalars().all()[number]

    async def main():
        return await asyncio.gather(*(one(number) for number in range(3)))

    assert on_loop(main) == list(TITLES)


@pytest.mark.parametrize("how", ["cancelled", "left behind", "out of time"])
def test_a_cancelled_call_is_over_before_the_clean_up_begins(on_loop, engine, how):
    log = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def slow(connection, cursor, statement, *_):
        log.append("execute")
        time.sleep(0.1)
        log.append("executed")

    @sa.event.listens_for(engine, "rollback")
    def rollback(_):
        log.append("rollback")

    async def work():
        async with async_session(Session(engine)) as face:
            await face.execute(ordered)
            log.append("not reached")

    async def main():
        task = asyncio.ensure_future(work())
        while not log:
            await asyncio.sleep(0.001)
        if how == "left behind":  # cancelled with all other tasks when the loop is closed
            return
        with pytest.raises((asyncio.CancelledError, asyncio.TimeoutError)):
            if how == "cancelled":
                task.cancel()
            await asyncio.wait_for(task, 0.01)

    on_loop(main)
    assert engine.pool.checkedout() == 0
    assert log == ["execute", "executed", "rollback"]


def test_the_way_back_needs_no_other_text(tmp_path):
    program = """
    import asyncio, sys, threading
    import sqlalchemy as sa
    from fastapi import Depends, FastAPI
    from ferryman import async_session, create_engine, crossing
    from sqlalchemy.orm import sessionmaker
    from support.asgi import get
    from support.library import Book, fill
    engine = fill(create_engine(f"sqlite:///{sys.argv[1]}", connect_args={"check_same_thread": False}))
    sessions = sessionmaker(engine)
    app = FastAPI()
    def database():
        with sessions() as session:
            yield session
    @app.get("/")
    async def endpoint(db=Depends(database)):
        db.add(Book(title="Typee"))
        async with async_session(db).begin_nested():
            return (await async_session(db).execute(sa.select(Book.title))).scalars().all()
    crossing(app)
    print(asyncio.run(get(app, "/")).json, engine.dialect.is_async)
    """
    answer = str([*TITLES, "Typee"])
    assert output_of(program, tmp_path / "a.db", FERRYMAN="threaded") == [f"{answer} False"]
    assert output_of(program, tmp_path / "b.db") == [f"{answer} True"]
