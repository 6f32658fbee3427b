import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallProject } from '../../program/testing/small-project.ts';
import { goNative, textsIn } from '../testing/native.ts';

/** Four functions that need one another in a line, with a branch; each can go native alone. */
const library = {
  'library/__init__.py': '',
  'library/loans.py': `from ferryman import create_engine
from sqlalchemy.orm import Session

engine = create_engine("sqlite:///library.db")


def save(db: Session, title: str) -> str:
    db.commit()
    return title


def remind(db: Session, title: str) -> str:
    return save(db, title.upper())
`,
  'library/desk.py': `from sqlalchemy.orm import Session

from .loans import remind, save


def lend(db: Session, titles: list[str]) -> list[str]:
    return [save(db, title) or remind(db, title) for title in titles]


def open_desk(db: Session, titles: list[str]) -> int:
    if titles and lend(db, titles):
        return len(lend(db, titles)) + len(remind(db, "Jaws"))
    return 0
`,
};

const needs = { save: [], remind: ['save'], lend: ['save', 'remind'], open_desk: ['lend', 'remind'] } as const;
const names = ['save', 'remind', 'lend', 'open_desk'] as const;

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, at) =>
    permutations(items.filter((_, index) => index !== at)).map((rest) => [first, ...rest]),
  );
}

test('one after another, in any order, ends as all at once does', async () => {
  const atOnce = smallProject(library);
  await goNative(atOnce, ['all']);
  const wanted = textsIn(atOnce);
  expect(wanted).toMatchInlineSnapshot(`
    "# library/__init__.py

    # library/desk.py
    from sqlalchemy.orm import Session

    from .loans import remind, save


    async def lend(db: Session, titles: list[str]) -> list[str]:
        return [await save(db, title) or await remind(db, title) for title in titles]


    async def open_desk(db: Session, titles: list[str]) -> int:
        if titles and await lend(db, titles):
            return len(await lend(db, titles)) + len(await remind(db, "Jaws"))
        return 0

    # library/loans.py
    from ferryman import async_session, create_engine
    from sqlalchemy.orm import Session

    engine = create_engine("sqlite:///library.db")


    async def save(db: Session, title: str) -> str:
        await async_session(db).commit()
        return title


    async def remind(db: Session, title: str) -> str:
        return await save(db, title.upper())
    "
  `);
  for (const order of permutations(names)) {
    const root = smallProject(library);
    for (const name of order) await goNative(root, [name]);
    // What was asked for before anything in it was to be awaited stays synchronous, until it is asked for again.
    const isCalleesFirst = order.every((name, at) => needs[name].every((callee) => order.indexOf(callee) < at));
    if (isCalleesFirst) expect(textsIn(root), order.join(', ')).toBe(wanted);
    await goNative(root, ['all']);
    expect(textsIn(root), `${order.join(', ')}, all`).toBe(wanted);
  }
});

/** A class and its heir, a generator, a context manager, a property, a lambda, tests: some of it cannot go native. */
const store = {
  'library/__init__.py': '',
  'library/store.py': `from collections.abc import Iterator
from contextlib import contextmanager

from ferryman import create_engine
from sqlalchemy.orm import Session

engine = create_engine("sqlite:///library.db")


class Store:
    def __init__(self, db: Session) -> None:
        self.db = db

    def save(self, title: str) -> str:
        self.db.add(title)
        self.db.commit()
        return title

    def titles(self) -> Iterator[str]:
        for title in self.db.scalars("SELECT title FROM book"):
            yield title

    @property
    def size(self) -> int:
        return self.count()

    def count(self) -> int:
        return self.db.scalar("SELECT count(*) FROM book")


class LoudStore(Store):
    def save(self, title: str) -> str:
        return super().save(title.upper())


@contextmanager
def transaction(db: Session) -> Iterator[Store]:
    yield Store(db)
    db.commit()
`,
  'library/desk.py': `from sqlalchemy.orm import Session

from .store import LoudStore, Store, transaction


def lend(db: Session, titles: list[str]) -> list[str]:
    with transaction(db) as store:
        return [store.save(title) for title in titles]


def heaviest(db: Session) -> str:
    store = LoudStore(db)
    return sorted(store.titles(), key=lambda title: store.save(title) + str(store.count()))[-1]


def open_desk(db: Session, titles: list[str]) -> int:
    if titles and lend(db, titles):
        return len(lend(db, titles)) + len(heaviest(db)) + Store(db).size
    return any(title for title in Store(db).titles())
`,
  'tests/test_desk.py': `from library.desk import lend, open_desk
from library.store import Store


def test_lend(session):
    assert lend(session, ["Jaws"]) == ["Jaws"]
    assert list(Store(session).titles()) == ["Jaws"]


def test_open(session):
    store = Store(session)
    assert open_desk(session, []) == store.count() == 0
`,
};

