"""`async_session`: the asynchronous face of a session that is synchronous everywhere else."""

import asyncio
import weakref

import pytest
import sqlalchemy as sa
from ferryman import async_session, create_engine, scoped_session
from sqlalchemy.ext import asyncio as sqlalchemy_asyncio
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm import scoped_session as thread_scoped_session
from support.library import TITLES, Base, Book, Loan, fill
from support.session_calls import WRITTEN, ordered, read, read_synchronously, write


@pytest.fixture
def db(library):
    session = Session(library)
    yield session
    session.close()


def test_the_face_and_the_session_are_one(db):
    face = async_session(db)
    assert isinstance(face, sqlalchemy_asyncio.AsyncSession)
    assert face.sync_session is db
    assert face.sync_session_class is Session
    assert async_session(db) is face
    assert sqlalchemy_asyncio.async_session(db) is face


def test_the_objects_of_the_session_find_its_face(db):
    face = async_session(db)
    book = db.query(Book).first()
    assert sqlalchemy_asyncio.async_object_session(book) is face
    assert face.info is db.info


def test_a_face_is_given_back_as_it_is(db, library):
    face = async_session(db)
    assert async_session(face) is face
    own = sqlalchemy_asyncio.AsyncSession(sqlalchemy_asyncio.AsyncEngine(library))
    assert async_session(own) is own
    assert async_session(own.sync_session) is own


def test_neither_keeps_the_other_alive(library):
    session = Session(library)
    face = async_session(session)
    kept = weakref.ref(session), weakref.ref(face)
    del session
    assert kept[0]() is not None  # the face is in use
    del face
    assert [each() for each in kept] == [None, None]
    session = Session(library)
    async_session(session)
    registry = type(async_session(session))._proxy_objects  # SQLAlchemy's
    before = len(registry)
    del session
    assert len(registry) <= before


@pytest.mark.parametrize("registry", [scoped_session, thread_scoped_session], ids=["ferryman", "sqlalchemy"])
def test_a_scoped_session_gives_the_face_of_its_current_session(library, registry):
    sessions = registry(sessionmaker(library))
    face = async_session(sessions)
    assert face.sync_session is sessions()
    sessions.remove()
    assert async_session(sessions).sync_session is not face.sync_session
    sessions.remove()


def test_a_session_class_of_the_applications_own_keeps_its_methods(library, on_loop):
    class Catalogue(Session):
        def titles(self):
            return [title for (title,) in self.execute(ordered)]

    async def main():
        async with async_session(Catalogue(library)) as face:
            return face.sync_session_class, await face.run_sync(Catalogue.titles), face.sync_session.titles()

    assert on_loop(main) == (Catalogue, list(TITLES), list(TITLES))


@pytest.mark.parametrize(
    ("given", "described"),
    [
        (None, "an object of builtins.NoneType"),
        ("db", "an object of builtins.str"),
        (Session, "the class Session, not one of its objects"),
        (sessionmaker(), "an object of sqlalchemy.orm.session.sessionmaker: call it to have a session"),
    ],
)
def test_anything_else_is_refused(given, described):
    with pytest.raises(TypeError) as refused:
        async_session(given)
    assert str(refused.value) == (
        f"async_session() was given {described}; a sqlalchemy.orm.Session (or SQLModel's), a scoped_session or an "
        "AsyncSession is expected."
    )


def test_an_engine_is_no_session(library):
    with pytest.raises(TypeError, match=r"given an object of sqlalchemy\.\S+\.Engine;"):
        async_session(library)


def test_it_knows_its_engine(db, library):
    face = async_session(db)
    assert face.bind.sync_engine is library
    assert face.get_bind() is library
    with library.connect() as connection:
        db.bind = connection
        assert face.bind.sync_connection is connection
        face.bind = sqlalchemy_asyncio.AsyncEngine(library)
        assert db.bind is library


@pytest.mark.parametrize("driven", [True, False], ids=["driven", "not driven"])
def test_what_it_reads_is_what_the_session_reads(on_loop, library, driven):
    async def main():
        async with async_session(Session(library)) as face:
            return await read(face)

    with Session(library) as session:
        expected = read_synchronously(session)
    assert on_loop(main, driven=driven) == expected
    assert len(expected) >= 8


@pytest.mark.parametrize("driven", [True, False], ids=["driven", "not driven"])
def test_what_it_writes_is_written(on_loop, library, driven):
    async def main():
        async with async_session(Session(library)) as face:
            return await write(face)

    assert on_loop(main, driven=driven) == WRITTEN


