import { expect, test } from 'vitest';
import { smallProject } from '../../program/testing/small-project.ts';
import { engine, goNative, planned, remainingOf } from '../testing/native.ts';

test('what keeps the driver, by kind; tests are left out', async () => {
  const plan = await planned({
    'library/shelves.py': `from functools import cached_property

${engine}

class Shelf:
    def __init__(self, db: Session) -> None:
        self.db = db

    @cached_property
    def size(self) -> int:
        return weigh(self.db)


def weigh(db: Session) -> int:
    return db.scalar("SELECT weight FROM book")


async def dispose() -> None:
    engine.dispose()


def heaviest(titles: list[str], db: Session) -> str:
    return sorted(titles, key=lambda title: weigh(db))[-1]


def slow(db: Session) -> None:
    import time

    time.sleep(3)
    db.commit()
`,
    'tests/test_shelves.py': `from library.shelves import Shelf, weigh


def test_weigh(session):
    assert weigh(session) == Shelf(session).size
`,
  });
  expect(remainingOf(plan)).toMatchInlineSnapshot(`
    [
      "wait library/shelves.py:15 weigh: The call stands in size, which is not asynchronous.",
      "wait library/shelves.py:27 weigh: The call stands in a lambda, which cannot be asynchronous.",
      "kept library/shelves.py:30 library.shelves:slow: time.sleep holds its thread for as long as it sleeps",
      "kept library/shelves.py:14 library.shelves:Shelf.size: reading a property cannot be awaited",
    ]
  `);
});

const desk = {
  'library/__init__.py': '',
  'library/loans.py': `${engine}

def save(db: Session, title: str) -> str:
    db.commit()
    return title


def lend(db: Session, title: str) -> str:
    return save(db, title)
`,
  'library/desk.py': `from sqlalchemy.orm import Session

from .loans import lend


async def open_desk(db: Session) -> None:
    lend(db, "Jaws")


def close_desk(db: Session) -> int:
    return len(lend(db, "Emma"))
`,
};

test('bridges of earlier runs are counted for as long as they stand', async () => {
  const root = smallProject(desk);
  const bridged = 'lend: The call stands in close_desk, which is not asynchronous.';
  const waits = async (selection: string) => {
    const { remaining } = await goNative(root, [selection]);
    return remaining.flatMap(({ kind, what, why }) => (kind === 'wait' ? [`${what}: ${why}`] : []));
  };
  await goNative(root, ['save']);
  expect(await waits('lend')).toEqual([bridged]);
  expect(await waits('open_desk')).toEqual([bridged]);
  expect(await waits('close_desk')).toEqual([]);
});

test('database I/O that has no awaited form yet, in synchronous functions, too', async () => {
  const text = `from ferryman import create_engine
from sqlalchemy.orm import DeclarativeBase, Session

engine = create_engine("sqlite:///library.db")


class Base(DeclarativeBase):
    pass


def remember(title: str) -> None:
    with Session(engine) as db, db.begin():
        db.add(title)


async def start() -> None:
    Base.metadata.create_all(engine)
`;
  expect(remainingOf(await planned({ 'loans.py': text }))).toMatchInlineSnapshot(`[]`);
});

test('what a program does on its own loop counts, and what it does without one does not', async () => {
  const text = `${engine}
import asyncio

from sqlalchemy import inspect


async def main() -> None:
    print(inspect(engine).has_table("book"))


def check() -> None:
    print(inspect(engine).has_table("loan"))


if __name__ == "__main__":
    check()
    asyncio.run(main())
`;
  expect(remainingOf(await planned({ 'check.py': text }))).toMatchInlineSnapshot(`
    [
      "implicit check.py:12 sqlalchemy.Inspector.has_table: main does not await it",
      "implicit check.py:12 sqlalchemy.inspect: main does not await it",
    ]
  `);
});
