import { expect, test } from 'vitest';
import { verdictsOf } from './testing/verdicts.ts';

const app = `
import asyncio
import inspect
import time
from functools import wraps
from fastapi import BackgroundTasks, FastAPI
app = FastAPI()
def index():
    time.sleep(1)
`;

test('a function that is wrapped for a background task runs where the wrapper runs', async () => {
  const verdicts = await verdictsOf({
    'main.py': `${app}
def told(task, log):
    name = task.__name__
    @wraps(task)
    async def wrapper(*args):
        inspect.signature(task).bind(*args)
        task(*args)
        log(name)
    return wrapper
def in_turn(task):
    def wrapper():
        task()
    return wrapper
@app.post("/on-the-loop")
def on_the_loop(tasks: BackgroundTasks):
    tasks.add_task(told(index, print))
@app.post("/in-a-thread")
def in_a_thread(tasks: BackgroundTasks):
    tasks.add_task(in_turn(task=index))
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:on_the_loop bridged
      note blocks: call told > mention told.<locals>.wrapper > call index > call time.sleep
    main:in_a_thread threaded
      blocks: call in_turn > mention in_turn.<locals>.wrapper > call index > call time.sleep"
  `);
});

test('a function that somebody keeps may be called anywhere', async () => {
  const verdicts = await verdictsOf({
    'main.py': `${app}
kept = []
def keep(task):
    kept.append(task)
def rebound(task):
    task = task or print
    return 1
def through(*tasks):
    return len(tasks)
def given_back(task):
    return task
@app.post("/kept")
def keeps():
    keep(index)
@app.post("/rebound")
def rebinds():
    rebound(index)
@app.post("/spread")
def spreads():
    through(index)
@app.post("/back")
def gives_back():
    given_back(index)
@app.post("/named")
def names():
    return index.__name__
@app.post("/unwrapped")
def unwraps():
    return index.__call__
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:keeps threaded
      blocks: mention index > call time.sleep
    main:rebinds threaded
      blocks: mention index > call time.sleep
    main:spreads threaded
      blocks: mention index > call time.sleep
    main:gives_back threaded
      blocks: mention index > call time.sleep
    main:names bridged
    main:unwraps threaded
      blocks: mention index > call time.sleep"
  `);
});

test('what is handed to a function that too many others hand something to counts where it is handed on', async () => {
  const calls = Array.from({ length: 300 }, (_, at) => `def call_${at}(): ...\nring(call_${at})\n`);
  const files = (others: readonly string[]) => ({
    'main.py': `${app}
def ring(bell):
    bell()
${others.join('')}
@app.get("/bells")
def bells():
    ring(index)
`,
  });
  expect(await verdictsOf(files(calls.slice(0, 2)))).toMatchInlineSnapshot(`
    "main:bells threaded
      blocks: call ring > call index > call time.sleep"
  `);
  expect(await verdictsOf(files(calls))).toMatchInlineSnapshot(`
    "main:bells threaded
      blocks: mention index > call time.sleep"
  `);
});
