import { expect, test } from 'vitest';
import { engine, planned, remainingOf } from '../../testing/native.ts';

test("queries that are gone through, tables that are read off the database, and calls that may be a session's", async () => {
  const text = `${engine}
from itertools import groupby

from sqlalchemy import MetaData, Table


class Loan:
    pass


def overdue(db: Session):
    query = db.query(Loan).filter(Loan.days > 14)
    return query.with_entities(Loan.id)


def remind(db: Session) -> list:
    for loan in overdue(db):
        print(loan)
    return list(overdue(db))


def by_day(db: Session) -> dict:
    return {day: list(loans) for day, loans in groupby(overdue(db))}


def table(name: str) -> Table:
    return Table(name, MetaData(), autoload_with=engine)


def save(db, thing, log) -> None:
    db.execute(thing)
    thing.commit()
    log.commit()
    thing.execute()
`;
  expect(remainingOf(await planned({ 'loans.py': text }))).toMatchInlineSnapshot(`
    [
      "implicit loans.py:16 sqlalchemy.orm.Session.query: overdue is synchronous",
      "implicit loans.py:21 for ... in sqlalchemy.orm.Query: remind goes through a query, which runs it",
      "implicit loans.py:23 for ... in sqlalchemy.orm.Query: remind goes through a query, which runs it",
      "implicit loans.py:27 for ... in sqlalchemy.orm.Query: by_day goes through a query, which runs it",
      "implicit loans.py:31 sqlalchemy.Table(autoload_with=...): table reads the table off the database",
      "implicit loans.py:35 execute() of objects nobody knows: possibly a session's, in 1 place",
      "implicit loans.py:36 commit() of objects nobody knows: possibly a session's, in 2 places",
    ]
  `);
});
