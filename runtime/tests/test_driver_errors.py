"""`e.orig` answers like the exception of the driver that the application was written for."""

from __future__ import annotations

import asyncio
import os

import ferryman
import pytest
import sqlalchemy as sa
from fastapi import FastAPI, HTTPException
from ferryman._sqlalchemy import version
from sqlalchemy.exc import DBAPIError, IntegrityError
from support.asgi import get
from support.loops import LOAD

psycopg2 = pytest.importorskip("psycopg2")
errors = pytest.importorskip("psycopg2.errors")

TABLE = """
create table if not exists berths (
    id integer constraint berths_key primary key,
    ship text not null, length integer check (length > 0), dock integer references berths (id)
)
"""
#: What the database refuses, by what an application calls it.
REFUSED = {
    "twice": "insert into berths (id, ship) values (1, 'Aurora')",
    "missing": "insert into berths (id) values (2)",
    "check": "insert into berths (id, ship, length) values (3, 'Boreas', -1)",
    "foreign": "insert into berths (id, ship, dock) values (4, 'Boreas', 99)",
    "syntax": "selct 1",
    "no table": "select * from moorings",
    "division": "select 1 / 0",
    "too long": "select cast('long' as numeric)",
    "own code": "do $$ begin raise exception 'closed' using errcode = 'FB001', hint = 'come tomorrow'; end $$",
    "timeout": "set local statement_timeout = 20; select pg_sleep(2)",
}


def _said(error: BaseException) -> dict[str, object]:
    """What code asks an exception of psycopg2."""
    diagnostics = error.diag
    asked = ["sqlstate", "constraint_name", "table_name", "column_name", "schema_name", "severity"]
    asked += ["message_primary", "message_detail", "message_hint", "datatype_name"]
    return {
        "pgcode": error.pgcode,
        "pgerror": (error.pgerror or "").partition("\n")[0],
        **{name: getattr(diagnostics, name) for name in asked},
        "class": error.__class__,
        "caught as": [kind.__name__ for kind in KINDS if isinstance(error, kind)],
    }


KINDS = (
    psycopg2.Error,
    psycopg2.DatabaseError,
    psycopg2.IntegrityError,
    psycopg2.OperationalError,
    psycopg2.ProgrammingError,
    psycopg2.DataError,
    psycopg2.InternalError,
    errors.UniqueViolation,
    errors.NotNullViolation,
    errors.CheckViolation,
    errors.ForeignKeyViolation,
    errors.UndefinedTable,
    errors.QueryCanceled,
)


def _answers(engine: sa.engine.Engine) -> dict[str, dict[str, object]]:
    answers = {}
    for name, statement in REFUSED.items():
        with pytest.raises(DBAPIError) as caught, engine.begin() as connection:
            for part in statement.split("; ") if name == "timeout" else [statement]:
                connection.exec_driver_sql(part)
        answers[name] = _said(caught.value.orig)
    return answers


@pytest.fixture
def before(postgres):
    """The answers of psycopg2 itself."""
    engine = sa.create_engine(postgres.replace("postgresql:", "postgresql+psycopg2:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("drop table if exists berths")
        connection.exec_driver_sql(TABLE)
        connection.exec_driver_sql(REFUSED["twice"])
    yield _answers(engine)
    engine.dispose()


@pytest.fixture(params=["asyncpg"] if version() < (2, 0) else ["psycopg", "asyncpg"])
def carried(request, postgres, monkeypatch):
    pytest.importorskip(request.param)
    monkeypatch.setenv("FERRYMAN_DRIVER", request.param)
    engine = ferryman.create_engine(postgres.replace("postgresql:", "postgresql+psycopg2:"))
    assert engine.dialect.driver.startswith(request.param)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("refused", REFUSED)
def test_an_error_says_what_psycopg2_would_have_said(before, carried, refused):
    assert _answers(carried)[refused] == before[refused]


def test_an_endpoint_answers_conflict_by_the_class_and_by_the_code(before, carried, on_loop):
    app = FastAPI()

    @app.get("/{how}")
    def book(how: str):
        try:
            with carried.begin() as connection:
                connection.exec_driver_sql(REFUSED["twice"])
        except IntegrityError as error:
            by_class = isinstance(error.orig, errors.UniqueViolation)
            by_code = error.orig.pgcode == "23505" and error.orig.diag.constraint_name == "berths_key"
            if by_class if how == "class" else by_code:
                raise HTTPException(409) from error
            raise

    ferryman.crossing(app)

    async def main():
        paths = [f"/{how}" for how in ("class", "code")] * (LOAD // 2)
        return {answer.status for answer in await asyncio.gather(*(get(app, path) for path in paths))}

    assert on_loop(main) == {409}


def test_in_threads_the_driver_speaks_for_itself(postgres, monkeypatch):
    monkeypatch.setitem(os.environ, "FERRYMAN", "threaded")
    engine = ferryman.create_engine(postgres.replace("postgresql:", "postgresql+psycopg2:"))
    with pytest.raises(DBAPIError) as caught, engine.connect() as connection:
        connection.exec_driver_sql("selct 1")
    assert type(caught.value.orig) is errors.SyntaxError
    engine.dispose()
