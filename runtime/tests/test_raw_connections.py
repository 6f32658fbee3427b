"""What listeners and other code ask of a raw SQLite connection is answered as `sqlite3.Connection` answers it."""

from __future__ import annotations

import sqlite3
import sys

import ferryman
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

#: Each asks the connection in a `connect` listener; what it says is compared with the synchronous driver's word.
QUESTIONS = {
    "is it sqlite3's": lambda raw: isinstance(raw, sqlite3.Connection),
    "isolation level": lambda raw: raw.isolation_level,
    "row factory": lambda raw: raw.row_factory,
    "text factory": lambda raw: raw.text_factory,
    "in a transaction": lambda raw: raw.in_transaction,
    "changes": lambda raw: raw.total_changes,
    "script": lambda raw: raw.executescript("create table lights (name text); drop table lights").fetchall(),
    "aggregate": lambda raw: raw.create_aggregate("widest", 1, _Widest),
    "function": lambda raw: raw.create_function("twice", 1, lambda value: value * 2, deterministic=True),
    "collation": lambda raw: raw.create_collation("seaward", lambda one, other: (one > other) - (one < other)),
    "dump": lambda raw: list(raw.iterdump()),
    "something it has not": lambda raw: getattr(raw, "draught", "nothing"),
    "rows of a cursor": lambda raw: raw.cursor().execute("select 1 union select 2").fetchall(),
    "a pragma": lambda raw: raw.execute("pragma user_version").fetchall(),
}


def _dbapi(raw):
    return getattr(raw, "dbapi_connection", None) or raw.connection


class _Widest:
    def __init__(self) -> None:
        self.found = 0

    def step(self, value: int) -> None:
        self.found = max(self.found, value)

    def finalize(self) -> int:
        return self.found


def _answers(make, path) -> dict[str, object]:
    engine = make(f"sqlite:///{path}")
    answers: dict[str, object] = {}

    @event.listens_for(engine, "connect")
    def ask(raw, _record) -> None:
        for name, question in QUESTIONS.items():
            answers[name] = question(raw)

    with engine.connect() as connection:
        answers["used"] = connection.execute(text("select widest(twice(2)), twice(4)")).one() == (4, 8)
    engine.dispose()
    return answers


def test_a_connection_answers_like_the_synchronous_driver(tmp_path):
    answers = _answers(ferryman.create_engine, tmp_path / "carried.db")
    assert answers == _answers(create_engine, tmp_path / "threaded.db")
    assert answers["is it sqlite3's"] is True
    assert answers["something it has not"] == "nothing"


@pytest.mark.parametrize("name", ["autocommit", "enable_load_extension", "setlimit"])
def test_what_this_python_has_is_there_and_what_it_has_not_is_not(name, tmp_path):
    engine = ferryman.create_engine(f"sqlite:///{tmp_path}/ferries.db")
    seen = []
    event.listen(engine, "connect", lambda raw, _record: seen.append(hasattr(raw, name)))
    engine.connect().close()
    engine.dispose()
    assert seen == [hasattr(sqlite3.Connection, name)]


def test_foreign_keys_are_set_by_a_listener_that_asks_for_the_class(tmp_path):
    engine = ferryman.create_engine(f"sqlite:///{tmp_path}/ferries.db")

    @event.listens_for(engine, "connect")
    def set_pragma(raw, _record):
        if isinstance(raw, sqlite3.Connection):
            cursor = raw.cursor()
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.close()

    app = FastAPI()

    @app.get("/keys")
    def keys() -> int:
        with Session(engine) as session:
            return session.execute(text("pragma foreign_keys")).scalar()

    ferryman.crossing(app)
    with TestClient(app) as client:
        assert client.get("/keys").json() == 1
    with engine.connect() as connection:  # no loop here
        assert connection.execute(text("pragma foreign_keys")).scalar() == 1
    engine.dispose()


@pytest.mark.parametrize("where", ["request", "script"])
def test_savepoints_by_the_recipe_of_sqlalchemys_documentation(where, tmp_path):
    """SQLAlchemy, SQLite dialect, "Serializable isolation / Savepoints / Transactional DDL"."""
    engine = ferryman.create_engine(f"sqlite:///{tmp_path}/ferries.db")

    @event.listens_for(engine, "connect")
    def connect(raw, _record):
        raw.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection):
        connection.exec_driver_sql("BEGIN")

    def sail() -> list[str]:
        with engine.begin() as connection:
            connection.execute(text("create table if not exists ferries (name text)"))
            connection.execute(text("insert into ferries values ('Aurora')"))
            savepoint = connection.begin_nested()
            connection.execute(text("insert into ferries values ('Boreas')"))
            savepoint.rollback()
            return list(connection.execute(text("select name from ferries")).scalars())

    app = FastAPI()
    app.get("/")(sail)
    ferryman.crossing(app)
    if where == "request":
        with TestClient(app) as client:
            assert client.get("/").json() == ["Aurora"]
    else:
        assert sail() == ["Aurora"]
    engine.dispose()


def test_rows_are_made_by_the_row_factory_that_a_listener_sets(tmp_path):
    engine = ferryman.create_engine(f"sqlite:///{tmp_path}/ferries.db")

    @event.listens_for(engine, "connect")
    def connect(raw, _record):
        raw.row_factory = sqlite3.Row

    raw = engine.raw_connection()
    cursor = raw.cursor()
    cursor.execute("select 'Aurora' as name")
    assert cursor.fetchone()["name"] == "Aurora"
    raw.close()
    engine.dispose()


@pytest.mark.skipif(sys.version_info < (3, 12), reason="sqlite3.Connection.autocommit is of Python 3.12")
def test_the_pragma_of_sqlalchemys_documentation_turns_autocommit_on_for_a_moment(tmp_path):
    engine = ferryman.create_engine(f"sqlite:///{tmp_path}/ferries.db")

    @event.listens_for(engine, "connect")
    def set_pragma(raw, _record):
        before = raw.autocommit
        raw.autocommit = True
        raw.execute("PRAGMA foreign_keys=ON").close()
        raw.autocommit = before

    with engine.connect() as connection:
        assert connection.execute(text("pragma foreign_keys")).scalar() == 1
    engine.dispose()


def test_a_raw_connection_is_a_transaction_for_with(tmp_path):
    engine = ferryman.create_engine(f"sqlite:///{tmp_path}/ferries.db")
    raw = engine.raw_connection()
    with _dbapi(raw) as connection:
        connection.execute("create table ferries (name text)")
        connection.execute("insert into ferries values ('Aurora')")
    with pytest.raises(ZeroDivisionError), _dbapi(raw) as connection:
        connection.execute("insert into ferries values ('Boreas')")
        connection.execute(f"select {1 // 0}")
    assert _dbapi(raw).execute("select name from ferries").fetchall() == [("Aurora",)]
    raw.close()
    engine.dispose()


def test_the_drivers_own_connection_can_be_called_without_await(tmp_path):
    engine = ferryman.create_engine(f"sqlite:///{tmp_path}/ferries.db")
    raw = engine.raw_connection()
    own = getattr(raw, "driver_connection", None) or _dbapi(raw)  # SQLAlchemy 1.4.24 and newer
    assert own.execute("select 1").fetchall() == [(1,)]
    raw.close()
    engine.dispose()
