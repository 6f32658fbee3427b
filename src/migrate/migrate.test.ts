import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { type FerryEvent, silent } from '../base/index.ts';
import { withCheckout } from './checkout.ts';
import { migrate } from './migrate.ts';
import { rollback } from './rollback-run.ts';
import { type FerryRepository, ferryRepository, portrait } from './testing/ferry-repository.ts';

const bookings = {
  'app/__init__.py': '',
  'app/db.py':
    'from sqlalchemy import create_engine\nfrom sqlalchemy.orm import sessionmaker\n\nengine = create_engine("sqlite:///ferry.db")\nSession = sessionmaker(engine)\n',
  'app/main.py':
    'from fastapi import FastAPI\n\nfrom .db import Session\n\napp = FastAPI()\n\n\n@app.get("/bookings")\ndef list_bookings():\n    with Session() as session:\n        return session.connection().exec_driver_sql("SELECT 1").all()\n',
  'requirements.txt': 'fastapi\nsqlalchemy>=2\n',
};

async function lastDiff(ferry: FerryRepository): Promise<string> {
  return ferry.git('show', '--format=%B', '--unified=0', 'HEAD');
}

test('a whole application is carried in one commit, and a second run changes nothing', async () => {
  await using ferry = await ferryRepository(bookings);
  const before = await portrait(ferry.root);
  const first = await migrate(ferry.root, {}, silent);
  expect(first.carried?.branch).toBe('ferryman/day-one');
  expect((await lastDiff(ferry)).replace(/Run: .*/, 'Run: RUN').replace(/^index .*\n/gm, '')).toMatchInlineSnapshot(`
    "Run the application on the event loop

    1 of 1 endpoints run on the loop, in place; their database I/O is
    asynchronous. Handlers, services and models are unchanged.

    FERRYMAN=threaded in the environment brings the threads back;
    \`ferryman rollback\` or \`git revert\` takes the change back.

    - app/db.py
    - app/ferryman_crossing.py
    - app/main.py
    - requirements.txt

    Ferryman-Wave: 0
    Ferryman-Run: RUN


    diff --git a/app/db.py b/app/db.py
    --- a/app/db.py
    +++ b/app/db.py
    @@ -1 +1 @@
    -from sqlalchemy import create_engine
    +from ferryman import create_engine
    diff --git a/app/ferryman_crossing.py b/app/ferryman_crossing.py
    new file mode 100644
    --- /dev/null
    +++ b/app/ferryman_crossing.py
    @@ -0,0 +1,12 @@
    +"""Which endpoints run on the event loop. Written by Ferryman.
    +
    +An endpoint that is listed runs in place, its database I/O asynchronous; one that is
    +not listed keeps its thread, on the same engine. To put one back on a thread, take its
    +line out.
    +"""
    +
    +BRIDGED = frozenset(
    +    {
    +        "app.main:list_bookings",
    +    }
    +)
    diff --git a/app/main.py b/app/main.py
    --- a/app/main.py
    +++ b/app/main.py
    @@ -1,0 +2 @@ from fastapi import FastAPI
    +from ferryman import crossing
    @@ -3,0 +5 @@ from .db import Session
    +from .ferryman_crossing import BRIDGED
    @@ -5,0 +8 @@ app = FastAPI()
    +crossing(app, bridged=BRIDGED)
    diff --git a/requirements.txt b/requirements.txt
    --- a/requirements.txt
    +++ b/requirements.txt
    @@ -0,0 +1 @@
    +aiosqlite
    @@ -2 +3,2 @@ fastapi
    -sqlalchemy>=2
    +ferryman
    +sqlalchemy[asyncio]>=2
    "
  `);
  const after = await portrait(ferry.root);
  const second = await migrate(ferry.root, {}, silent);
  expect(second.carried).toBe(undefined);
  expect(await portrait(ferry.root)).toBe(after);
  await rollback(ferry.root, silent);
  expect(await portrait(ferry.root)).toBe(before);
});

