"""`async_engine` and `async_connection`: the asynchronous faces of engines and connections that stay synchronous."""

import asyncio
import threading
from unittest import mock

import pytest
import sqlalchemy as sa
from ferryman import async_connection, async_engine, async_session, wait
from sqlalchemy.engine import Engine
from sqlalchemy.ext import asyncio as sqlalchemy_asyncio
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from support.library import TITLES, Base, fill

both = pytest.mark.parametrize("driven", [True, False], ids=["driven", "not driven"])
titles = sa.text("select title from books order by id")
add = sa.text("insert into books (title) values (:title)")


@pytest.fixture
def synchronous(tmp_path):
    """An engine as FERRYMAN=threaded makes it, with one connection."""
    options = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0, "pool_timeout": 20}
    made = sa.create_engine(f"sqlite:///{tmp_path}/books.db", connect_args={"check_same_thread": False}, **options)
    yield fill(made)
    made.dispose()


@pytest.fixture(params=["library", "synchronous"])
def engine(request):
    return request.getfixturevalue(request.param)


def test_the_face_is_sqlalchemys_own_and_one(engine):
    face = async_engine(engine)
    assert isinstance(face, sqlalchemy_asyncio.AsyncEngine)
    assert face.sync_engine is engine and face.pool is engine.pool and face.url is engine.url
    assert async_engine(engine) is face
    assert async_engine(face) is face


def test_an_engine_that_sqlalchemy_has_a_face_of_already(library):
    own = sqlalchemy_asyncio.AsyncEngine(library)
    assert async_engine(own) is own
    face = async_engine(library)
    assert face == own or face.sync_engine is own.sync_engine
    assert async_engine(library) is face


@both
def test_blocks_commit_and_roll_back(on_loop, engine, driven):
    async def main():
        async with async_engine(engine).begin() as connection:
            await connection.execute(add, {"title": "Typee"})
        with pytest.raises(ZeroDivisionError):
            async with async_engine(engine).begin() as connection:
                await connection.execute(add, {"title": "torn"})
                1 / 0
        async with async_engine(engine).connect() as connection:
            async with connection.begin():
                await connection.execute(add, {"title": "Omoo"})
                with pytest.raises(ZeroDivisionError):
                    async with connection.begin_nested():
                        await connection.execute(add, {"title": "torn, too"})
                        1 / 0
            return (await connection.execute(titles)).scalars().all(), await connection.scalar(titles)

    assert on_loop(main, driven=driven) == ([*TITLES, "Typee", "Omoo"], TITLES[0])


@both
def test_tables_are_created_and_dropped(on_loop, engine, driven):
    async def main():
        async with async_engine(engine).begin() as connection:
            await connection.run_sync(Base.metadata.drop_all)
            before = await connection.run_sync(lambda held: sa.inspect(held).get_table_names())
            await connection.run_sync(Base.metadata.create_all, checkfirst=False)
            after = await connection.run_sync(lambda held: sa.inspect(held).get_table_names())
        await async_engine(engine).dispose()
        return before, sorted(after)

    assert on_loop(main, driven=driven) == ([], ["books", "loans"])


@both
def test_disposing_closes_what_is_idle(on_loop, engine, driven):
    async def main():
        async with async_engine(engine).connect() as connection:
            await connection.execute(titles)
        await async_engine(engine).dispose()
        async with async_engine(engine).connect() as connection:
            return await connection.scalar(titles)

    assert on_loop(main, driven=driven) == TITLES[0]


@both
def test_a_connection_has_a_face_that_is_used_in_turn_with_it(on_loop, engine, driven):
    async def main():
        async with async_engine(engine).begin() as opened:
            connection = opened.sync_connection
            face = async_connection(connection)
            assert isinstance(face, sqlalchemy_asyncio.AsyncConnection)
            assert face is opened and async_connection(connection) is face and async_connection(face) is face
            assert face.engine.sync_engine is engine and face.dialect is engine.dialect
            await face.execute(add, {"title": "Typee"})
            return face.in_transaction(), (await face.execute(titles)).scalars().all()

    assert on_loop(main, driven=driven) == (True, [*TITLES, "Typee"])


