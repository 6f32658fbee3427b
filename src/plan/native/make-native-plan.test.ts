import { expect, test } from 'vitest';
import { FerryError } from '../../base/index.ts';
import { smallProject } from '../../program/testing/small-project.ts';
import { engine, goNative, planned, remainingOf, textsIn } from '../testing/native.ts';
import type { NativePlan } from './model.ts';

const library = {
  'library/__init__.py': '',
  'library/loans.py': `${engine}

def save(db: Session, title: str) -> str:
    db.commit()
    return title


def lend(db: Session, title: str) -> str:
    return save(db, title)


def fee(days: int) -> int:
    return max(0, days - 14) * 10
`,
  'library/desk.py': `from sqlalchemy.orm import Session

from .loans import fee, lend


async def open_desk(db: Session) -> int:
    lend(db, "Jaws")
    return fee(20)


def close_desk(db: Session) -> int:
    return len(lend(db, "Emma")) + fee(3)
`,
};

const flipsOf = ({ flips }: NativePlan) =>
  flips.map(({ file, line, chain }) => `${file}:${line} ${chain.join(' -> ')}`);
test('before day one nothing goes native', async () => {
  const text = 'from sqlalchemy.orm import Session\n\n\ndef save(db: Session) -> None:\n    db.commit()\n';
  const refusal = await planned({ 'library/loans.py': text }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(FerryError);
  expect(refusal).toMatchObject({ code: 'FERRY_NOT_BRIDGED', exitCode: 1 });
});

test('each flip has the way to what it awaits', async () => {
  expect(flipsOf(await planned(library))).toMatchInlineSnapshot(`
    [
      "library/desk.py:11 library.desk:close_desk -> library.loans:lend -> library.loans:save -> sqlalchemy.orm.Session.commit",
      "library/loans.py:7 library.loans:save -> sqlalchemy.orm.Session.commit",
      "library/loans.py:12 library.loans:lend -> library.loans:save -> sqlalchemy.orm.Session.commit",
    ]
  `);
});

test('functions that call one another have a chain with an end', async () => {
  const text = `${engine}

def lend(db: Session, titles: list[str]) -> None:
    if titles:
        remind(db, titles[1:])


def remind(db: Session, titles: list[str]) -> None:
    lend(db, titles)
    db.commit()
`;
  expect(flipsOf(await planned({ 'loans.py': text }))).toMatchInlineSnapshot(`
    [
      "loans.py:7 loans:lend -> loans:remind -> sqlalchemy.orm.Session.commit",
      "loans.py:12 loans:remind -> sqlalchemy.orm.Session.commit",
    ]
  `);
});

test('callers that were not asked for await where they are asynchronous, and wait where they are not', async () => {
  const root = smallProject(library);
  const plan = await goNative(root, ['library.loans:lend', 'library.loans:save']);
  expect(flipsOf(plan)).toMatchInlineSnapshot(`
    [
      "library/loans.py:7 library.loans:save -> sqlalchemy.orm.Session.commit",
      "library/loans.py:12 library.loans:lend -> library.loans:save -> sqlalchemy.orm.Session.commit",
    ]
  `);
  expect(textsIn(root)).toMatchInlineSnapshot(`
    "# library/__init__.py

    # library/desk.py
    from ferryman import wait
    from sqlalchemy.orm import Session

    from .loans import fee, lend


    async def open_desk(db: Session) -> int:
        await lend(db, "Jaws")
        return fee(20)


    def close_desk(db: Session) -> int:
        return len(wait(lend(db, "Emma"))) + fee(3)

    # library/loans.py
    from ferryman import async_session, create_engine
    from sqlalchemy.orm import Session

    engine = create_engine("sqlite:///library.db")


    async def save(db: Session, title: str) -> str:
        await async_session(db).commit()
        return title


    async def lend(db: Session, title: str) -> str:
        return await save(db, title)


    def fee(days: int) -> int:
        return max(0, days - 14) * 10
    "
  `);
  expect(remainingOf(plan)).toMatchInlineSnapshot(`
    [
      "wait library/desk.py:12 lend: The call stands in close_desk, which is not asynchronous.",
      "kept library/desk.py:11 library.desk:close_desk: it was not asked for",
      "session library/desk.py:6 db of open_desk: nobody is seen to call library.desk:open_desk",
    ]
  `);
});

test('a function that was asynchronous before awaits its own I/O once it is asked for', async () => {
  const text = `${engine}

async def lend(db: Session) -> None:
    remind(db)
    db.commit()


def remind(db: Session) -> None:
    db.flush()
`;
  const root = smallProject({ 'loans.py': text });
  expect(remainingOf(await goNative(root, ['remind']))).toMatchInlineSnapshot(`
    [
      "implicit loans.py:9 sqlalchemy.orm.Session.commit: lend does not await it",
      "session loans.py:7 db of lend: nobody is seen to call loans:lend",
    ]
  `);
  expect(textsIn(root)).toMatchInlineSnapshot(`
    "# loans.py
    from ferryman import async_session, create_engine
    from sqlalchemy.orm import Session

    engine = create_engine("sqlite:///library.db")


    async def lend(db: Session) -> None:
        await remind(db)
        db.commit()


    async def remind(db: Session) -> None:
        await async_session(db).flush()
    "
  `);
  const plan = await goNative(root, ['lend']);
  expect([flipsOf(plan), remainingOf(plan)]).toEqual([
    [],
    ['session loans.py:7 db of lend: nobody is seen to call loans:lend'],
  ]);
  expect(textsIn(root)).toMatchInlineSnapshot(`
    "# loans.py
    from ferryman import async_session, create_engine
    from sqlalchemy.orm import Session

    engine = create_engine("sqlite:///library.db")


    async def lend(db: Session) -> None:
        await remind(db)
        await async_session(db).commit()


    async def remind(db: Session) -> None:
        await async_session(db).flush()
    "
  `);
});

test('a caller whose callee is not asked for has nothing to await', async () => {
  const plan = await planned(library, ['lend']);
  expect(flipsOf(plan)).toEqual([]);
  expect(plan.files).toEqual([]);
});

test('what is kept stays synchronous with its reason, and its callers with it', async () => {
  const kept = new Map([['library.loans:save', 'its coroutine would be lost']]);
  const plan = await planned(library, ['all'], kept);
  expect(plan.files).toEqual([]);
  expect(remainingOf(plan)).toMatchInlineSnapshot(`
    [
      "kept library/loans.py:7 library.loans:save: its coroutine would be lost",
      "session library/desk.py:6 db of open_desk: nobody is seen to call library.desk:open_desk",
    ]
  `);
});
