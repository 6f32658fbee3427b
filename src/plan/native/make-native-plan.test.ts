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
