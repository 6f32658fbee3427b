import { expect, test } from 'vitest';
import { run } from '../../base/index.ts';
import { ferryman, temporaryProject } from '../testing/harness.ts';

const bookings = {
  'app/__init__.py': '',
  'app/db.py': `from ferryman import create_engine
from sqlalchemy.orm import sessionmaker

engine = create_engine("sqlite:///ferry.db")
Session = sessionmaker(engine)
`,
  'app/bookings.py': `from sqlalchemy.orm import Session


class Sailing:
    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def seats_left(self) -> int:
        return 80 - count(self.session)


def count(session: Session) -> int:
    return session.scalar("SELECT count(*) FROM booking")


def book(session: Session, seats: int) -> int:
    if count(session) + seats > 80:
        return 0
    session.commit()
    return seats


def price(seats: int) -> int:
    return seats * 12


class Ferry:
    def name(self) -> str:
        return "Aurora"


class Harbour:
    def name(self) -> str:
        return "Visby"
`,
};

/** What a user sees who types this in the project's folder. */
async function typed(...argv: readonly string[]) {
  using project = temporaryProject(bookings);
  const { exitCode, out, err } = await ferryman(project.root, 'migrate', '--types', 'off', ...argv);
  return `exit ${exitCode}\n${out}${err}`
    .replaceAll(project.root, '<here>')
    .replace(/No environment [^]*?has\.\n/u, '')
    .replace(/^done .*\n/gmu, '');
}

test('a dry run prints the diff, and beside it what goes native and what stays', async () => {
  using project = temporaryProject(bookings);
  const { exitCode, out, err } = await ferryman(project.root, 'migrate', '--native', 'count', '--dry-run');
  expect(exitCode).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "--- a/app/bookings.py
    +++ b/app/bookings.py
    @@ -1,4 +1,5 @@
    +from ferryman import async_session, wait
     from sqlalchemy.orm import Session
     
     
     class Sailing:
    @@ -6,17 +7,17 @@
             self.session = session
     
         @property
         def seats_left(self) -> int:
    -        return 80 - count(self.session)
    +        return 80 - wait(count(self.session))
     
     
    -def count(session: Session) -> int:
    -    return session.scalar("SELECT count(*) FROM booking")
    +async def count(session: Session) -> int:
    +    return await async_session(session).scalar("SELECT count(*) FROM booking")
     
     
     def book(session: Session, seats: int) -> int:
    -    if count(session) + seats > 80:
    +    if wait(count(session)) + seats > 80:
             return 0
         session.commit()
         return seats
     
    "
  `);
  expect(err.slice(err.search(/\d+ function/u))).toMatchInlineSnapshot(`
    "1 function goes native, in 1 file

    2 calls of native code through wait(...)
         1  The call stands in seats_left, which is not asynchronous.
            app/bookings.py:10
         1  The call stands in book, which is not asynchronous.
            app/bookings.py:18

    2 functions with something to await stay synchronous
         2  it was not asked for
            app/bookings.py:17 and 1 more

    All of it is carried by the driver meanwhile, and listed one by one with
    --format json.
    "
  `);
});

test('--native wants something to be named', async () => {
  expect(await typed('--native')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: option '--native <what>' argument missing
      next:  \`ferryman migrate --help\` shows what it takes.
    "
  `);
  const nothing = await typed('--native', ' , ');
  expect(nothing).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: --native names nothing
      next:  Say --native all, or name a function, a module or an endpoint.
    "
  `);
  expect(await typed('--native', '--dry-run')).toBe(nothing);
});

test('a slip in a name', async () => {
  expect(await typed('--native', 'bokk', '--dry-run')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_UNKNOWN_SELECTION: Nothing in the project is called "bokk"
      where: <here>
      next:  Did you mean app.bookings:book?
    "
  `);
});

test('a name that two have', async () => {
  expect(await typed('--native', 'app.bookings:book,name', '--dry-run')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_AMBIGUOUS_SELECTION: "name" may be any of 2 functions
      next:  Say which: app.bookings:Ferry.name, app.bookings:Harbour.name.
    "
  `);
});

test('--explain alone', async () => {
  expect(await typed('--explain', 'book')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: --explain says why functions go native, and nothing is to go
      native
      next:  Add --native all, or use \`ferryman audit --explain\` for blocking calls.
    "
  `);
});

