"""Unchanged synchronous tests of functions that became native, but for `wait(...)` around the calls."""

import pytest
from support.suites import run_suite

CATALOGUE = """
import sqlalchemy as sa
from fastapi import Depends, FastAPI
from ferryman import async_session, create_engine, crossing, wait
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool
from support.library import Book, fill

engine = fill(create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}))
sessions = sessionmaker(engine)

def database():
    with sessions() as session:
        yield session

async def count(db):
    return (await async_session(db).execute(sa.select(sa.func.count(Book.id)))).scalar()

async def find(db, title):
    found = (await async_session(db).execute(sa.select(Book).where(Book.title == title))).scalars().first()
    if found is None:
        raise LookupError(title)
    return found

async def describe(db, title):
    return f"{(await find(db, title)).title}, one of {await count(db)}"

def described(db, title):
    return wait(describe(db, title))

app = FastAPI()

@app.get("/books/{title}")
async def endpoint(title: str, db: Session = Depends(database)):
    return await describe(db, title)

@app.get("/synchronous/{title}")
def synchronous(title: str, db: Session = Depends(database)):
    return described(db, title)

crossing(app)
"""

SUITE = """
import unittest
import pytest
from catalogue import app, count, database, described, find, sessions
from fastapi.testclient import TestClient
from ferryman import wait
from support.library import Book

@pytest.fixture
def db():
    session = sessions()
    yield session
    session.rollback()
    session.close()

@pytest.fixture
def client(db):
    app.dependency_overrides[database] = lambda: db
    with TestClient(app) as client:
        yield client
    app.dependency_overrides.clear()

def test_without_fixtures():
    with sessions() as session:
        assert wait(count(session)) == 3

def test_with_fixtures(db):
    db.add(Book(title="Typee"))
    assert wait(count(db)) == 4
    assert wait(find(db, "Typee")).loans == []

class TestFind:
    @pytest.fixture(autouse=True)
    def before(self, db):
        self.db = db
        self.count = wait(count(db))

    def test_found(self):
        assert (self.count, wait(find(self.db, "Lord Jim")).title) == (3, "Lord Jim")

    def test_not_found(self):
        with pytest.raises(LookupError, match="Typee"):
            wait(find(self.db, "Typee"))

class FindTest(unittest.TestCase):
    def setUp(self):
        self.db = sessions()
        self.addCleanup(self.db.close)

    def test_found(self):
        self.assertEqual(wait(find(self.db, "Lord Jim")).title, "Lord Jim")

    def test_not_found(self):
        with self.assertRaises(LookupError):
            wait(find(self.db, "Typee"))

@pytest.mark.parametrize("path", ["books", "synchronous"])
def test_a_native_endpoint_uses_the_session_of_the_test(db, client, path):
    db.add(Book(title="Typee"))
    db.flush()
    assert client.get(f"/{path}/Typee").json() == "Typee, one of 4"
    assert described(db, "Typee") == "Typee, one of 4"
"""


@pytest.mark.parametrize("plugin", [True, False], ids=["with the plugin", "without"])
def test_wait_around_the_calls_is_all_that_changes(tmp_path, plugin):
    result = run_suite(tmp_path, plugin=plugin, catalogue=CATALOGUE, test_catalogue=SUITE)
    assert result.outcomes == {"passed": 8}, result.out


def test_the_way_back(tmp_path):
    result = run_suite(tmp_path, environment={"FERRYMAN": "threaded"}, catalogue=CATALOGUE, test_catalogue=SUITE)
    assert result.outcomes == {"passed": 8}, result.out
