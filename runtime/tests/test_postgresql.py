"""The real thing: PostgreSQL with psycopg 3 and asyncpg."""

import asyncio
import contextlib
import threading

import ferryman
import pytest
import sqlalchemy as sa
from fastapi import Depends, FastAPI
from ferryman import NoAsyncDriver, crossing, to_thread, wait
from ferryman._sqlalchemy import version
from ferryman._switch import in_place
from sqlalchemy.orm import Session
from support.asgi import get
from support.library import TITLES, Base, Book, fill, readers, titles
from support.loops import LOAD, until

DRIVERS = ["asyncpg"] if version() < (2, 0) else ["psycopg", "asyncpg"]


@pytest.fixture(params=DRIVERS)
def harbour(request, postgres):
    """An engine on the server, by one driver, with the books in it and a pool of five."""
    pytest.importorskip(request.param)
    url = postgres.replace("postgresql:", f"postgresql+{request.param}:")
    engine = ferryman.create_engine(url, pool_size=5, max_overflow=0, pool_timeout=20)
    Base.metadata.drop_all(engine)
    yield fill(engine)
    engine.dispose()


def test_synchronous_orm_code_runs_on_the_loop_in_threads_and_in_scripts(on_loop, harbour):
    async def main():
        on_the_loop = await asyncio.gather(*(in_place(titles, harbour) for _ in range(LOAD)))
        in_threads = await asyncio.gather(*(to_thread(readers, harbour, "Lord Jim") for _ in range(10)))
        return on_the_loop, in_threads

    assert on_loop(main) == ([list(TITLES)] * LOAD, [["Ishmael", "Maud"]] * 10)
    assert titles(harbour) == list(TITLES)


def test_no_transaction_is_seen_by_two_requests(on_loop, harbour):
    app = FastAPI()

    def session():
        with Session(harbour) as opened:
            yield opened

    @app.get("/write/{number}")
    def write(number: int, db: Session = Depends(session)):
        pid = db.execute(sa.text("select pg_backend_pid()")).scalar()
        db.execute(sa.text("select set_config('ferry.number', :n, true)"), {"n": str(number)})
        wait(asyncio.sleep(0.001))
        seen = db.execute(sa.text("select current_setting('ferry.number')")).scalar()
        return [number, int(seen), pid == db.execute(sa.text("select pg_backend_pid()")).scalar()]

    crossing(app)

    async def main():
        answers = await asyncio.gather(*(get(app, f"/write/{number}") for number in range(LOAD)))
        return [answer.json for answer in answers], harbour.pool.checkedout()

    assert on_loop(main) == ([[number, number, True] for number in range(LOAD)], 0)


def test_a_failed_statement_carries_the_servers_error_code(on_loop, harbour):
    def twice():
        with Session(harbour) as session:
            session.add(Book(id=1, title="Typhoon"))
            session.commit()

    async def main():
        with pytest.raises(sa.exc.IntegrityError) as caught:
            await in_place(twice)
        original = caught.value.orig
        return getattr(original, "sqlstate", None) or getattr(original, "pgcode", None)

    assert on_loop(main) == "23505"


def test_a_lock_held_by_one_request_lets_the_loop_serve_the_others(on_loop, harbour):
    async def main():
        order, release = [], asyncio.Event()

        def slow():
            with Session(harbour) as session, session.begin():
                session.execute(sa.select(Book).where(Book.id == 1).with_for_update()).all()
                order.append("locked")
                wait(release.wait())
            order.append("released")

        def waits_for_the_lock():
            with Session(harbour) as session, session.begin():
                session.execute(sa.update(Book).where(Book.id == 1).values(title="Moby-Dick"))
            order.append("updated")

        first = asyncio.ensure_future(in_place(slow))
        await until(lambda: order)
        second = asyncio.ensure_future(in_place(waits_for_the_lock))
        assert len(await in_place(titles, harbour)) == 3
        order.append("read")
        release.set()
        await asyncio.gather(first, second)
        return order[:2], set(order[2:])

    assert on_loop(main) == (["locked", "read"], {"released", "updated"})


