import { expect, test } from 'vitest';
import { offloadsOf, verdictsOf } from './testing/verdicts.ts';

/** The usual way to call asynchronous code from anywhere: in a thread it answers, on a loop it gives a task. */
const anywhere = `
import asyncio
def anywhere(coroutine):
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    return loop.create_task(coroutine)
async def tide():
    return 1
`;

test('synchronous code that asks for the event loop would go another way on it', async () => {
  const source = `from fastapi import FastAPI\nfrom calls import anywhere, tide\napp = FastAPI()
@app.get("/tide")
def show_tide():
    return anywhere(tide())
`;
  expect(await verdictsOf({ 'calls.py': anywhere, 'main.py': source })).toMatchInlineSnapshot(`
    "main:show_tide threaded
      loop-aware: call anywhere > call asyncio.get_running_loop"
  `);
});

test('with a database the function that asks goes to a thread, where it is answered as before', async () => {
  const source = `from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from calls import anywhere, tide
app = FastAPI()
engine = create_engine("sqlite://")
@app.get("/tide")
def show_tide():
    with Session(engine) as session:
        session.execute(text("select 1"))
    return anywhere(tide())
`;
  expect(await offloadsOf({ 'calls.py': anywhere, 'main.py': source })).toMatchInlineSnapshot(`
    "main:show_tide bridged
      main.py:11 asyncio.get_running_loop in show_tide"
  `);
});

test('code that is asynchronous already is answered as before', async () => {
  const source = `from fastapi import FastAPI\nfrom calls import anywhere, tide\napp = FastAPI()
@app.get("/tide")
async def show_tide():
    return await anywhere(tide())
`;
  expect(await verdictsOf({ 'calls.py': anywhere, 'main.py': source })).toMatchInlineSnapshot(
    `"main:show_tide bridged"`,
  );
});