test('what cannot be read is reported and never touched', async () => {
  await using elsewhere = await ferryRepository({ 'secret.py': 'engine = None\n' });
  await using ferry = await ferryRepository({
    ...bookings,
    'app/old.py': 'print "Python 2"\n',
    'app/latin.py': Buffer.from('name = "Fähre"\n', 'latin1'),
    'app/time\ntable.py': 'TIMES = []\n',
    'app/cookie/{{name}}.py': 'from {{name}} import x\n',
  });
  fs.symlinkSync(path.join(elsewhere.root, 'secret.py'), path.join(ferry.root, 'app/secret.py'));
  fs.symlinkSync('/', path.join(ferry.root, 'app/everything'));
  fs.symlinkSync('..', path.join(ferry.root, 'app/round'));
  await ferry.git('add', '-A');
  await ferry.git('commit', '-q', '-m', 'Odd things');
  const before = await portrait(ferry.root);
  const { plan } = await migrate(ferry.root, {}, silent);
  expect(await ferry.git('diff', '--name-only', 'main')).toMatchInlineSnapshot(`
    "app/db.py
    app/ferryman_crossing.py
    app/main.py
    requirements.txt
    "
  `);
  const reported = plan.findings.filter((finding) => finding.recipe === 'program');
  expect(reported.map(({ file, what }) => `${JSON.stringify(file)} ${what}`).sort()).toMatchInlineSnapshot(`
    [
      ""app/cookie/{{name}}.py" not read (FERRY_DOES_NOT_PARSE)",
      ""app/everything" not read (FERRY_SYMLINK_OUTSIDE)",
      ""app/latin.py" not read (FERRY_UNDECODABLE)",
      ""app/old.py" not read (FERRY_DOES_NOT_PARSE)",
      ""app/secret.py" not read (FERRY_SYMLINK_OUTSIDE)",
      ""app/time\\ntable.py" not read (FERRY_ODD_FILE_NAME)",
    ]
  `);
  expect(fs.readFileSync(path.join(elsewhere.root, 'secret.py'), 'utf8')).toBe('engine = None\n');
  await rollback(ferry.root, silent);
  expect(await portrait(ferry.root)).toBe(before);
});

test('a set-up file that is a link into another folder is left alone', async () => {
  await using elsewhere = await ferryRepository({ 'requirements.txt': 'fastapi\nsqlalchemy\n' });
  await using ferry = await ferryRepository(bookings);
  fs.rmSync(path.join(ferry.root, 'requirements.txt'));
  fs.symlinkSync(path.join(elsewhere.root, 'requirements.txt'), path.join(ferry.root, 'requirements.txt'));
  await ferry.git('add', '-A');
  await ferry.git('commit', '-q', '-m', 'Share requirements');
  await migrate(ferry.root, {}, silent);
  expect(await ferry.git('diff', '--name-only', 'main')).toBe('app/db.py\napp/ferryman_crossing.py\napp/main.py\n');
  expect(await elsewhere.git('status', '--short')).toBe('');
});

test('a refused project is exactly as it was', async () => {
  await using ferry = await ferryRepository({ 'main.py': 'print("ahoy")\n' });
  const before = await portrait(ferry.root);
  await expect(migrate(ferry.root, {}, silent)).rejects.toMatchObject({ code: 'FERRY_NO_FASTAPI', exitCode: 2 });
  expect(await portrait(ferry.root)).toBe(before);
});

test('an interrupted run is taken back before the next one begins', async () => {
  await using ferry = await ferryRepository(bookings);
  await migrate(ferry.root, {}, silent);
  // As if it had been killed right before its last record.
  const journal = path.join(ferry.root, '.ferryman/journal.ndjson');
  fs.writeFileSync(journal, fs.readFileSync(journal, 'utf8').split('\n')[0] ?? '');
  ferry.write('app/main.py', bookings['app/main.py']);
  const events: FerryEvent[] = [];
  const { carried } = await migrate(ferry.root, {}, (event) => events.push(event));
  expect(carried?.branch).toBe('ferryman/day-one');
  expect(events.flatMap((event) => (event.kind === 'note' ? event.text.replace(/Run \S+/, 'Run RUN') : []))).toEqual([
    'Run RUN was interrupted; it is taken back first.',
  ]);
  expect(await ferry.git('log', '--format=%s')).toBe('Run the application on the event loop\nFerry bookings\n');
});

test('rollback says so when there is nothing to take back', async () => {
  await using ferry = await ferryRepository(bookings);
  await expect(rollback(ferry.root, silent)).rejects.toMatchObject({ code: 'FERRY_NOTHING_TO_ROLL_BACK' });
  expect(fs.existsSync(path.join(ferry.root, '.ferryman'))).toBe(false);
  await expect(withCheckout(ferry.root, async () => 'free')).resolves.toBe('free');
});
