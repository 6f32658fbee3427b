"""Statements give on the loop, by psycopg 3, what psycopg2 gives for them in threads."""

from __future__ import annotations

import datetime
import decimal
import uuid

import ferryman
import pytest
import sqlalchemy as sa
from ferryman._sqlalchemy import version

pytest.importorskip("psycopg2")
pytest.importorskip("psycopg")
pytestmark = pytest.mark.skipif(version() < (2, 0), reason="SQLAlchemy 1.4 has no dialect for psycopg 3")

#: Statement and parameters.
ASKED = {
    "set local": ("set local statement_timeout = :most", {"most": 1000}),
    "set a variable": ("set local ferry.company = :name", {"name": "O'Hara"}),
    "notify": ("notify harbour, :text", {"text": "low tide"}),
    "comment": ("comment on schema public is :text", {"text": "ferries; 100 %"}),
    "in a tuple": ("select 1 where 1 in :numbers", {"numbers": (1, None, 3)}),
    "in a tuple of texts": ("select 'Aurora' in :names", {"names": ("Aurora", "it's")}),
    "in no tuple": ("select 1 where 1 in :numbers", {"numbers": ()}),
    "any of a list": ("select 1 where 1 = any(:numbers)", {"numbers": [1, 2]}),
    "null of no type": ("select :nothing is null", {"nothing": None}),
    "text for a number": ("select 1 where 1 = :one", {"one": "1"}),
    "number for a text": ("select 'pier ' || :number", {"number": 4}),
    "number of no type": ("select :number", {"number": 1}),
    "parameter in a literal": ("select now() - interval ':days days' < now()", {"days": 1}),
    "days": ("select date '2020-01-01' + :days", {"days": 1}),
    "decimal": ("select :price * 2", {"price": decimal.Decimal("1.5")}),
    "float": ("select :price * 2, :nan", {"price": 1.5, "nan": float("inf")}),
    "bytes": ("select length(:bytes)", {"bytes": b"ab'\\x00"}),
    "uuid": ("select :id", {"id": uuid.UUID(int=7)}),
    "moments": (
        "select :day, :time, :moment, :while",
        {
            "day": datetime.date(2020, 2, 29),
            "time": datetime.time(10, 30),
            "moment": datetime.datetime(2020, 2, 29, 10, 30, tzinfo=datetime.timezone.utc),
            "while": datetime.timedelta(days=1, seconds=5),
        },
    ),
    "truth": ("select :yes and true", {"yes": True}),
    "percent": ("select 'a%' like 'a%', :name like 'b%'", {"name": "bc"}),
    "several statements": ("select 1; select 2, 3", {}),
    "a number compared with a truth": ("select true = :one", {"one": 1}),
    "addresses": ("select inet '10.0.0.1', cidr '10.0.0.0/8', inet '::1', macaddr '08:00:2b:01:02:03'", {}),
    "rows": ("select row(1, 'a'), row(null, '\"')", {}),
    "json": ("select '{\"a\": [1]}'::json, '[1, null]'::jsonb", {}),
    "numbers": ("select 1.5::numeric, 1.5::float8, 2::int8, 3::int2, true, 1::money, 7::oid", {}),
    "texts": ("select 'a'::char(3), 'b'::name, '<a/>'::xml, '(1,2)'::point, '1.0'::text, 'x'::\"char\"", {}),
    "times": ("select time '10:00', timestamp '2020-01-01', timestamptz '2020-01-01 00:00+02', interval '1 day 2 hours'", {}),
    "arrays": ("select array[1, null], array['a'], array[array[1.5]], array[]::int[], array[date '2020-01-01']", {}),
    "ids": ("select '11111111-1111-1111-1111-111111111111'::uuid", {}),
    "bits": ("select b'101', '1010'::varbit", {}),
    "nothing": ("select null, null::int", {}),
}


def _answers(engine: sa.engine.Engine) -> dict[str, object]:
    answers: dict[str, object] = {}
    for name, (statement, parameters) in ASKED.items():
        try:
            with engine.begin() as connection:
                result = connection.execute(sa.text(statement), parameters)
                answers[name] = [[_typed(value) for value in row] for row in result] if result.returns_rows else "done"
        except sa.exc.DBAPIError as error:
            answers[name] = f"{type(error).__name__} {error.orig.pgcode}"
    return answers


def _typed(value: object) -> object:
    # Two names of UTC are the same moment.
    return (type(value).__name__, value if not isinstance(value, list) else repr(value))


@pytest.fixture(scope="module")
def before(postgres):
    engine = sa.create_engine(postgres.replace("postgresql:", "postgresql+psycopg2:"))
    yield _answers(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def after(postgres):
    engine = ferryman.create_engine(postgres.replace("postgresql:", "postgresql+psycopg2:"))
    assert engine.dialect.driver.startswith("psycopg")
    yield _answers(engine)
    engine.dispose()


@pytest.mark.parametrize("asked", ASKED)
def test_a_statement_means_the_same(before, after, asked):
    assert after[asked] == before[asked]


def test_nothing_is_prepared_on_the_server(postgres):
    engine = ferryman.create_engine(postgres.replace("postgresql:", "postgresql+psycopg2:"))
    with engine.connect() as connection:
        for _ in range(10):
            connection.execute(sa.text("select :number"), {"number": 1})
        assert connection.execute(sa.text("select count(*) from pg_prepared_statements")).scalar() == 0
    engine.dispose()


def test_who_chose_psycopg_3_keeps_its_ways(postgres):
    engine = ferryman.create_engine(postgres.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection, pytest.raises(sa.exc.ProgrammingError):
        connection.execute(sa.text("set local statement_timeout = :most"), {"most": 1000})
    engine.dispose()


def test_a_cursor_factory_of_the_application_wins(postgres):
    psycopg = pytest.importorskip("psycopg")
    engine = ferryman.create_engine(
        postgres.replace("postgresql:", "postgresql+psycopg2:"),
        connect_args={"cursor_factory": psycopg.AsyncCursor},
    )
    with engine.connect() as connection, pytest.raises(sa.exc.ProgrammingError):
        connection.execute(sa.text("set local statement_timeout = :most"), {"most": 1000})
    engine.dispose()
