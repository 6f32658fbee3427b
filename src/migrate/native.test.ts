import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test, vi } from 'vitest';
import { FerryError, type FerryEvent, openTemporaryRoot, run, silent } from '../base/index.ts';
import { migrate } from './migrate.ts';
import { migrateNative, planNative } from './native.ts';
import { rollback } from './rollback-run.ts';
import { ferryFiles } from './testing/ferry-changes.ts';
import { type FerryRepository, ferryRepository, portrait } from './testing/ferry-repository.ts';

const bookings = {
  'app/__init__.py': '',
  'app/db.py':
    'from sqlalchemy import create_engine\nfrom sqlalchemy.orm import sessionmaker\n\nengine = create_engine("sqlite:///ferry.db")\nSession = sessionmaker(engine)\n',
  'app/bookings.py': `from sqlalchemy.orm import Session


def count(session: Session) -> int:
    return session.scalar("SELECT count(*) FROM booking")


def book(session: Session, seats: int) -> int:
    if count(session) + seats > 80:
        return 0
    session.commit()
    return seats
`,
  'app/main.py': `from fastapi import FastAPI

from .bookings import book
from .db import Session

app = FastAPI()


@app.post("/bookings")
def make_booking(seats: int) -> int:
    with Session() as session:
        return book(session, seats)
`,
  'requirements.txt': 'fastapi\nsqlalchemy>=2\n',
  'tests/test_bookings.py': `from app.bookings import count


def test_count(session):
    assert count(session) == 0
`,
};

/** Branches, and what the work tree is on. */
async function branches(ferry: FerryRepository): Promise<readonly string[]> {
  return (await ferry.git('branch', '--format=%(if)%(HEAD)%(then)* %(end)%(refname:short)')).trim().split('\n');
}

async function lastDiff(ferry: FerryRepository): Promise<string> {
  const shown = await ferry.git('show', '--format=%B', '--unified=0', 'HEAD');
  return shown.replace(/Run: .*/, 'Run: RUN').replace(/^index .*\n/gm, '');
}

/** The refusal's code and message. */
async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (error instanceof FerryError) return `${error.code}: ${error.message}`;
  throw new TypeError('nothing was refused', { cause: error });
}

test('day one and all of it in one go, in two commits; each is taken back', async () => {
  await using ferry = await ferryRepository(bookings);
  const before = await portrait(ferry.root);
  const { dayOne, plan, carried } = await migrateNative(ferry.root, ['all'], {}, silent);
  expect([dayOne?.carried?.branch, carried?.branch]).toEqual(['ferryman/day-one', 'ferryman/native-1']);
  expect(await branches(ferry)).toEqual(['ferryman/day-one', '* ferryman/native-1', 'main']);
  expect(await lastDiff(ferry)).toMatchInlineSnapshot(`
    "Make 3 functions native: all

    They are asynchronous and await their I/O.

    \`ferryman rollback\` or \`git revert\` takes the change back.

    - app/bookings.py
    - app/main.py
    - tests/test_bookings.py

    Ferryman-Wave: 1
    Ferryman-Run: RUN


    diff --git a/app/bookings.py b/app/bookings.py
    --- a/app/bookings.py
    +++ b/app/bookings.py
    @@ -1 +1 @@
    -from sqlalchemy.orm import Session
    +from sqlalchemy.ext.asyncio import AsyncSession
    @@ -4,2 +4,2 @@ from sqlalchemy.orm import Session
    -def count(session: Session) -> int:
    -    return session.scalar("SELECT count(*) FROM booking")
    +async def count(session: AsyncSession) -> int:
    +    return await session.scalar("SELECT count(*) FROM booking")
    @@ -8,2 +8,2 @@ def count(session: Session) -> int:
    -def book(session: Session, seats: int) -> int:
    -    if count(session) + seats > 80:
    +async def book(session: AsyncSession, seats: int) -> int:
    +    if await count(session) + seats > 80:
    @@ -11 +11 @@ def book(session: Session, seats: int) -> int:
    -    session.commit()
    +    await session.commit()
    diff --git a/app/main.py b/app/main.py
    --- a/app/main.py
    +++ b/app/main.py
    @@ -2 +2 @@ from fastapi import FastAPI
    -from ferryman import crossing
    +from ferryman import async_session, crossing
    @@ -13,3 +13,3 @@ crossing(app, bridged=BRIDGED)
    -def make_booking(seats: int) -> int:
    -    with Session() as session:
    -        return book(session, seats)
    +async def make_booking(seats: int) -> int:
    +    async with async_session(Session()) as session:
    +        return await book(session, seats)
    diff --git a/tests/test_bookings.py b/tests/test_bookings.py
    --- a/tests/test_bookings.py
    +++ b/tests/test_bookings.py
    @@ -0,0 +1,2 @@
    +from ferryman import wait
    +
    @@ -5 +7 @@ def test_count(session):
    -    assert count(session) == 0
    +    assert wait(count(session)) == 0
    "
  `);
  expect(plan.flips.map(({ id }) => id)).toEqual(['app.bookings:count', 'app.bookings:book', 'app.main:make_booking']);
  await rollback(ferry.root, silent);
  expect(await branches(ferry)).toEqual(['* ferryman/day-one', 'main']);
  await rollback(ferry.root, silent);
  expect(await portrait(ferry.root)).toBe(before);
});

