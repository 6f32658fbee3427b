import { expect, test } from 'vitest';
import { smallProject } from '../program/testing/small-project.ts';
import { describeKnowledge, loadKnowledge } from './index.ts';

const knowledge = loadKnowledge();

test.each([
  ['time.sleep', 'blocks stall'],
  ['requests.sessions.Session.get', 'blocks stall'],
  ['sqlmodel.Session.exec', 'database stall'],
  ['sqlmodel.Session.commit', 'database stall'],
  ['os.path.join', 'harmless stall'],
  ['os.path.exists', 'blocks brief'],
  ['threading.RLock.acquire', 'lock stall'],
  ['re.compile().match', 'harmless stall'],
  ['boto3.client().upload_file', 'blocks stall'],
  ['pandas.DataFrame.merge', 'cpu stall'],
  ['nobodyknows.call', 'unknown'],
])('%s is %s', (name, expected) => {
  const fact = knowledge.lookup(name);
  expect(fact === 'unknown' ? fact : `${fact.effect} ${fact.severity}`).toBe(expected);
});

test('every fact that keeps an endpoint threaded says what to do instead', () => {
  const silent = knowledge.libraries.flatMap((library) =>
    library.entries
      .filter((entry) => !['harmless', 'database'].includes(entry.effect) && entry.remedy === '')
      .map((entry) => entry.names[0]),
  );
  expect(silent).toEqual([]);
});

test.each([
  ['sqlite', ['aiosqlite']],
  ['postgresql+psycopg2', ['psycopg', 'asyncpg']],
  ['postgresql+psycopg', ['psycopg', 'asyncpg']],
  ['mysql+pymysql', ['asyncmy', 'aiomysql']],
  ['mssql+pyodbc', ['aioodbc']],
  ['oracle+cx_oracle', ['oracledb_async']],
])('%s has asynchronous siblings', (drivername, expected) => {
  expect(knowledge.asyncDrivers(drivername)?.siblings.map((item) => item.driver)).toEqual(expected);
});

test('an asynchronous drivername is known as one, an unknown dialect is not guessed', () => {
  expect(knowledge.asyncDrivers('postgresql+asyncpg')).toMatchObject({ isAsync: true });
  expect(knowledge.asyncDrivers('firebird+fdb')).toBeUndefined();
});

test("a user's own file adds libraries and wins over ours", () => {
  const folder = smallProject({
    'harbour.yaml': `
library: harbourlib
modules: [harbourlib]
version: "1.2"
source: https://harbour.example/docs
rest: harmless
entries:
  - names: [harbourlib.depth, time.sleep]
    effect: blocks
    severity: brief
    kind: sensor
    why: reads a sensor
    remedy: Ask the cache.
`,
  });
  const own = loadKnowledge([folder]);
  expect(own.lookup('harbourlib.depth')).toMatchObject({ effect: 'blocks', severity: 'brief' });
  expect(own.lookup('harbourlib.other')).toMatchObject({ effect: 'harmless' });
  expect(own.lookup('time.sleep')).toMatchObject({ severity: 'brief', library: 'harbourlib' });
});

test('a file of your own says what wants an await', () => {
  const folder = smallProject({
    'own.yaml': `library: harbourlib
modules: [harbourlib]
version: "1.0"
source: https://example.org
bases: { harbourlib.Tug: [harbourlib.Ship] }
awaitable:
  harbourlib: { coroutine: [moor], async-manager: [locked] }
  harbourlib.Ship: { coroutine: [sail], either: [board] }
managers: [harbourlib.Ship]
awaits: [harbourlib.crew.*]
values: [harbourlib.print_ticket]
`,
  });
  const own = loadKnowledge([folder]);
  const names = ['moor', 'locked', 'Ship.sail', 'fleet.Ship.sail', 'Tug.board', 'Ship.name', 'sail'];
  expect(names.map((name) => `${name}: ${own.awaitable(`harbourlib.${name}`)}`)).toEqual([
    'moor: coroutine',
    'locked: async-manager',
    'Ship.sail: coroutine',
    'fleet.Ship.sail: coroutine',
    'Tug.board: either',
    'Ship.name: undefined',
    'sail: undefined',
  ]);
  expect(own.awaitableMethods('sail')).toEqual([{ owner: 'harbourlib.Ship', gives: 'coroutine' }]);
  expect(['harbourlib.Tug', 'harbourlib.Berth'].map((name) => own.isAsyncManager(name))).toEqual([true, false]);
  const taken = ['crew.order', 'print_ticket', 'print_list'].map((name) => own.takes(`harbourlib.${name}`));
  expect(taken).toEqual(['awaits', 'values', undefined]);
});

