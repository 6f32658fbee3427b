import { expect, test } from 'vitest';
import { smallProject } from '../../program/testing/small-project.ts';
import { engine, goNative, textsIn } from '../testing/native.ts';

/** The texts after all of it went native; a second run leaves them alone. */
async function native(files: Readonly<Record<string, string>>): Promise<string> {
  const root = smallProject(files);
  await goNative(root, ['all']);
  const after = textsIn(root);
  expect((await goNative(root, ['all'])).files).toEqual([]);
  return after;
}

test('a declaration says what those give that derive from it', async () => {
  const text = `from abc import ABC, abstractmethod
from typing import Iterator

${engine}

class Shelf(ABC):
    @abstractmethod
    def titles(self, db: Session) -> Iterator[str]: ...


class LoanShelf(Shelf):
    def titles(self, db: Session) -> Iterator[str]:
        for title in db.scalars("SELECT title FROM loan"):
            yield title


def count(shelf: Shelf, db: Session) -> int:
    return len([title for title in shelf.titles(db)])
`;
  expect(await native({ 'shelves.py': text })).toMatchInlineSnapshot(`
    "# shelves.py
    from abc import ABC, abstractmethod
    from typing import AsyncIterator

    from ferryman import async_session, create_engine
    from sqlalchemy.orm import Session

    engine = create_engine("sqlite:///library.db")


    class Shelf(ABC):
        @abstractmethod
        def titles(self, db: Session) -> AsyncIterator[str]: ...


    class LoanShelf(Shelf):
        async def titles(self, db: Session) -> AsyncIterator[str]:
            for title in await async_session(db).scalars("SELECT title FROM loan"):
                yield title


    async def count(shelf: Shelf, db: Session) -> int:
        return len([title async for title in shelf.titles(db)])
    "
  `);
});

test('a context manager that is handed on, in a file of its own', async () => {
  const files = {
    'desks.py': `from contextlib import contextmanager
from typing import Generator

${engine}

@contextmanager
def transaction(db: Session) -> Generator[Session, None, None]:
    yield db
    db.commit()
`,
    'hand.py': `from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from desks import transaction


def lending(db: Session) -> AbstractContextManager[Session]:
    return transaction(db)
`,
    'loans.py': `from sqlalchemy.orm import Session

from hand import lending


def lend(db: Session) -> bool:
    with lending(db) as inside:
        return inside.is_active
`,
  };
  expect(await native(files)).toMatchInlineSnapshot(`
    "# desks.py
    from contextlib import asynccontextmanager
    from typing import AsyncGenerator

    from ferryman import async_session, create_engine
    from sqlalchemy.orm import Session

    engine = create_engine("sqlite:///library.db")


    @asynccontextmanager
    async def transaction(db: Session) -> AsyncGenerator[Session, None]:
        yield db
        await async_session(db).commit()

    # hand.py
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy.orm import Session

    from desks import transaction


    def lending(db: Session) -> AbstractAsyncContextManager[Session]:
        return transaction(db)

    # loans.py
    from sqlalchemy.orm import Session

    from hand import lending


    async def lend(db: Session) -> bool:
        async with lending(db) as inside:
            return inside.is_active
    "
  `);
});

test('an iterator of its own', async () => {
  const text = `from typing import Iterator

${engine}

class Loans:
    def __init__(self, db: Session) -> None:
        self.db = db

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return self.db.scalar("SELECT title FROM loan")


def first(db: Session) -> str:
    for title in Loans(db):
        return title.upper()
    return ""
`;
  expect(await native({ 'loans.py': text })).toMatchInlineSnapshot(`
    "# loans.py
    from typing import AsyncIterator

    from ferryman import async_session, create_engine
    from sqlalchemy.orm import Session

    engine = create_engine("sqlite:///library.db")


    class Loans:
        def __init__(self, db: Session) -> None:
            self.db = db

        def __aiter__(self) -> AsyncIterator[str]:
            return self

        async def __anext__(self) -> str:
            return await async_session(self.db).scalar("SELECT title FROM loan")


    async def first(db: Session) -> str:
        async for title in Loans(db):
            return title.upper()
        return ""
    "
  `);
});

test('tests that hand an iterator on keep their annotations', async () => {
  const found = await native({
    'library/__init__.py': '',
    'library/loans.py': `from collections.abc import Iterator

${engine}

def titles(db: Session) -> Iterator[str]:
    for title in db.scalars("SELECT title FROM loan"):
        yield title


def remind(db: Session) -> list[str]:
    return [title.upper() for title in titles(db)]
`,
    'tests/test_loans.py': `from collections.abc import Iterator

from library.loans import titles


def some(session) -> Iterator[str]:
    return titles(session)


def test_some(session):
    some(session)
`,
  });
  expect(found.slice(found.indexOf('# tests/'))).toMatchInlineSnapshot(`
    "# tests/test_loans.py
    from collections.abc import Iterator

    from library.loans import titles


    def some(session) -> Iterator[str]:
        return titles(session)


    def test_some(session):
        some(session)
    "
  `);
});