test('day one first, then one set after another, each on a branch of its own; each is taken back', async () => {
  await using ferry = await ferryRepository(bookings);
  const portraits = [await portrait(ferry.root)];
  await migrate(ferry.root, {}, silent);
  portraits.push(await portrait(ferry.root));
  const first = await migrateNative(ferry.root, ['count'], {}, silent);
  expect([first.dayOne, first.carried?.branch]).toEqual([undefined, 'ferryman/native-1']);
  portraits.push(await portrait(ferry.root));
  const second = await migrateNative(ferry.root, ['POST /bookings'], {}, silent);
  expect(second.carried?.branch).toBe('ferryman/native-2');
  expect(await ferry.git('log', '--format=%s%n%(trailers:key=Ferryman-Wave)', 'main..HEAD')).toMatchInlineSnapshot(`
    "Make 2 functions native: POST /bookings
    Ferryman-Wave: 2

    Make 1 function native: count
    Ferryman-Wave: 1

    Run the application on the event loop
    Ferryman-Wave: 0

    "
  `);
  const done = await portrait(ferry.root);
  const third = await migrateNative(ferry.root, ['all'], {}, silent);
  expect(third.carried).toBe(undefined);
  expect(await portrait(ferry.root)).toBe(done);
  for (const wanted of portraits.reverse()) {
    await rollback(ferry.root, silent);
    // The journal stays until the last run is taken back.
    expect(withoutState(await portrait(ferry.root))).toBe(withoutState(wanted));
  }
});

test('one go and one after another end in the same text', async () => {
  await using atOnce = await ferryRepository(bookings);
  await migrateNative(atOnce.root, ['all'], {}, silent);
  await using inTurn = await ferryRepository(bookings);
  await migrate(inTurn.root, {}, silent);
  for (const item of ['count', 'book', 'make_booking']) await migrateNative(inTurn.root, [item], {}, silent);
  const tree = (ferry: FerryRepository) => ferry.git('rev-parse', 'HEAD^{tree}');
  expect(await tree(inTurn)).toBe(await tree(atOnce));
});

test("a branch of the user's choice is that of the native commit", async () => {
  await using ferry = await ferryRepository(bookings);
  await migrateNative(ferry.root, ['all'], { branch: 'go-native' }, silent);
  expect(await branches(ferry)).toEqual(['ferryman/day-one', '* go-native', 'main']);
});

test('a plan before day one says what day one would be, writes nothing and leaves no copy', async () => {
  await using ferry = await ferryRepository(bookings);
  using cache = openTemporaryRoot('ferryman-cache-');
  vi.stubEnv('XDG_CACHE_HOME', cache.root);
  try {
    const before = await portrait(ferry.root);
    const { dayOne, plan } = await planNative(ferry.root, ['all'], {}, silent);
    expect(dayOne?.files.map((file) => file.path)).toMatchInlineSnapshot(`
      [
        "app/db.py",
        "app/ferryman_crossing.py",
        "app/main.py",
        "requirements.txt",
      ]
    `);
    expect([plan.root, plan.files.map((file) => file.path)]).toEqual([
      ferry.root,
      ['app/bookings.py', 'app/main.py', 'tests/test_bookings.py'],
    ]);
    expect(await portrait(ferry.root)).toBe(before);
    expect(fs.readdirSync(path.join(cache.root, 'ferryman/plans'))).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test('a name that nothing has is told before day one is written', async () => {
  await using ferry = await ferryRepository(bookings);
  const before = await portrait(ferry.root);
  const said = 'FERRY_UNKNOWN_SELECTION: Nothing in the project is called "cuont"';
  expect(await refusal(migrateNative(ferry.root, ['cuont'], {}, silent))).toBe(said);
  expect(await refusal(planNative(ferry.root, ['cuont'], {}, silent))).toBe(said);
  expect(await portrait(ferry.root)).toBe(before);
});

test('changes that are not committed are refused', async () => {
  await using ferry = await ferryRepository(bookings);
  await migrate(ferry.root, {}, silent);
  ferry.write('app/bookings.py', `${bookings['app/bookings.py']}\n\nSEATS = 80\n`);
  const before = await portrait(ferry.root);
  expect(await refusal(migrateNative(ferry.root, ['all'], {}, silent))).toMatchInlineSnapshot(
    `"FERRY_DIRTY_TREE: The work tree has changes that are not committed: "app/bookings.py""`,
  );
  expect(await portrait(ferry.root)).toBe(before);
});

test('a run that was killed is taken back first', async () => {
  await using ferry = await ferryRepository({ ...bookings, ...ferryFiles });
  const before = await portrait(ferry.root);
  const program = path.join(import.meta.dirname, 'testing/killed-run.ts');
  // In the middle of writing: the branch is there, some of the files are.
  await run(process.execPath, [program, 'carry', ferry.root, '34'], { cwd: ferry.root, timeoutMs: 30_000 });
  expect(await branches(ferry)).toContain('ferryman/day-one');
  const said = await refusal(migrateNative(ferry.root, ['cuont'], {}, silent));
  expect(said).toBe('FERRY_UNKNOWN_SELECTION: Nothing in the project is called "cuont"');
  expect(await portrait(ferry.root)).toBe(before);
});

test('what it does is told step by step', async () => {
  await using ferry = await ferryRepository(bookings);
  const events: FerryEvent[] = [];
  await migrateNative(ferry.root, ['all'], {}, (event) => events.push(event));
  expect(events.flatMap((event) => (event.kind === 'step' ? [event.title] : []))).toMatchInlineSnapshot(`
    [
      "Reading the project",
      "Reading the project",
      "Judging the endpoints",
      "Planning the changes",
      "Writing 4 files to ferryman/day-one",
      "Reading the project",
      "Deciding what goes native",
      "Writing 3 files to ferryman/native-1",
    ]
  `);
});

const withoutState = (text: string) =>
  text
    .split('\n')
    .filter((line) => !line.includes('.ferryman'))
    .join('\n');
