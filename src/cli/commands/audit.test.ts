import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { ferryman, temporaryProject } from '../testing/harness.ts';

/** An office with an endpoint that is fit, one after edits, and blocking calls on the loop. */
const OFFICE = {
  'office/__init__.py': '',
  'office/main.py': `import time

import requests
from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from office.bank import charge

app = FastAPI()
engine = create_engine("postgresql+psycopg2://office@localhost/ferries")


def get_session():
    with Session(engine) as session:
        yield session


@app.get("/sailings")
def list_sailings(session: Session = Depends(get_session)):
    return session.execute(text("select * from sailing")).all()


@app.post("/bookings")
def make_booking(session: Session = Depends(get_session)):
    session.execute(text("insert into booking default values"))
    charge(40)
    session.commit()


@app.get("/weather")
async def weather():
    time.sleep(2)
    return requests.get("https://weather.example/storms").json()
`,
  'office/bank.py': `import requests


def charge(amount):
    return requests.post("https://bank.example/charges", json={"amount": amount})
`,
} as const;

test('an audit of an office', async () => {
  using project = temporaryProject(OFFICE);
  const { exitCode, out, err } = await ferryman(project.root, 'audit');
  expect({ exitCode, err }).toEqual({ exitCode: 1, err: '' });
  expect(out.replaceAll(path.basename(project.root), '<office>')).toMatchInlineSnapshot(`
    "<office>: 3 endpoints, 2 with database work (39 lines in 3 files)
    1 of 2 (50 %) can run on the event loop as they are, 2 (100 %) after edits: 3
    calls to change in all.
    Go ahead. 3 of 3 endpoints would gain: they wait for a database, or hold the
    event loop today.
    - An application that never has more requests at once than its thread pool has
      threads (40) gains little from it.

    Endpoints with database work
      fit as it is    ███████████████████████                            1   50 %
      after edits     ███████████████████████                            1   50 %
      stays threaded                                                     0    0 %
      On the loop 3 of all gain, 0 stay as fast, 0 would lose.

    Edit these first
      1. requests.post: 1 endpoint waits for it
         POST /bookings
         main:make_booking  office/main.py:24
         └─ bank:charge  office/main.py:27
            └─ requests.post  office/bank.py:5
         next: wait(client.get(...)) with httpx.AsyncClient, or
               wait(to_thread(requests.get, ...)).
      2. time.sleep: 1 endpoint waits for it
         GET /weather
         main:weather  office/main.py:31
         └─ time.sleep  office/main.py:33
         next: wait(asyncio.sleep(...)).
      3. requests.get: 1 endpoint waits for it
         GET /weather
         main:weather  office/main.py:31
         └─ requests.get  office/main.py:34
         next: wait(client.get(...)) with httpx.AsyncClient, or
               wait(to_thread(requests.get, ...)).

    A blocking call on the event loop (blocking-call, 2)
      office/main.py:33
        time.sleep blocks the event loop. It holds its thread for as long as it
        sleeps.
        from office.main:weather
        next: await asyncio.sleep(...).
      office/main.py:34
        requests.get blocks the event loop. It waits for a server's answer, seconds
        when it is slow.
        from office.main:weather
        next: await client.get(...) with httpx.AsyncClient, or await
              asyncio.to_thread(requests.get, ...).

    Drivers and clients
      postgresql+psycopg2://  has a sibling  psycopg[binary]: serves both colours
                                             under one URL

    What could not be seen
      0 of 19 calls (0 %) could not be followed. Calls were resolved by names,
      imports, annotations and the flow of values through the application's own
      code; types of libraries come from knowledge files.

    Next
      ferryman migrate --dry-run  # the diff of day one, nothing written
      ferryman audit --explain 'POST /bookings'  # why this one
      ferryman audit --output audit.html  # everything, to read in a browser
    "
  `);
});

