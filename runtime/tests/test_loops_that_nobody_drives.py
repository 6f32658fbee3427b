"""Both faces of a session on a loop without the driver (`asyncio.run` in a script, a worker of the application's own).

Synchronous code does its I/O on the side loop there, and connections of asyncpg belong to one loop: what is awaited must
go there, too.
"""

import asyncio
import threading

import pytest
import sqlalchemy as sa
from ferryman import _loops, async_session, create_engine, to_thread, wait
from ferryman._sqlalchemy import version
from sqlalchemy.orm import Session
from support.catalogue import acquire, acquired, count, ordered, titles
from support.library import TITLES, Base, Book, fill
from support.loops import KINDS, runner

DRIVERS = ["asyncpg"] if version() < (2, 0) else ["psycopg", "asyncpg"]


@pytest.fixture(params=DRIVERS)
def harbour(request, postgres):
    pytest.importorskip(request.param)
    url = postgres.replace("postgresql:", f"postgresql+{request.param}:")
    engine = create_engine(url, pool_size=2, max_overflow=0, pool_timeout=10)
    Base.metadata.drop_all(engine)
    yield fill(engine)
    engine.dispose()


@pytest.fixture(params=KINDS)
def undriven(request):
    return lambda main: runner(request.param)(main, driven=False)


def test_each_face_in_turn(undriven, harbour):
    async def main():
        with Session(harbour) as db:
            counts = [await count(db), db.query(Book).count(), await acquire(db, "Typee"), acquired(db, "Omoo")]
            counts += [await count(db), wait(count(db)), await to_thread(acquired, db, "Mardi")]
            db.rollback()
            return [*counts, await count(db), [title async for title in titles(db)]]

    assert undriven(main) == [3, 3, 4, 5, 5, 5, 6, 3, list(TITLES)]
    assert harbour.pool.checkedout() == 0


def test_a_transaction_begun_before_the_loop_goes_on_in_it_and_after_it(undriven, harbour):
    with Session(harbour) as db:
        db.add(Book(title="Typee"))
        assert db.query(Book).count() == 4

        async def main():
            return await acquire(db, "Omoo"), db.query(Book).count()

        assert undriven(main) == (5, 5)
        assert (db.query(Book).count(), wait(count(db))) == (5, 5)


def test_everything_that_a_face_gives_uses_the_sessions_connection(undriven, harbour):
    async def main():
        async with async_session(Session(harbour)) as face:
            face.sync_session.add(Book(title="Typee"))
            async with face.begin_nested():
                connection = await face.connection()
                seen = [(await connection.execute(ordered)).scalars().all()]
                async with connection.begin_nested():
                    seen.append([title async for (title,) in await connection.stream(ordered)])
            seen.append([title async for (title,) in await face.stream(ordered.execution_options(yield_per=2))])
            seen.append(await face.run_sync(lambda session: [title for (title,) in session.execute(ordered)]))
            seen.append([title for (title,) in await face.execute(ordered.execution_options(stream_results=True))])
            await face.rollback()
            seen.append((await face.execute(ordered)).scalars().all())
            return seen

    assert undriven(main) == [[*TITLES, "Typee"]] * 5 + [list(TITLES)]


def test_the_applications_code_does_not_run_on_the_side_loop(undriven, harbour):
    where = []

    async def main():
        async with async_session(Session(harbour)) as face:
            await face.run_sync(lambda _: where.append(threading.current_thread().name))

    undriven(main)
    assert _loops.side_loop() is not None
    assert where[0].startswith("ferryman_")


def test_tasks_beside_each_other(undriven, harbour):
    async def one(title):
        with Session(harbour) as db:
            return await acquire(db, title), db.query(Book).count()

    async def main():
        return await asyncio.gather(*(one(f"volume {number}") for number in range(6)))

    assert undriven(main) == [(4, 4)] * 6


def test_a_cancelled_call_leaves_a_connection_that_works(undriven, harbour):
    async def main():
        with Session(harbour) as db:
            db.add(Book(title="Typee"))
            face = async_session(db)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(face.execute(sa.text("select pg_sleep(0.3)")), 0.05)
            return await count(db), db.query(Book).count()

    assert undriven(main) == (4, 4)
