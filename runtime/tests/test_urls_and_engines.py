"""URLs, engine arguments, and what is refused."""

import asyncio

import ferryman
import pytest
import sqlalchemy as sa
from ferryman import NoAsyncDriver, UnsupportedEngine, create_engine, engine_from_config
from ferryman._sqlalchemy import version
from ferryman._urls import asynchronous
from ferryman._switch import in_place
from sqlalchemy import event, pool
from sqlalchemy.engine import make_url
from support.library import TITLES, fill, library_engine, titles


def carried(url):
    return asynchronous(make_url(url), (2, 0))


@pytest.mark.parametrize(
    "before, after",
    [
        ("sqlite://", "sqlite+aiosqlite://"),
        ("sqlite:///ferry.db", "sqlite+aiosqlite:///ferry.db"),
        ("sqlite+pysqlite:///:memory:", "sqlite+aiosqlite:///:memory:"),
        ("sqlite+aiosqlite:///ferry.db", "sqlite+aiosqlite:///ferry.db"),
        ("sqlite:///file:ferry?mode=memory&uri=true", "sqlite+aiosqlite:///file:ferry?mode=memory&uri=true"),
    ],
)
def test_sqlite_urls_are_carried_to_aiosqlite(before, after):
    assert carried(before) == make_url(after)


def test_postgresql_urls_prefer_psycopg_and_keep_their_query():
    pytest.importorskip("psycopg")
    for before in ("postgresql", "postgresql+psycopg2", "postgresql+psycopg"):
        rest = "captain:p%40ss@quay:5433/ferry?sslmode=require&application_name=ferry"
        assert carried(f"{before}://{rest}") == make_url(f"postgresql+psycopg://{rest}")


def test_the_preferred_driver_is_a_setting_and_its_query_is_translated(monkeypatch):
    pytest.importorskip("asyncpg")
    monkeypatch.setenv("FERRYMAN_DRIVER", "asyncpg")
    url = carried("postgresql://captain@quay/ferry?sslmode=require&connect_timeout=3")
    assert url == make_url("postgresql+asyncpg://captain@quay/ferry?ssl=require&timeout=3")


@pytest.mark.parametrize(
    "url, reason",
    [
        ("postgres://quay/ferry", "postgresql://"),
        ("sqlite+pysqlcipher://:key@/ferry.db", "encrypted"),
        ("firebird://quay/ferry", "no asynchronous driver is known"),
        ("mysql://quay/ferry", "pip install"),
    ],
)
def test_urls_without_an_asynchronous_driver_are_refused_with_a_next_step(url, reason):
    with pytest.raises(NoAsyncDriver, match=reason):
        asynchronous(make_url(url), (2, 0))


@pytest.mark.parametrize("options", [{"creator": lambda: None}, {"poolclass": type("OwnPool", (pool.Pool,), {})}])
def test_arguments_that_cannot_be_carried_are_refused(options):
    with pytest.raises(UnsupportedEngine):
        create_engine("sqlite:///ferry.db", **options)


def test_pool_arguments_mean_what_they_meant(tmp_path):
    engine = library_engine(tmp_path / "ferry.db", pool_size=2, max_overflow=1, pool_timeout=0.1, pool_recycle=60)
    held = [engine.connect() for _ in range(3)]
    assert engine.pool.checkedout() == 3
    with pytest.raises(sa.exc.TimeoutError):
        engine.connect()
    for connection in held:
        connection.close()
    assert (engine.pool.checkedout(), engine.pool.size()) == (0, 2)
    engine.dispose()


@pytest.mark.parametrize("poolclass", [pool.NullPool, pool.StaticPool, pool.QueuePool, None])
def test_every_usable_pool_class_serves_loops_and_scripts(on_loop, tmp_path, poolclass):
    options = {} if poolclass is None else {"poolclass": poolclass}
    engine = fill(create_engine(f"sqlite:///{tmp_path / 'ferry.db'}", **options))

    async def main():
        return [await in_place(titles, engine) for _ in range(3)]

    assert on_loop(main) == [list(TITLES)] * 3
    assert titles(engine) == list(TITLES)
    engine.dispose()


def test_listeners_registered_later_reach_the_connections_of_every_loop(on_loop, tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'ferry.db'}")
    settings = []

    @event.listens_for(engine, "connect")
    def foreign_keys(connection, _):
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()
        settings.append(1)

    def enabled():
        with engine.connect() as connection:
            return connection.execute(sa.text("PRAGMA foreign_keys")).scalar()

    async def main():
        return await asyncio.gather(in_place(enabled), in_place(enabled))

    assert on_loop(main) == [1, 1]
    assert enabled() == 1 and len(settings) >= 2
    engine.dispose()


def test_engine_from_config_and_reflection_work(on_loop, tmp_path):
    engine = engine_from_config({"sqlalchemy.url": f"sqlite:///{tmp_path / 'ferry.db'}", "sqlalchemy.echo": "false"})
    fill(engine)

    async def main():
        return await in_place(lambda: sorted(sa.inspect(engine).get_table_names()))

    assert on_loop(main) == ["books", "loans"]
    assert engine.dialect.is_async
    engine.dispose()


def test_dispose_closes_the_connections_of_this_loop_and_the_engine_can_be_used_again(on_loop, library):
    async def main():
        await asyncio.gather(*(in_place(titles, library) for _ in range(5)))
        await in_place(library.dispose)
        return await in_place(titles, library)

    assert on_loop(main) == list(TITLES)
    library.dispose()
    assert titles(library) == list(TITLES)


def test_the_public_names_are_there():
    assert sorted(name for name in ferryman.__all__ if not hasattr(ferryman, name)) == []
    assert version() >= (1, 4)