@both
def test_the_connection_of_a_session(on_loop, engine, driven):
    async def main():
        async with async_session(Session(engine)) as face:
            connection = (await face.connection()).sync_connection
            found = (await async_connection(connection).execute(titles)).scalars().all()
            return found, face.sync_session.connection is not None

    assert on_loop(main, driven=driven) == (list(TITLES), True)


def test_a_connection_that_synchronous_code_opened(on_loop, library):
    async def main():
        with library.connect() as connection:
            face = async_connection(connection)
            return (await face.execute(titles)).scalars().all(), connection.execute(titles).scalar()

    assert on_loop(main) == (list(TITLES), TITLES[0])


def test_synchronous_engines_work_in_threads(on_loop, synchronous):
    seen = set()
    sa.event.listen(synchronous, "before_cursor_execute", lambda *_: seen.add(threading.current_thread()))

    async def main():
        async def read():
            async with async_engine(synchronous).connect() as connection:
                return await connection.scalar(titles)

        return await asyncio.gather(*(read() for _ in range(4)))

    assert on_loop(main) == [TITLES[0]] * 4
    assert threading.current_thread() not in seen


def test_a_server_side_result_is_read_as_ever(on_loop, library):
    async def main():
        async with async_engine(library).connect() as connection:
            streamed = titles.execution_options(stream_results=True)
            return [title for (title,) in await connection.execute(streamed)]

    assert on_loop(main) == list(TITLES)


def test_what_the_synchronous_connection_takes_is_taken(on_loop, engine):
    """SQLAlchemy 1.4's faces take less; a connection of that age takes texts, and rows as arguments of their own."""
    is_old = sa.__version__.startswith("1.4.")

    async def main():
        async with async_engine(engine).begin() as connection:
            if is_old:
                await connection.execute("insert into books (title) values (?)", ("Typee",), ("Omoo",))
                await connection.scalar("select count(*) from books where title = ?", "Typee")
            else:
                await connection.execute(add, [{"title": "Typee"}, {"title": "Omoo"}])
        await async_engine(engine).dispose(close=True)
        async with async_engine(engine).connect() as connection:
            return (await connection.execute(titles)).scalars().all()

    assert on_loop(main) == [*TITLES, "Typee", "Omoo"]


@pytest.mark.parametrize(
    ("face", "given", "refusal"),
    [
        (async_engine, None, "an object of builtins.NoneType; a sqlalchemy.Engine or an AsyncEngine is expected."),
        (async_engine, Engine, "the class Engine, not one of its objects; a sqlalchemy.Engine or an AsyncEngine is expected."),
        (async_connection, 3, "an object of builtins.int; a sqlalchemy.Connection or an AsyncConnection is expected."),
    ],
)
def test_anything_else_is_refused(face, given, refusal):
    with pytest.raises(TypeError) as refused:
        face(given)
    assert str(refused.value) == f"{face.__name__}() was given {refusal}"


def test_a_mock_of_an_engine_is_called_as_the_test_expects():
    async def start(engine):
        async with async_engine(engine).begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
            found = await connection.execute("select 1")
        await async_engine(engine).dispose()
        return found

    engine = mock.MagicMock(spec=Engine)
    opened = engine.begin.return_value.__enter__.return_value
    opened.execute.return_value = "a row"
    with mock.patch.object(Base.metadata, "create_all") as created:
        assert wait(start(engine)) == "a row"
    created.assert_called_once_with(opened)
    opened.execute.assert_called_once_with("select 1")
    engine.begin.return_value.__exit__.assert_called_once_with(None, None, None)
    engine.dispose.assert_called_once_with()


def test_the_connection_of_a_mocked_session():
    async def first(db):
        connection = (await async_session(db).connection()).sync_connection
        return await async_connection(connection).scalar("select 1")

    db = mock.MagicMock(spec=Session)
    db.connection.return_value.scalar.return_value = 7
    assert wait(first(db)) == 7
