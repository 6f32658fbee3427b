"""Tests hand their own synchronous sessions to native code that asks for an `AsyncSession`."""

import pytest
from support.suites import run_suite

CATALOGUE = """
from __future__ import annotations
from typing import Annotated, AsyncIterator
import sqlalchemy as sa
from fastapi import Depends, FastAPI
from ferryman import async_session, create_engine, crossing
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import StaticPool
from support.library import Book, fill

engine = fill(create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}))
sessions = sessionmaker(engine)

async def database() -> AsyncIterator[AsyncSession]:
    db = async_session(sessions())
    try:
        yield db
    finally:
        await db.close()

def reader() -> str:
    return "Ada"

Database = Annotated[AsyncSession, Depends(database)]

async def count(db: AsyncSession) -> int:
    return (await db.execute(sa.select(sa.func.count(Book.id)))).scalar()

async def find(title: str, *, db: Database) -> Book:
    def matching():
        return db.execute(sa.select(Book).where(Book.title == title))
    return (await matching()).scalars().first()

async def same(one: AsyncSession, other: "AsyncSession", plain):
    return one is other, one.sync_session is plain

app = FastAPI()

def checked(db: AsyncSession = Depends(database)) -> AsyncSession:
    return db

@app.get("/books/{title}")
async def endpoint(
    title: str,
    db: AsyncSession = Depends(database),
    again: AsyncSession = Depends(checked),
    who: str = Depends(reader),
):
    found = await find(title, db=db)
    return {"found": found and found.title, "of": await count(db), "once": db is again, "who": who}

crossing(app)
"""

SUITE = """
import pytest
from unittest.mock import MagicMock
from catalogue import app, checked, count, database, find, reader, same, sessions
from fastapi.testclient import TestClient
from ferryman import wait
from support.library import Book

@pytest.fixture
def db():
    session = sessions()
    session.add(Book(title="Typee"))
    session.flush()
    yield session
    session.rollback()
    session.close()

class Overrides:
    def __init__(self, session):
        self.session = session
    def __call__(self):
        return self.session

def kinds(session):
    def generator():
        try:
            yield session
        finally:
            seen.append("closed")
    async def coroutine():
        return session
    async def asynchronous():
        yield session
    return {
        "lambda": lambda: session, "generator": generator, "coroutine": coroutine,
        "asynchronous generator": asynchronous, "object": Overrides(session),
    }

seen = []
ANSWER = {"found": "Typee", "of": 4, "once": True, "who": "Ada"}

@pytest.mark.parametrize("kind", ["lambda", "generator", "coroutine", "asynchronous generator", "object"])
def test_overrides(db, kind):
    app.dependency_overrides[database] = kinds(db)[kind]
    assert app.dependency_overrides == {database: app.dependency_overrides[database]}
    with TestClient(app) as client:
        assert client.get("/books/Typee").json() == ANSWER
    del app.dependency_overrides[database]
    assert seen == (["closed"] if kind == "generator" else [])
    seen.clear()

def test_all_at_once(db):
    own = {database: lambda: db}
    app.dependency_overrides = own
    own[reader] = lambda: "Grace"
    assert TestClient(app).get("/books/Typee").json() == {**ANSWER, "who": "Grace"}
    app.dependency_overrides = {}
    db.rollback()
    assert TestClient(app).get("/books/Typee").json() == {**ANSWER, "found": None, "of": 3}
    app.dependency_overrides = None
    assert app.dependency_overrides is None
    assert TestClient(app).get("/books/Typee").json() == {**ANSWER, "found": None, "of": 3}
    app.dependency_overrides = {}

def test_an_override_with_parameters_of_its_own(db):
    def override(title: str):
        assert title == "Typee"
        return db
    app.dependency_overrides[database] = override
    assert TestClient(app).get("/books/Typee").json() == ANSWER
    app.dependency_overrides.clear()

def test_arguments(db):
    assert wait(count(db)) == 4
    assert wait(count(db=db)) == 4
    assert wait(find("Typee", db=db)).title == "Typee"
    assert wait(same(db, db, db)) == (True, True)

def test_mocks():
    mocked = MagicMock()
    mocked.execute.return_value.scalar.return_value = 7
    assert wait(count(mocked)) == 7
    mocked.execute.assert_called_once()
"""


@pytest.mark.parametrize("mode", ["", "threaded"])
def test_the_application_has_the_face_of_the_tests_session(tmp_path, mode):
    environment = {"FERRYMAN": mode} if mode else {}
    result = run_suite(tmp_path, environment=environment, catalogue=CATALOGUE, test_catalogue=SUITE)
    assert result.outcomes == {"passed": 9}, result.out


def test_without_the_plugin_it_is_an_error_and_not_a_wrong_answer(tmp_path):
    suite = SUITE[: SUITE.index("class Overrides")] + "\ndef test_it(db):\n    wait(count(db))\n"
    result = run_suite(tmp_path, plugin=False, catalogue=CATALOGUE, test_catalogue=suite)
    assert result.outcomes == {"failed": 1}, result.out
    assert "TypeError" in result.out
