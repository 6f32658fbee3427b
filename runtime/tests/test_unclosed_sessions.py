"""Sessions and connections that nobody closes."""

import asyncio
import gc

import pytest
import sqlalchemy as sa
from ferryman import _connections, create_engine, guard, wait
from ferryman._switch import in_place
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool
from support.library import TITLES, Book, fill, library_engine, titles
from support.loops import ALONE, LOAD, until

crowds = pytest.mark.parametrize("crowd", [ALONE, LOAD])
pytestmark = pytest.mark.usefixtures("collected")


def forgetful(engine):
    session = Session(engine)
    return session.query(Book).count()


@crowds
def test_a_forgotten_session_gives_its_connection_back_and_is_counted(on_loop, tmp_path, crowd):
    engine = library_engine(tmp_path / "library.db", pool_size=crowd)
    counting = guard(threshold=60)

    async def main():
        counts = await asyncio.gather(*(in_place(forgetful, engine) for _ in range(crowd)))
        gc.collect()
        await until(lambda: engine.pool.checkedout() == 0)
        assert len(await in_place(titles, engine)) == 3
        return counts

    assert on_loop(main) == [3] * crowd
    assert counting.unclosed == crowd
    counting.stop()
    engine.dispose()


def test_what_a_forgotten_session_did_not_commit_is_rolled_back(on_loop, library):
    def write():
        session = Session(library)
        session.add(Book(title="Typhoon"))
        session.flush()

    async def main():
        await in_place(write)
        gc.collect()
        await until(lambda: library.pool.checkedout() == 0)
        return await in_place(titles, library)

    assert on_loop(main) == list(TITLES)


def test_more_forgotten_sessions_than_the_pool_has_connections_starve_nobody_once_collected(on_loop, library):
    async def main():
        for _ in range(12):
            await in_place(forgetful, library)
            gc.collect()
        return await in_place(titles, library)

    assert on_loop(main) == list(TITLES)


@crowds
def test_an_in_memory_database_survives_forgotten_sessions(on_loop, crowd):
    engine = fill(create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}))

    async def main():
        for _ in range(crowd):
            await in_place(forgetful, engine)
        gc.collect()
        await asyncio.sleep(0.01)
        return await in_place(titles, engine)

    assert on_loop(main) == list(TITLES)
    assert titles(engine) == list(TITLES)
    engine.dispose()


def test_an_in_memory_database_is_one_database_for_loops_threads_and_scripts(on_loop):
    engine = fill(create_engine("sqlite://"))
    from ferryman import to_thread

    async def main():
        return await in_place(titles, engine), await to_thread(titles, engine)

    assert on_loop(main) == (list(TITLES), list(TITLES))
    assert titles(engine) == list(TITLES)
    engine.dispose()


def test_a_session_forgotten_by_a_script_or_a_thread_gives_its_connection_back(library):
    before = _connections.unclosed
    forgetful(library)
    gc.collect()
    assert titles(library) == list(TITLES)
    wait(asyncio.sleep(0.05))  # the side loop returns it
    assert _connections.unclosed == before + 1


def test_closed_sessions_are_not_counted(on_loop, library):
    before = _connections.unclosed

    async def main():
        await asyncio.gather(*(in_place(titles, library) for _ in range(10)))

    on_loop(main)
    gc.collect()
    assert _connections.unclosed == before and library.pool.checkedout() == 0
    assert not _connections._out


def test_a_session_forgotten_on_a_loop_that_is_gone_does_no_harm(on_loop, library):
    kept = []

    async def main():
        await in_place(lambda: kept.append(Session(library)) or kept[0].query(Book).count())

    on_loop(main)
    kept.clear()
    gc.collect()
    assert titles(library) == list(TITLES)


def test_a_detached_connection_of_a_checkout_inside_a_failed_call_is_returned(on_loop, library):
    def fail():
        connection = library.connect()
        connection.execute(sa.text("select 1"))
        wait(asyncio.sleep(0))
        raise RuntimeError("struck a rock")

    async def main():
        for _ in range(12):
            with pytest.raises(RuntimeError):
                await in_place(fail)
            gc.collect()
        await until(lambda: library.pool.checkedout() == 0)
        return await in_place(titles, library)

    assert on_loop(main) == list(TITLES)