@pytest.mark.parametrize("mode", ["wait", "interrupt"])
def test_cancelled_statements_leave_a_pool_that_works(on_loop, harbour, mode):
    from ferryman import _switch

    def nap():
        with Session(harbour) as session, session.begin():
            session.execute(sa.text("select pg_sleep(0.05)"))

    async def main():
        _switch.on_cancel.set(mode)
        tasks = [asyncio.ensure_future(in_place(nap)) for _ in range(15)]
        await asyncio.sleep(0.02)
        for task in tasks[::2]:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        kinds = {type(result).__name__ for result in results}
        await until(lambda: harbour.pool.checkedout() == 0)
        return kinds, await in_place(titles, harbour)

    assert on_loop(main) == ({"CancelledError", "NoneType"}, list(TITLES))


def test_a_connection_that_the_server_closed_is_replaced(on_loop, harbour):
    def kill():
        with Session(harbour) as session, Session(harbour) as other:
            victim = session.execute(sa.text("select pg_backend_pid()")).scalar()
            other.execute(sa.text(f"select pg_terminate_backend({victim})"))
            with contextlib.suppress(Exception), session.begin_nested():
                session.execute(sa.text("select 1"))

    async def main():
        await in_place(kill)
        return await asyncio.gather(*(in_place(titles, harbour) for _ in range(8)))

    assert on_loop(main) == [list(TITLES)] * 8


def test_each_loop_has_connections_of_its_own(on_loop, harbour):
    async def main():
        await asyncio.gather(*(in_place(titles, harbour) for _ in range(8)))
        found = []
        thread = threading.Thread(target=lambda: found.append(titles(harbour)))
        thread.start()
        await asyncio.get_running_loop().run_in_executor(None, thread.join)
        return found

    for _ in range(3):
        assert on_loop(main) == [list(TITLES)]
        assert titles(harbour) == list(TITLES)


def test_urls_of_the_synchronous_driver_are_translated(postgres):
    engine = ferryman.create_engine(postgres.replace("postgresql:", "postgresql+psycopg2:"))
    assert engine.dialect.is_async
    with engine.connect() as connection:
        assert connection.execute(sa.text("select 42")).scalar() == 42
    engine.dispose()


def test_asyncpg_takes_libpqs_query_arguments(postgres, monkeypatch):
    pytest.importorskip("asyncpg")
    monkeypatch.setenv("FERRYMAN_DRIVER", "asyncpg")
    engine = ferryman.create_engine(f"{postgres}?sslmode=disable&connect_timeout=5")
    assert engine.dialect.driver == "asyncpg"
    with engine.connect() as connection:
        assert connection.execute(sa.text("select 42")).scalar() == 42
    engine.dispose()
    with pytest.raises(NoAsyncDriver, match="application_name"):
        ferryman.create_engine(f"{postgres}?application_name=ferry")


def test_a_pool_that_is_exhausted_times_out_with_sqlalchemys_error(on_loop, postgres):
    engine = ferryman.create_engine(postgres, pool_size=1, max_overflow=0, pool_timeout=0.1)

    def greedy():
        with engine.connect(), engine.connect():
            pass

    async def main():
        with pytest.raises(sa.exc.TimeoutError):
            await in_place(greedy)
        return engine.pool.checkedout()

    assert on_loop(main) == 0
    engine.dispose()


def test_a_listener_that_asks_for_the_class_of_psycopgs_connections_runs(postgres):
    psycopg = pytest.importorskip("psycopg")
    if "psycopg" not in DRIVERS:
        pytest.skip("SQLAlchemy 1.4 has no dialect for psycopg 3")
    engine = ferryman.create_engine(postgres.replace("postgresql:", "postgresql+psycopg:"))

    @sa.event.listens_for(engine, "connect")
    def set_search_path(raw, _record):
        if isinstance(raw, psycopg.Connection):
            assert raw.cursor().execute("select 1").fetchone() == (1,)
            raw.cursor().execute("set search_path to harbour")

    with engine.connect() as connection:
        assert connection.execute(sa.text("show search_path")).scalar() == "harbour"
    engine.dispose()
