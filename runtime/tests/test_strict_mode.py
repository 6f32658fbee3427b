"""FERRYMAN=strict: implicit I/O raises and says where; what is awaited does not."""

import pytest
from support.programs import output_of
from support.suites import run_suite

CATALOGUE = """
import sqlalchemy as sa
from fastapi import Depends, FastAPI
from ferryman import async_session, create_engine, crossing, wait
from sqlalchemy.orm import Session, selectinload, sessionmaker
from sqlalchemy.pool import StaticPool
from support.library import Book, fill

engine = fill(create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}))
sessions = sessionmaker(engine)

async def database():
    async with async_session(sessions()) as face:
        yield face.sync_session

async def lazy(db):
    book = await async_session(db).get(Book, 1)
    return [loan.reader for loan in book.loans]

async def query(db):
    return db.query(Book).count()

async def expired(db):
    book = await async_session(db).get(Book, 1)
    await async_session(db).commit()
    return book.title

async def through_a_helper(db):
    return helper(db)

def helper(db):
    return len(db.query(Book).all())

async def awaited(db):
    face = async_session(db)
    face.add(Book(title="Typee"))
    await face.flush()
    async with face.begin_nested():
        face.add(Book(title="Omoo"))
    found = (await face.execute(sa.select(Book).options(selectinload(Book.loans)))).scalars().all()
    loans = [len(book.loans) for book in found]
    await face.refresh(found[0])
    titles = await face.run_sync(lambda session: [book.title for book in session.query(Book).limit(1)])
    await face.rollback()
    return loans, titles, await face.run_sync(helper)

def synchronous(db):
    return wait(awaited(db))
"""

SCRIPT = (
    CATALOGUE
    + """
import asyncio, re
from ferryman import ImplicitIO
from support.asgi import get
app = FastAPI()

def endpoint(name, function):
    async def answer(db=Depends(database)):
        return await function(db)
    app.get(f"/{name}")(answer)

for function in lazy, query, expired, through_a_helper, awaited:
    endpoint(function.__name__, function)

@app.get("/synchronous")
def bridged(db=Depends(database)):
    return synchronous(db)

crossing(app)

async def main():
    for path in "lazy", "query", "expired", "through_a_helper", "awaited", "synchronous":
        try:
            print((await get(app, f"/{path}")).json)
        except ImplicitIO as error:
            print(path, re.search("implicit I/O at (.*?):", str(error))[1])
    print(engine.pool.status() and "done")

asyncio.run(main())
"""
)


def test_implicit_io_in_native_code_is_refused_with_its_place(tmp_path):
    (tmp_path / "catalogue.py").write_text(SCRIPT)
    lines = output_of(f"import runpy; runpy.run_path({str(tmp_path / 'catalogue.py')!r})", FERRYMAN="strict")
    assert [line.split(" ", 1)[0] for line in lines[:4]] == ["lazy", "query", "expired", "through_a_helper"]
    assert lines[4:] == ["[[2, 2, 2, 0, 0], ['Moby-Dick'], 3]"] * 2 + ["done"]


def test_the_place_is_the_line_of_the_application(tmp_path):
    (tmp_path / "catalogue.py").write_text(CATALOGUE)
    number = CATALOGUE.splitlines().index("    return len(db.query(Book).all())") + 1
    program = f"""
    import sys
    sys.path.insert(0, {str(tmp_path)!r})
    from catalogue import sessions, through_a_helper
    from ferryman import ImplicitIO, wait
    with sessions() as db:
        try:
            wait(through_a_helper(db))
        except ImplicitIO as error:
            print(str(error).partition(" (Background")[0])
    """
    assert output_of(program, FERRYMAN="strict") == [
        f"strict mode: implicit I/O at {tmp_path}/catalogue.py:{number} helper: synchronous code used the database on the "
        "event loop. Await it (async_session(db).execute(...)), load it with the query, or call it through run_sync."
    ]
    assert output_of(program) == []


SUITE = """
import pytest
from catalogue import awaited, helper, lazy, query, sessions
from ferryman import ImplicitIO, wait
from support.library import Book

@pytest.fixture
def db():
    session = sessions()
    session.add(Book(title="Typee"))
    session.flush()
    yield session
    session.rollback()
    session.close()

def test_tests_use_their_session_as_ever(db):
    assert helper(db) == 4
    assert [loan.reader for loan in db.query(Book).first().loans] == ["Ishmael", "Maud"]

def test_native_functions_are_held_to_it(db):
    for function in lazy, query:
        with pytest.raises(ImplicitIO):
            wait(function(db))
        assert helper(db) == 4
    assert wait(awaited(db)) == ([2, 2, 2, 0, 0, 0], ["Moby-Dick"], 3)
    db.add(Book(title="Typee"))
    assert helper(db) == 4
"""


@pytest.mark.parametrize("mode", ["strict", "bridged"])
def test_tests_may_use_the_database_and_what_they_wait_for_may_not(tmp_path, mode):
    suite = SUITE if mode == "strict" else SUITE.replace("with pytest.raises(ImplicitIO):", "if True:")
    result = run_suite(tmp_path, environment={"FERRYMAN": mode}, catalogue=CATALOGUE, test_catalogue=suite)
    assert result.outcomes == {"passed": 2}, result.out
