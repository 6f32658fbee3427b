import { expect, test } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { openProgram } from '../../program/index.ts';
import { smallProject } from '../../program/testing/small-project.ts';
import { textsOf } from '../../recipes/index.ts';
import { typesOf } from '../types.ts';
import { holdsLoop } from './unfit.ts';

const knowledge = loadKnowledge();

/** Functions of a small project that may not run on the loop, each with its reason. */
async function unfitIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const program = await openProgram(smallProject(files), { types: typesOf(knowledge) });
  const why = holdsLoop(program, knowledge, textsOf(program));
  return program.project.functions.flatMap((fn) => {
    const reason = why(fn);
    return reason === undefined || fn.facts.kind !== 'function' ? [] : [`${fn.qualname}: ${reason}`];
  });
}

const asks = `import asyncio


def on_loop():
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def notify():
    return "queued" if on_loop() else "sent"
`;

test('what asks for the loop goes another way there, and so does what calls it', async () => {
  expect(await unfitIn({ 'harbour.py': asks })).toMatchInlineSnapshot(`
    [
      "on_loop: asyncio.get_running_loop asks for the running event loop; in a thread there is none, on the loop there is one, and the code goes another way",
      "notify: in harbour:on_loop: asyncio.get_running_loop asks for the running event loop; in a thread there is none, on the loop there is one, and the code goes another way",
    ]
  `);
});

test('what only asynchronous code reaches is answered as before', async () => {
  const main = `${asks}

async def announce():
    return notify()
`;
  expect(await unfitIn({ 'harbour.py': main })).toEqual([]);
});

test('what is reached both ways is not on the loop', async () => {
  const main = `${asks}

async def announce():
    return notify()


def command():
    return on_loop()
`;
  expect(await unfitIn({ 'harbour.py': main })).toMatchInlineSnapshot(`
    [
      "on_loop: asyncio.get_running_loop asks for the running event loop; in a thread there is none, on the loop there is one, and the code goes another way",
      "command: in harbour:on_loop: asyncio.get_running_loop asks for the running event loop; in a thread there is none, on the loop there is one, and the code goes another way",
    ]
  `);
});

test('an endpoint and its dependencies run in threads, whoever else calls them', async () => {
  const main = `from fastapi import Depends, FastAPI
from harbour import on_loop

app = FastAPI()


def place():
    return on_loop()


@app.get("/place")
def show(where=Depends(place)):
    return where


@app.get("/again")
async def again():
    return show(place())
`;
  expect(await unfitIn({ 'harbour.py': asks, 'main.py': main })).toMatchInlineSnapshot(`
    [
      "on_loop: asyncio.get_running_loop asks for the running event loop; in a thread there is none, on the loop there is one, and the code goes another way",
      "notify: in harbour:on_loop: asyncio.get_running_loop asks for the running event loop; in a thread there is none, on the loop there is one, and the code goes another way",
      "place: in harbour:on_loop: asyncio.get_running_loop asks for the running event loop; in a thread there is none, on the loop there is one, and the code goes another way",
    ]
  `);
});

test('a program that serves nobody may hold its loop, and may not start threads', async () => {
  const nightly = `import threading
import time


def pause():
    time.sleep(1)


def beside():
    threading.Thread(target=pause).start()


if __name__ == "__main__":
    pause()
    beside()
`;
  expect(await unfitIn({ 'nightly.py': nightly })).toMatchInlineSnapshot(`
    [
      "beside: threading.Thread.start starts a thread, which works on its own with whatever it was given",
    ]
  `);
});

test('what an application loads is no program, whatever it does when it is run', async () => {
  const clock = `import time


def pause():
    time.sleep(1)


if __name__ == "__main__":
    pause()
`;
  expect(await unfitIn({ 'clock.py': clock, 'office.py': 'import clock\n' })).toMatchInlineSnapshot(`
    [
      "pause: time.sleep holds its thread for as long as it sleeps",
    ]
  `);
});