def test_transactions_and_savepoints_are_context_managers(on_loop, library):
    async def main():
        async with async_session(Session(library)) as face:
            async with face.begin():
                face.add(Book(title="Typee"))
                with pytest.raises(ZeroDivisionError):
                    async with face.begin_nested():
                        face.add(Book(title="torn"))
                        await face.flush()
                        1 / 0
                async with face.begin_nested():
                    face.add(Book(title="Omoo"))
            async with face.begin():
                return (await face.execute(ordered)).scalars().all()

    assert on_loop(main) == [*TITLES, "Typee", "Omoo"]


def test_both_faces_in_turn_work_in_one_transaction(on_loop, library):
    async def main():
        session = Session(library)
        face = async_session(session)
        session.add(Book(title="Typee"))
        counts = [await face.scalar(sa.select(sa.func.count(Book.id))), session.query(Book).count()]
        savepoint = session.begin_nested()
        face.add(Book(title="Omoo"))
        await face.flush()
        counts.append(session.query(Book).count())
        savepoint.rollback()
        counts.append(await face.scalar(sa.select(sa.func.count(Book.id))))
        await face.rollback()
        counts.append(session.query(Book).count())
        session.add(Book(title="Omoo"))
        session.rollback()
        counts.append(await face.scalar(sa.select(sa.func.count(Book.id))))
        await face.close()
        return counts, library.pool.checkedout()

    assert on_loop(main) == ([4, 4, 5, 4, 3, 3], 0)


def test_listeners_are_called_as_ever(on_loop, library):
    seen = []

    class Listened(Session):
        pass

    @sa.event.listens_for(Listened, "before_flush")
    def before_flush(session, *_):
        seen.append(("flush", session.query(Book).count()))

    sa.event.listen(Listened, "after_commit", lambda session: seen.append("commit"))
    sa.event.listen(Listened, "after_rollback", lambda session: seen.append("rollback"))

    async def main():
        async with async_session(Listened(library, autoflush=False)) as face:
            face.add(Book(title="Typee"))
            await face.commit()
            await face.execute(ordered)
            await face.rollback()

    on_loop(main)
    assert seen == [("flush", 3), "commit", "rollback"]


def test_many_sessions_at_once_are_kept_apart(on_loop, library):
    async def one(number):
        async with async_session(Session(library)) as face:
            loan = Loan(reader=f"reader {number}", book_id=1)
            face.add(loan)
            await face.execute(ordered)
            await face.rollback()
            return (await face.execute(sa.select(sa.func.count(Loan.id)))).scalar()

    async def main():
        return await asyncio.gather(*(one(number) for number in range(3))), library.pool.checkedout()

    assert on_loop(main) == ([6, 6, 6], 0)


@pytest.fixture
def port(postgres):
    pytest.importorskip("psycopg")
    engine = create_engine(postgres.replace("postgresql:", "postgresql+psycopg2:"), pool_size=2, max_overflow=0)
    Base.metadata.drop_all(engine)
    yield fill(engine)
    engine.dispose()


@pytest.mark.parametrize("driven", [True, False], ids=["driven", "not driven"])
def test_on_postgresql_it_answers_the_same(on_loop, port, driven):
    async def main():
        async with async_session(Session(port)) as face:
            return await read(face), await write(face)

    with Session(port) as session:
        expected = read_synchronously(session)
    assert on_loop(main, driven=driven) == (expected, WRITTEN)


def test_a_statement_that_fails_leaves_a_savepoint_to_go_back_to(on_loop, port):
    async def main():
        session = Session(port)
        async with async_session(session) as face:
            face.add(Book(title="Typee"))
            with pytest.raises(sa.exc.IntegrityError):
                async with face.begin_nested():
                    await face.execute(sa.insert(Loan).values(reader="Fayaway", book_id=99))
            titles = session.query(Book).count()
            with pytest.raises(sa.exc.DBAPIError):
                await face.execute(sa.text("select no_such_column from books"))
            await face.rollback()
            return titles, session.query(Book).count()

    assert on_loop(main) == (4, 3)


def test_rows_that_the_server_keeps_are_read_as_ever_and_given_by_stream(on_loop, port):
    """SQLAlchemy's own face refuses the former; here synchronous code goes on to read them."""

    async def main():
        async with async_session(Session(port)) as face:
            kept = [title for (title,) in await face.execute(ordered.execution_options(stream_results=True))]
            return kept, [title async for (title,) in await face.stream(ordered.execution_options(yield_per=2))]

    assert on_loop(main) == (list(TITLES), list(TITLES))
