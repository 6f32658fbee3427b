import { expect, test } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { openProgram } from '../../program/index.ts';
import { smallProject } from '../../program/testing/small-project.ts';
import { findForgotten, forgottenAwaits } from './analysis.ts';

const knowledge = loadKnowledge();

async function read(files: Readonly<Record<string, string>>) {
  return openProgram(smallProject(files), { types: knowledge });
}

/** Kinds by line of `main.py`, and what is not known. */
async function look(source: string, others: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { findings, unknown } = findForgotten(await read({ ...others, 'main.py': source }), knowledge);
  return [
    ...findings.map(({ kind, finding: { place } }) => `${place.file}:${place.line} ${kind}`),
    ...unknown.map(({ place, why }) => `${place.file}:${place.line} unknown: ${why}`),
  ];
}

const ferry = 'async def sail(port="Gedser"):\n    return port\n\n\n';

test('a finding says what is there, why it matters and what to write', async () => {
  const program = await read({
    'harbour/__init__.py': '',
    'harbour/pilots.py': 'async def call_pilot(port):\n    return port\n',
    'harbour/office.py':
      'from .pilots import call_pilot\n\n\nasync def open_office():\n    call_pilot("Gedser")\n    if call_pilot("Rostock"):\n        call_pilot("Gedser")\n',
  });
  const findings = findForgotten(program, knowledge).findings.map(({ finding }) => finding);
  expect(findings.map((finding) => ({ ...finding, fingerprint: '' }))).toMatchInlineSnapshot(`
    [
      {
        "applicability": "needs-review",
        "chain": [],
        "entryPoints": [],
        "fingerprint": "",
        "inside": "harbour.office:open_office",
        "next": "Write \`await call_pilot(...)\`.",
        "place": {
          "end": 82,
          "file": "harbour/office.py",
          "line": 5,
          "start": 62,
        },
        "rule": "forgotten-await",
        "what": "call_pilot(...) is never awaited",
        "why": "The call only makes a coroutine; nothing of its body runs.",
      },
      {
        "applicability": "needs-review",
        "chain": [],
        "entryPoints": [],
        "fingerprint": "",
        "inside": "harbour.office:open_office",
        "next": "Write \`await call_pilot(...)\`.",
        "place": {
          "end": 111,
          "file": "harbour/office.py",
          "line": 6,
          "start": 90,
        },
        "rule": "forgotten-await",
        "what": "the condition tests a coroutine: call_pilot(...)",
        "why": "Whatever the function would answer, a coroutine is always true.",
      },
      {
        "applicability": "needs-review",
        "chain": [],
        "entryPoints": [],
        "fingerprint": "",
        "inside": "harbour.office:open_office",
        "next": "Write \`await call_pilot(...)\`.",
        "place": {
          "end": 141,
          "file": "harbour/office.py",
          "line": 7,
          "start": 121,
        },
        "rule": "forgotten-await",
        "what": "call_pilot(...) is never awaited",
        "why": "The call only makes a coroutine; nothing of its body runs.",
      },
    ]
  `);
  expect(findings.map(({ fingerprint }) => fingerprint)).toEqual([
    expect.stringMatching(/^[0-9a-f]{16}$/u),
    expect.stringMatching(/^[0-9a-f]{16}$/u),
    expect.stringMatching(/^[0-9a-f]{16}$/u),
  ]);
  expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(3);
});

test('a wrapper hands the coroutine on, and the caller who drops it is the one', async () => {
  const found = await look('from service import find\n\n\nasync def greet():\n    await find()\n    find()\n', {
    'service.py': `${ferry}def find():\n    return sail()\n`,
  });
  expect(found).toEqual(['main.py:6 statement']);
});

test('an asynchronous function that returns a coroutine needs an await, unless a caller awaits twice', async () => {
  expect(await look(`${ferry}async def once():\n    return sail()\n`)).toEqual(['main.py:6 two-awaits']);
  const twice = `${ferry}async def twice():\n    return sail()\n\n\nasync def go():\n    await (await twice())\n`;
  expect(await look(twice)).toEqual([]);
});

test('a name that is bound again hides the first coroutine', async () => {
  const source = `${ferry}async def go():\n    port = sail()\n    port = await sail()\n    return port.upper()\n`;
  expect(await look(source)).toEqual(['main.py:6 unused']);
});

test('what is awaited in one branch only is not forgotten', async () => {
  const source = `${ferry}async def go(fast):\n    port = sail()\n    if fast:\n        return await port\n    port.close()\n`;
  expect(await look(source)).toEqual([]);
});

test('a decorator that runs the coroutine makes the function synchronous, one that nobody knows makes it unknown', async () => {
  const source = `import asyncio
from elsewhere import magic

def blocking(fn):
    def run(*args):
        return asyncio.run(fn(*args))
    return run

@blocking
async def moor(): ...

@magic
async def cast_off(): ...

def go():
    moor()
    cast_off()
`;
  expect(await look(source)).toEqual(['main.py:17 unknown: nobody knows for certain what is called']);
});