test('one endpoint explained', async () => {
  using project = temporaryProject(OFFICE);
  const { exitCode, out } = await ferryman(project.root, 'audit', '--explain', 'POST /bookings');
  expect(exitCode).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "POST /bookings
      office.main:make_booking
      office/main.py:24
      after 1 edit; def, with database work; gains: it waits for the database,
      without holding a thread meanwhile

      main:make_booking  office/main.py:24
      └─ bank:charge  office/main.py:27
         └─ requests.post  office/bank.py:5
               to wrap or exchange: waits for a server's answer, seconds when it is
               slow
               next: wait(client.get(...)) with httpx.AsyncClient, or
               wait(to_thread(requests.get, ...)).
    "
  `);
});

test('one line explained, named from wherever the user stands', async () => {
  using project = temporaryProject(OFFICE);
  const here = await ferryman(project.root, 'audit', '--explain', 'office/bank.py:5');
  expect(here.out).toMatchInlineSnapshot(`
    "office/bank.py:5

    Reached by 1 endpoint
      POST /bookings
        main:make_booking  office/main.py:24
        └─ bank:charge  office/main.py:27
           └─ requests.post  office/bank.py:5

    What it reaches
      requests.post  office/bank.py:5
         to wrap or exchange: waits for a server's answer, seconds when it is slow
         next: wait(client.get(...)) with httpx.AsyncClient, or
         wait(to_thread(requests.get, ...)).
    "
  `);
  const inside = await ferryman(path.join(project.root, 'office'), 'audit', '..', '--explain', 'bank.py:5');
  expect(inside.out).toBe(here.out);
});

test('one rule only', async () => {
  using project = temporaryProject(OFFICE);
  const { exitCode, out } = await ferryman(project.root, 'audit', '--only', 'blocking-call');
  expect(exitCode).toBe(1);
  expect(out).toMatchInlineSnapshot(`
    "A blocking call on the event loop (blocking-call, 2)
      office/main.py:33
        time.sleep blocks the event loop. It holds its thread for as long as it
        sleeps.
        from office.main:weather
        next: await asyncio.sleep(...).
      office/main.py:34
        requests.get blocks the event loop. It waits for a server's answer, seconds
        when it is slow.
        from office.main:weather
        next: await client.get(...) with httpx.AsyncClient, or await
              asyncio.to_thread(requests.get, ...).

    2 findings.
    "
  `);
});

test('a mistyped rule and a mistyped place', async () => {
  using project = temporaryProject(OFFICE);
  const seen = async (...argv: readonly string[]) => {
    const { exitCode, err } = await ferryman(project.root, 'audit', ...argv);
    return `exit ${exitCode}\n${err}`;
  };
  expect(await seen('--only', 'forgoten-await')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: no rule is called "forgoten-await"
      next:  Did you mean forgotten-await?
    "
  `);
  expect(await seen('--explain', 'POST /boking')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: the audit knows nothing called "POST /boking"
      next:  Did you mean "POST /bookings"?
    "
  `);
  expect(await seen('--explain', 'ofice/bank.py:5')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: the audit has read no file "ofice/bank.py"
      next:  Did you mean office/bank.py:5?
    "
  `);
});

test('a baseline: nothing is new after it was written, one more call is', async () => {
  using project = temporaryProject(OFFICE);
  const baseline = ['--baseline', 'audit-baseline.json'];
  expect(await ferryman(project.root, 'audit', ...baseline, '--write-baseline')).toMatchObject({
    exitCode: 0,
    err: '',
  });
  const same = await ferryman(project.root, 'audit', ...baseline, '--only', 'blocking-call,thread-local');
  expect(same.out).toMatch(/^0 new findings, [1-9]\d* in the baseline, 0 gone from it\.\n$/);
  expect(same.exitCode).toBe(0);

  const main = path.join(project.root, 'office/main.py');
  fs.writeFileSync(
    main,
    fs.readFileSync(main, 'utf8').replace('    time.sleep(2)\n', '    time.sleep(2)\n    time.sleep(3)\n'),
  );
  const later = await ferryman(project.root, 'audit', ...baseline, '--only', 'blocking-call');
  expect(later.exitCode).toBe(1);
  expect(later.out).toMatch(/^1 new finding, /m);
});

test('the documents: by flag on standard output, by ending into a file', async () => {
  using project = temporaryProject(OFFICE);
  const sarif = await ferryman(project.root, 'audit', '--format', 'sarif');
  expect(JSON.parse(sarif.out)).toMatchObject({ version: '2.1.0' });
  const page = await ferryman(project.root, 'audit', '--output', 'audit.html');
  expect(page).toMatchObject({ exitCode: 1, out: '', err: 'Wrote audit.html\n' });
  expect(fs.readFileSync(path.join(project.root, 'audit.html'), 'utf8')).toMatch(/^<!DOCTYPE html>/);
  const json = await ferryman(project.root, 'audit', '--output', 'audit.json', '--quiet');
  expect(json).toMatchObject({ out: '', err: '' });
  const document: unknown = JSON.parse(fs.readFileSync(path.join(project.root, 'audit.json'), 'utf8'));
  expect(document).toMatchObject({ schema: 'ferryman/audit', version: 1, exitCode: 1 });
});