test('why a function goes native', async () => {
  expect(await typed('--native', 'all', '--explain', 'book')).toMatchInlineSnapshot(`
    "exit 0
    native  app.bookings:book
            app/bookings.py:17
            -> sqlalchemy.orm.Session.commit
    "
  `);
});

test('why a function stays', async () => {
  expect(await typed('--native', 'all', '--explain', 'Sailing.seats_left')).toMatchInlineSnapshot(`
    "exit 0
    native  app.bookings:Sailing.seats_left
            app/bookings.py:9
            -> app.bookings:count
            -> sqlalchemy.orm.Session.scalar
    "
  `);
  expect(await typed('--native', 'count', '--explain', 'book')).toMatchInlineSnapshot(`
    "exit 0
    stays   app.bookings:book
            app/bookings.py:17
            it was not asked for
    "
  `);
});

test('why nothing is said of a function', async () => {
  expect(await typed('--native', 'all', '--explain', 'price')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_UNKNOWN_SELECTION: "price" neither goes native nor has anything to
      await
      next:  Name a function as \`--native all --dry-run --format json\` does.
    "
  `);
});

test('for machines: every flip with its chain, and everything that keeps the driver', async () => {
  using project = temporaryProject(bookings);
  const argv = ['--native', 'all', '--dry-run', '--format', 'json', '--types', 'off'];
  const { out } = await ferryman(project.root, 'migrate', ...argv);
  const document = JSON.parse(out.replaceAll(project.root, '<here>')) as Readonly<Record<string, unknown>>;
  const { diff: _diff, findings: _findings, ...rest } = document;
  expect(rest).toMatchInlineSnapshot(`
    {
      "dayOne": null,
      "dryRun": true,
      "exitCode": 0,
      "files": [
        {
          "added": 8,
          "isNew": false,
          "path": "app/bookings.py",
          "removed": 8,
        },
      ],
      "flips": [
        {
          "chain": [
            "app.bookings:Sailing.seats_left",
            "app.bookings:count",
            "sqlalchemy.orm.Session.scalar",
          ],
          "file": "app/bookings.py",
          "id": "app.bookings:Sailing.seats_left",
          "line": 9,
        },
        {
          "chain": [
            "app.bookings:count",
            "sqlalchemy.orm.Session.scalar",
          ],
          "file": "app/bookings.py",
          "id": "app.bookings:count",
          "line": 13,
        },
        {
          "chain": [
            "app.bookings:book",
            "sqlalchemy.orm.Session.commit",
          ],
          "file": "app/bookings.py",
          "id": "app.bookings:book",
          "line": 17,
        },
      ],
      "remaining": [
        {
          "file": "app/bookings.py",
          "kind": "session",
          "line": 17,
          "what": "session of book",
          "why": "nobody is seen to call app.bookings:book",
        },
      ],
      "root": "<here>",
      "schema": "ferryman/migrate",
      "version": 1,
    }
  `);
});

test('it is committed on a branch, and rollback takes it back', async () => {
  using project = temporaryProject(bookings);
  const git = async (...args: readonly string[]) =>
    (await run('git', args, { cwd: project.root, timeoutMs: 30_000 })).stdout.trim();
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'user.name', 'Anna');
  await git('config', 'user.email', 'anna@ferries.example');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'Open the booking office');
  const go = async () => {
    const { exitCode, out } = await ferryman(project.root, 'migrate', '--native', 'all', '--types', 'off', '--quiet');
    return `exit ${exitCode}\n${out.replace(/[0-9a-f]{10}/u, '<commit>')}`;
  };
  expect(await go()).toMatchInlineSnapshot(`
    "exit 0
    Committed <commit> on branch ferryman/native-1.

    3 functions go native, in 1 file

    1 name in native code holds a synchronous session
         1  nobody is seen to call app.bookings:book
            app/bookings.py:17

    All of it is carried by the driver meanwhile, and listed one by one with
    --format json.
    "
  `);
  expect((await go()).split('\n')[1]).toBe('Nothing is left to make native there.');
  expect(await git('branch', '--show-current')).toBe('ferryman/native-1');
  expect((await ferryman(project.root, 'rollback')).exitCode).toBe(0);
  expect(await git('branch', '--format=%(refname:short)')).toBe('main');
  expect(await git('status', '--porcelain')).toBe('');
});