test('a file with a mistake is refused with its name and the key', () => {
  const folder = smallProject({ 'bad.yaml': 'library: x\nmodules: [x]\nversion: "1"\nsource: y\nentires: []\n' });
  expect(() => loadKnowledge([folder])).toThrow(
    expect.objectContaining({ code: 'FERRY_KNOWLEDGE_INVALID', where: expect.stringContaining('bad.yaml') }),
  );
  expect(() => loadKnowledge([`${folder}/nowhere`])).toThrow(
    expect.objectContaining({ code: 'FERRY_KNOWLEDGE_MISSING' }),
  );
});

test('the schema describes itself', () => {
  expect(describeKnowledge()).toMatchInlineSnapshot(`
    "# Knowledge files

    One YAML file per library says what its callables do to the thread that calls them. Your own files follow the same schema.

    ## A library

    what Ferryman knows of one library

    | key | required | meaning |
    |---|---|---|
    | \`library\` | yes | name for people |
    | \`modules\` | yes | top-level or dotted modules this file speaks for |
    | \`version\` | yes | the version the facts were read from |
    | \`source\` | yes | where the facts stand: documentation page or source file |
    | \`rest\` | no | what callables are that no entry names; one of \`harmless\`, \`unknown\`, \`blocks\`, \`cpu\` |
    | \`remote\` | no | with rest: blocks: objects stand for something elsewhere, and fetch their attributes when they are read |
    | \`aliases\` | no | other names of the same thing: requests.sessions.Session: requests.Session |
    | \`bases\` | no | base classes inside or outside the library |
    | \`returns\` | no | callable: class of the object it returns |
    | \`attributes\` | no | Class.attribute: class of its value |
    | \`carries\` | no | callables whose result is made of what they are given: session.query(Loan), sorted(loans) |
    | \`decorators\` | no | decorators whose result calls what they decorate, in the same thread, and is done when that is done |
    | \`awaitable\` | no | module or class, then what calling its members gives. coroutine: wants an await. future: runs already, wants an await. async-generator: wants async for. async-manager: wants async with. either: an await or async with |
    | \`managers\` | no | classes whose objects can be entered with async with, and not with with |
    | \`awaits\` | no | callables that await, schedule, close or look at a coroutine that they are given: asyncio.gather |
    | \`values\` | no | callables that take values or functions, and for which a coroutine is a mistake: json.dumps |
    | \`twins\` | no | class: how its methods are called where they are awaited |
    | \`runs\` | no | callables that do their I/O on an object they are given, and the parameter that takes it (the first one): the face runs them, MetaData.create_all: bind |
    | \`entries\` | no | facts about callables |

    ## An entry

    one fact about one or more callables

    | key | required | meaning |
    |---|---|---|
    | \`names\` | yes | dotted names as imported; methods are Class.method; a trailing .* takes everything below, longest match wins |
    | \`effect\` | yes | what the call does to the thread that makes it. loop-aware: it asks for the event loop, and answers another thing where one runs; one of \`blocks\`, \`cpu\`, \`lock\`, \`thread\`, \`thread-local\`, \`loop-aware\`, \`database\`, \`harmless\` |
    | \`severity\` | no | stall: may hold the thread for long (network, sleep, password hashing). brief: local file metadata and small files; one of \`stall\`, \`brief\` |
    | \`kind\` | yes | short word for reports: network, sleep, subprocess, file, password hashing |
    | \`why\` | yes | one sentence: why it holds the thread |
    | \`remedy\` | no | one sentence: what to write instead on an event loop |
    | \`offload\` | no | what may run in a thread while the rest stays on the loop. call: this call alone, it has done everything when it returns. function (default): only a whole function that makes and uses the object (what it gives is read or closed later, or is bound to a thread). never (default of lock and thread-local): other code depends on what this thread does; one of \`call\`, \`function\`, \`never\` |
    | \`waits\` | no | false: the call itself is over at once; what matters is what it starts |
    | \`distinctive\` | no | the last part of the name is rare enough to count on a receiver of unknown type |
    | \`dispatches\` | no | calls every function of the project that is called like the last part of the name: plugin hooks |

    ## A database dialect

    which asynchronous driver takes the place of which synchronous one

    | key | required | meaning |
    |---|---|---|
    | \`dialect\` | yes | first part of the URL: postgresql in postgresql+psycopg2:// |
    | \`sync\` | yes | synchronous drivers; an empty string is the dialect without a driver |
    | \`async\` | yes | asynchronous drivers, the preferred one first; empty when there is none |
    | \`connections\` | no | classes of raw connections of the synchronous drivers: sqlite3.Connection |
    | \`modules\` | no | modules of synchronous drivers that no asynchronous driver uses: psycopg2, and not sqlite3 |

    ## What becomes of a fact

    An endpoint runs on the event loop only when everything it reaches is known and fit. \`stall\` keeps it threaded, with the chain of calls as the reason. \`brief\` is noted and bridged, because a small local file holds the loop no longer than a database driver that decodes a result. \`database\` is what the crossing is for. A library that no file describes keeps the endpoint threaded: describe it in a file of your own. A lock keeps it threaded when anyone holds it across something that waits.

    ## Known today

    | library | modules | facts from |
    |---|---|---|
    "
  `);
});