test('a hostile folder is audited, and nothing of it runs', async () => {
  const trap = 'open("trap-sprung", "w").close()\n';
  using project = temporaryProject({
    ...OFFICE,
    'conftest.py': trap,
    'setup.py': trap,
    'sitecustomize.py': trap,
    'office/broken.py': 'def sail(:\n',
    'office/old.py': 'print "all aboard"\n',
    'office/evil\u001b[2J\n.py': 'import requests\n\n\nasync def f():\n    requests.get("x")\n',
    'office/<img src=x onerror=alert(1)>.py': 'import requests\n\n\nasync def f():\n    requests.get("x")\n',
  });
  fs.symlinkSync('/', path.join(project.root, 'office', 'everything'));
  for (const format of ['text', 'markdown', 'html']) {
    const { exitCode, out, err } = await ferryman(project.root, 'audit', '--all', '--format', format);
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: '' });
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    if (format === 'html') expect(out).not.toContain('<img');
  }
  const sarif = await ferryman(project.root, 'audit', '--format', 'sarif');
  expect(() => JSON.parse(sarif.out)).not.toThrow();
  expect(fs.existsSync(path.join(project.root, 'trap-sprung'))).toBe(false);
});

test('a folder without Python is refused with a reason', async () => {
  using project = temporaryProject({ 'notes.txt': 'Ask about the dog.\n' });
  const { exitCode, err } = await ferryman(project.root, 'audit');
  expect({ exitCode, err: err.replace(project.root, '<here>') }).toMatchInlineSnapshot(`
    {
      "err": "FERRY_NOT_PYTHON: There is no Python file here
      where: <here>
      next:  Run Ferryman in the folder that holds the application.
    ",
      "exitCode": 2,
    }
  `);
});

test('a folder with nothing but broken files says so', async () => {
  using project = temporaryProject({ 'old.py': 'print "all aboard"\n' });
  const { exitCode, out } = await ferryman(project.root, 'audit');
  expect(exitCode).toBe(0);
  expect(out.replaceAll(path.basename(project.root), '<office>')).toMatchInlineSnapshot(`
    "<office>: 0 endpoints (0 lines in 0 files)
    Stay with threads. No endpoint was found: either it is no FastAPI application,
    or it is put together in a way that was not seen.

    What could not be seen
      Calls were resolved by names, imports, annotations and the flow of values
      through the application's own code; types of libraries come from knowledge
      files.
      1 file not read:
        old.py: Python 2 syntax: "print \\"all aboard\\"" (line 1)

    Next
      ferryman audit --output audit.html  # everything, to read in a browser
    "
  `);
});

test('events for machines come one to a line, the result last', async () => {
  using project = temporaryProject(OFFICE);
  const { out } = await ferryman(project.root, 'audit', '--format', 'ndjson');
  const kinds = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; id?: string })
    .map(({ kind, id }) => (id === undefined ? kind : `${kind} ${id}`));
  expect(kinds).toEqual(['step read', 'done read', 'step audit', 'done audit', 'result']);
});

test('types come from a language server where the application has an environment', async () => {
  using project = temporaryProject({
    'requirements.txt': 'fastapi\n',
    '.venv/pyvenv.cfg': 'version = 3.11.2\n',
    '.venv/bin/python': '',
    '.venv/lib/python3.11/site-packages/berths.py': 'def first(items: dict[str, str]) -> str: ...\n',
    'main.py': 'import json\n\n\ndef first(of):\n    text = next(iter(json.loads(of)))\n    return text.strip()\n',
  });
  const audit = async (...args: readonly string[]) => {
    const { out } = await ferryman(project.root, 'audit', '--format', 'json', ...args);
    return JSON.parse(out).sight;
  };
  expect((await audit()).how).toBe('types');
  expect((await audit()).note).toMatch(/pyright \d[\d.]+ was asked about the rest\.$/u);
  expect((await audit('--types', 'off')).how).toBe('names');
});

test('types that somebody wants need an environment', async () => {
  using project = temporaryProject({ 'main.py': 'print(1)\n' });
  const { exitCode, err } = await ferryman(project.root, 'audit', '--types', 'ty');
  expect(exitCode).toBe(2);
  expect(err).toContain("ty needs the application's environment, and none was found");
  expect(err).toContain('--types off');
});