test('a receiver that nobody knows is listed, never guessed', async () => {
  const source = 'class Horn:\n    async def blow(self): ...\n\n\ndef signal(thing):\n    thing.blow()\n';
  expect(await look(source)).toEqual(['main.py:6 unknown: nobody knows for certain what is called']);
});

test('a parameter of a type that says so is asynchronous', async () => {
  const source = `from typing import Awaitable, Callable

Send = Callable[[str], Awaitable[None]]

class Radio:
    def __init__(self, send: Send) -> None:
        self.send = send

    async def call(self) -> None:
        self.send("Mayday")
        await self.send("Mayday")
`;
  expect(await look(source)).toEqual(['main.py:10 statement']);
});

test('code that never runs is left out', async () => {
  const source = `${ferry}def refuse():
    raise TypeError("no")

def go():
    if False:
        sail()
    refuse()
    sail()

def stop():
    return 1
    sail()
`;
  expect(await look(source)).toEqual([]);
});

test('callbacks: what is called without an await, by the library and by functions of the project', async () => {
  const source = `${ferry}def each(ports, action):
    for port in ports:
        action(port)

async def each_async(ports, action):
    for port in ports:
        await action(port)

async def go(ports):
    each(ports, sail)
    each(ports, print)
    await each_async(ports, sail)
    sorted(ports, key=sail)
`;
  expect(await look(source)).toEqual(['main.py:14 callback', 'main.py:17 callback']);
});

test('a list of coroutines that is gathered elsewhere, and one that is not', async () => {
  const source = `import asyncio
from jobs import sail

async def run(jobs):
    return await asyncio.gather(*jobs)

async def go(ports):
    await run([sail(port) for port in ports])
    lost = []
    for port in ports:
        lost.append(sail(port))
    return len(ports)
`;
  expect(await look(source, { 'jobs.py': ferry })).toEqual(['main.py:11 collection']);
});

test('recursion and coroutines that are stored into themselves come to an end', async () => {
  const source = `async def circle(ports):
    ports[0] = ports
    jobs = [circle(ports)]
    jobs.append(jobs)
    jobs[0] = jobs
    return circle(jobs)
`;
  expect(await look(source)).toEqual(['main.py:6 two-awaits', 'main.py:3 unknown: it goes in circles']);
});

test('an object that is only good for being awaited wants an await', async () => {
  const source = `
class Loading:
    def __init__(self, title):
        self._title = title
    def __await__(self):
        return self._load().__await__()
    async def _load(self):
        return self._title

def later(title):
    return Loading(title)

async def show():
    Loading("Emma")
    x = Loading("Emma")
    y = await Loading("Emma")
    later("Emma")
    if later("Emma"):
        pass
    job = Loading("Emma")
    return await later("Emma"), y, await job
`;
  expect(await look(source)).toEqual([
    'main.py:14 statement',
    'main.py:15 unused',
    'main.py:17 statement',
    'main.py:18 condition',
  ]);
});

test('an object with methods of its own may be used without being awaited', async () => {
  const source = `
class Loading:
    def __await__(self):
        return self.load().__await__()
    async def load(self):
        return 1
    def cancel(self):
        pass

async def show():
    job = Loading()
    job.cancel()
    return await Loading()
`;
  expect(await look(source)).toEqual(['main.py:11 unknown: nobody knows for certain what is called']);
});

test('a knowledge file of your own says what of your library wants an await', async () => {
  const own = loadKnowledge([
    smallProject({
      'own.yaml': `library: harbourlib
modules: [harbourlib]
version: "1.0"
source: https://example.org
rest: harmless
awaitable:
  harbourlib: { coroutine: [moor], async-manager: [locked] }
  harbourlib.Ship: { coroutine: [sail] }
managers: [harbourlib.Ship]
awaits: [harbourlib.crew]
values: [harbourlib.board]
`,
    }),
  ]);
  const root = smallProject({
    'main.py': `import harbourlib
from harbourlib.fleet import Ship


async def season(ship: Ship):
    harbourlib.moor()
    ship.sail()
    with Ship() as other:
        await other.sail()
    with harbourlib.locked():
        harbourlib.crew(ship.sail(), harbourlib.moor())
    harbourlib.board(ship.sail())
    harbourlib.other(ship.sail())
`,
  });
  const { findings, unknown } = findForgotten(await openProgram(root, { types: own }), own);
  expect(findings.map(({ kind, finding: { place } }) => `${place.line} ${kind}`)).toEqual([
    '6 statement',
    '7 statement',
    '8 with',
    '10 with',
    '12 argument',
  ]);
  expect(unknown.map(({ place }) => place.line)).toEqual([13]);
});

test('what is not known is said, as a note, outside of tests', async () => {
  const source = `${ferry}class Ship:\n    async def moor(self):\n        pass\n\n\ndef call(thing):\n    thing.moor()\n`;
  const notes = forgottenAwaits(await read({ 'main.py': source, 'tests/test_main.py': source }), knowledge);
  expect(notes.map(({ rule, place, what, why }) => [rule, place.file, place.line, what, why])).toEqual([
    [
      'possible-forgotten-await',
      'main.py',
      11,
      'thing.moor() may want an await',
      'Nobody knows for certain what is called.',
    ],
  ]);
});