test('families, context managers and what stays synchronous end the same, whatever the order', async () => {
  const atOnce = smallProject(store);
  await goNative(atOnce, ['all']);
  const wanted = textsIn(atOnce);
  expect(wanted).toMatchInlineSnapshot(`
    "# library/__init__.py

    # library/desk.py
    from ferryman import iterate, wait
    from sqlalchemy.orm import Session

    from .store import LoudStore, Store, transaction


    async def lend(db: Session, titles: list[str]) -> list[str]:
        async with transaction(db) as store:
            return [await store.save(title) for title in titles]


    async def heaviest(db: Session) -> str:
        store = LoudStore(db)
        return sorted([item async for item in store.titles()], key=lambda title: wait(store.save(title)) + str(wait(store.count())))[-1]


    async def open_desk(db: Session, titles: list[str]) -> int:
        if titles and await lend(db, titles):
            return len(await lend(db, titles)) + len(await heaviest(db)) + await Store(db).size()
        return any(title for title in iterate(Store(db).titles()))

    # library/store.py
    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager

    from ferryman import async_session, create_engine
    from sqlalchemy.orm import Session

    engine = create_engine("sqlite:///library.db")


    class Store:
        def __init__(self, db: Session) -> None:
            self.db = db

        async def save(self, title: str) -> str:
            self.db.add(title)
            await async_session(self.db).commit()
            return title

        async def titles(self) -> AsyncIterator[str]:
            for title in await async_session(self.db).scalars("SELECT title FROM book"):
                yield title

        async def size(self) -> int:
            return await self.count()

        async def count(self) -> int:
            return await async_session(self.db).scalar("SELECT count(*) FROM book")


    class LoudStore(Store):
        async def save(self, title: str) -> str:
            return await super().save(title.upper())


    @asynccontextmanager
    async def transaction(db: Session) -> AsyncIterator[Store]:
        yield Store(db)
        await async_session(db).commit()

    # tests/test_desk.py
    from ferryman import iterate, wait

    from library.desk import lend, open_desk
    from library.store import Store


    def test_lend(session):
        assert wait(lend(session, ["Jaws"])) == ["Jaws"]
        assert list(iterate(Store(session).titles())) == ["Jaws"]


    def test_open(session):
        store = Store(session)
        assert wait(open_desk(session, [])) == wait(store.count()) == 0
    "
  `);
  const parts = ['Store.save', 'Store.titles', 'Store.count', 'transaction', 'lend', 'heaviest', 'open_desk'];
  const orders = fc.shuffledSubarray(parts, { minLength: parts.length });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const root = smallProject(store);
      for (const name of order) await goNative(root, [name]);
      await goNative(root, ['all']);
      expect(textsIn(root)).toBe(wanted);
      expect((await goNative(root, ['all'])).files, 'a second run changes nothing').toEqual([]);
    }),
    { numRuns: 3 },
  );
}, 60_000);
