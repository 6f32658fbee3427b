import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { FerryError } from '../base/index.ts';
import { judgeEndpoints, typesOf } from '../colour/index.ts';
import { loadKnowledge } from '../knowledge/index.ts';
import { openProgram } from '../program/index.ts';
import { makePlan, type PlanOptions } from './make-plan.ts';

const knowledge = loadKnowledge();
const main =
  'from fastapi import FastAPI\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session\n\napp = FastAPI()\nengine = create_engine("sqlite:///ferry.db")\n\n\n@app.get("/bookings")\ndef list_bookings():\n    with Session(engine) as session:\n        return session.connection().exec_driver_sql("SELECT 1").all()\n';

/** The refusal of a project, as a user reads it. */
async function refusal(files: Readonly<Record<string, string>>, options: PlanOptions = {}): Promise<string> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-'));
  try {
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(root, name), text);
    const program = await openProgram(root, { types: typesOf(knowledge) });
    makePlan(program, judgeEndpoints(program, knowledge), knowledge, options);
    return 'carried';
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return `${error.code} (${error.where?.replace(root, 'ROOT')}): ${error.message}. ${error.next}`;
  } finally {
    fs.rmSync(root, { recursive: true });
  }
}

test('not a Python project', async () => {
  expect(await refusal({ 'index.html': '<p>Ferries</p>' })).toMatchInlineSnapshot(
    `"FERRY_NOT_PYTHON (ROOT): There is no Python file here. Run Ferryman in the folder that holds the application."`,
  );
});

test('no FastAPI application, or none outside of tests', async () => {
  expect(await refusal({ 'main.py': 'print("ahoy")\n' })).toMatchInlineSnapshot(
    `"FERRY_NO_FASTAPI (ROOT): No FastAPI application was found: no call of FastAPI() outside of tests. Run Ferryman in the folder that holds the application; it carries FastAPI applications only, so far."`,
  );
  expect(await refusal({ 'test_main.py': main })).toMatch(/^FERRY_NO_FASTAPI /);
});

test('no engine, or only asynchronous ones', async () => {
  expect(await refusal({ 'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n' })).toMatchInlineSnapshot(
    `"FERRY_NO_ENGINE (ROOT): No SQLAlchemy engine was found: no call of create_engine() or engine_from_config() outside of tests. Ferryman carries applications whose I/O is a database behind SQLAlchemy or SQLModel, so far."`,
  );
  const asynchronous = main
    .replace('from sqlalchemy import create_engine', 'from sqlalchemy.ext.asyncio import create_async_engine')
    .replace('create_engine("', 'create_async_engine("');
  expect(await refusal({ 'main.py': asynchronous })).toMatchInlineSnapshot(
    `"FERRY_ASYNC_ALREADY (main.py:6): Every engine of this project is asynchronous already. There is nothing to carry onto the loop."`,
  );
});

test.each(['sqlalchemy<1.4', 'SQLAlchemy==1.3.24', 'sqlalchemy~=1.3.0', 'sqlalchemy>=1.2,<1.4.0'])(
  '%s is too old',
  async (requirement) => {
    expect(await refusal({ 'main.py': main, 'requirements.txt': `fastapi\n${requirement}\n` })).toMatch(
      /^FERRY_SQLALCHEMY_TOO_OLD \(requirements.txt:2\)/,
    );
  },
);

test.each(['sqlalchemy', 'sqlalchemy<2', 'sqlalchemy~=1.4', 'SQLAlchemy==1.4.*', 'sqlalchemy>=1.3'])(
  '%s is new enough',
  async (requirement) => {
    expect(await refusal({ 'main.py': main, 'requirements.txt': `fastapi\n${requirement}\n` })).toBe('carried');
  },
);

test('what is installed counts for more than what is asked for', async () => {
  const files = { 'main.py': main, 'requirements.txt': 'fastapi\nsqlalchemy>=1.3\n' };
  expect(await refusal(files, { installed: new Map([['sqlalchemy', '1.3.24']]) })).toMatchInlineSnapshot(
    `"FERRY_SQLALCHEMY_TOO_OLD (ROOT): sqlalchemy 1.3.24 is installed. SQLAlchemy has asyncio from 1.4 on: upgrade to 1.4 first, which runs code written for 1.3."`,
  );
  expect(await refusal(files, { installed: new Map([['sqlalchemy', '2.0.30']]) })).toBe('carried');
  expect(await refusal(files, { installed: new Map([['fastapi', '0.68.0']]) })).toMatch(/^FERRY_FASTAPI_TOO_OLD /);
});

test('gevent, eventlet and trio', async () => {
  expect(
    await refusal({ 'main.py': `from gevent import monkey\n\nmonkey.patch_all()\n${main}` }),
  ).toMatchInlineSnapshot(
    `"FERRY_GEVENT (main.py:1): This project uses gevent, which replaces threads and sockets by greenlets of its own, which cannot share a thread with an event loop. Take it out first, and run the application under uvicorn or hypercorn on asyncio."`,
  );
  expect(await refusal({ 'main.py': `import trio\n${main}` })).toMatchInlineSnapshot(
    `"FERRY_TRIO (main.py:1): This project uses trio, which is another event loop; SQLAlchemy knows asyncio only. Run the application on asyncio or uvloop."`,
  );
  expect(await refusal({ 'main.py': main, 'test_main.py': 'import trio\n' })).toBe('carried');
});

test('a database whose driver has no asynchronous sibling', async () => {
  expect(await refusal({ 'main.py': main.replace('sqlite:///', 'sqlite+pysqlcipher:///') })).toMatchInlineSnapshot(
    `"FERRY_NO_ASYNC_DRIVER (main.py:6): No engine of this project can go onto an asynchronous driver. No asynchronous driver is known for sqlite+pysqlcipher. Keep this engine and its endpoints on threads, or move the data to a database that has one."`,
  );
});

test('endpoints of which none is fit', async () => {
  const slow = main
    .replace('    with Session', '    here.value = threading.get_ident()\n    with Session')
    .replace('\n\napp', '\nimport threading\n\nhere = threading.local()\napp');
  expect(await refusal({ 'main.py': slow })).toMatchInlineSnapshot(
    `"FERRY_NOTHING_FIT (ROOT): None of the endpoints that work with a database is known to be fit for the event loop. Begin with what holds the first of them: threading.local: every request on the loop shares one thread, and so one value"`,
  );
});

test('one engine that cannot be carried keeps all database work on threads, and so the project as it is', async () => {
  const two = `${main}\nwarehouse = create_engine("sqlite://", creator=lambda: None)\n\n\n@app.get("/health")\ndef health():\n    return "ok"\n`;
  expect(await refusal({ 'main.py': two })).toMatchInlineSnapshot(
    `"FERRY_NOTHING_FIT (ROOT): None of the endpoints that work with a database is known to be fit for the event loop. Begin with what holds the first of them: main.py stays as it is: creator= is given: its connections are made by a synchronous function of the application."`,
  );
});
