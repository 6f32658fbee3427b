import { expect, test } from 'vitest';
import { typesOf } from '../colour/index.ts';
import { loadKnowledge } from '../knowledge/index.ts';
import { openProgram } from '../program/index.ts';
import { smallProject } from '../program/testing/small-project.ts';
import { audit } from './audit.ts';
import type { AuditReport } from './model.ts';

const knowledge = loadKnowledge();

async function auditOf(files: Readonly<Record<string, string>>): Promise<AuditReport> {
  return audit(await openProgram(smallProject(files), { types: typesOf(knowledge) }), knowledge);
}

const head = `
import asyncio
import time
import requests
from fastapi import BackgroundTasks, Depends, FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
engine = create_engine("sqlite:///ferries.db")
app = FastAPI()
def get_db():
    with Session(engine) as session:
        yield session
`;

test('verdict, edits and effect of endpoints of each kind', async () => {
  const { endpoints, readiness } = await auditOf({
    'main.py': `${head}
import bcrypt
import threading
here = threading.local()
def tide():
    return requests.get("https://tides.example").json()
@app.get("/sailings")
def sailings(db: Session = Depends(get_db)):
    return db.scalars(text("select name from sailing")).all()
@app.get("/tide")
def show_tide(db: Session = Depends(get_db)):
    db.execute(text("select 1"))
    time.sleep(1)
    return tide()
@app.get("/crew")
def crew(db: Session = Depends(get_db)):
    here.name = "Anna"
    return db.scalars(text("select name from crew")).all()
@app.post("/agents")
def hire(password: str):
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt())
@app.get("/now")
async def now():
    return tide()
@app.get("/health")
def health():
    return "ok"
`,
  });
  const rows = endpoints.map(
    ({ id, verdict, edits, effect, why, obstacles }) =>
      `${id} ${verdict} ${edits} ${effect}: ${why}${obstacles.map(({ what, weight }) => `\n  ${weight} ${what}`).join('')}`,
  );
  expect(rows.join('\n')).toMatchInlineSnapshot(`
    "main:sailings fit 0 gains: it waits for the database, without holding a thread meanwhile
    main:show_tide edits 2 gains: it waits for the database, without holding a thread meanwhile
      wrap time.sleep
      wrap requests.get
    main:crew stays 0 neutral: it stays on its thread
      pin threading.local
    main:hire edits 1 loses: bcrypt.hashpw computes; on a thread it leaves the loop to others
      wrap bcrypt.hashpw
    main:now edits 1 gains: requests.get holds the event loop today, and everybody else's requests with it
      wrap requests.get
    main:health fit 0 neutral: it waits for nothing; the hop to a thread is saved"
  `);
  expect(readiness).toMatchInlineSnapshot(`
    {
      "advice": "go",
      "databaseEndpoints": {
        "edits": 1,
        "fit": 1,
        "stays": 1,
      },
      "edits": 3,
      "effects": {
        "gains": 3,
        "loses": 1,
        "neutral": 2,
      },
      "endpoints": {
        "edits": 3,
        "fit": 2,
        "stays": 1,
      },
      "why": [
        "3 of 6 endpoints would gain: they wait for a database, or hold the event loop today.",
        "1 compute and belong on threads; they stay there.",
        "An application that never has more requests at once than its thread pool has threads (40) gains little from it.",
      ],
    }
  `);
});

test('what holds the loop, once for each call, with every endpoint that reaches it', async () => {
  const { findings } = await auditOf({
    'main.py': `${head}
from tides import tide
@app.get("/now")
async def now():
    return tide()
@app.get("/later")
async def later():
    await asyncio.sleep(1)
    return tide()
`,
    'tides.py': 'import requests\ndef tide():\n    return requests.get("https://tides.example").json()\n',
  });
  const lines = findings.map(
    ({ rule, place, what, entryPoints, chain, next }) =>
      `${rule} ${place.file}:${place.line} ${what} | ${entryPoints.join(', ')} | ${chain.map(({ name }) => name).join(' > ')} | ${next}`,
  );
  expect(lines.join('\n')).toMatchInlineSnapshot(
    `"blocking-call tides.py:3 requests.get blocks the event loop | main:now, main:later | main:now > tides:tide > requests.get | await client.get(...) with httpx.AsyncClient, or await asyncio.to_thread(requests.get, ...)."`,
  );
});

test('middleware and exception handlers hold the loop, too; a background task goes where its own colour says', async () => {
  const { findings, endpoints } = await auditOf({
    'main.py': `${head}
from starlette.middleware.base import BaseHTTPMiddleware
def log(line):
    with open("log.txt", "a") as file:
        file.write(line)
    time.sleep(1)
@app.middleware("http")
async def timed(request, call_next):
    time.sleep(1)
    return await call_next(request)
@app.exception_handler(ValueError)
async def bad_value(request, error):
    requests.post("https://alarm.example")
class Audited(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        requests.get("https://audit.example")
        return await call_next(request)
app.add_middleware(Audited)
async def report():
    time.sleep(2)
@app.get("/sailings")
async def sailings(tasks: BackgroundTasks):
    tasks.add_task(log, "sailings")
    tasks.add_task(report)
    return open("sailings.json").read()
`,
  });
  const lines = findings.map(
    ({ rule, place, what, entryPoints }) => `${rule} ${place.line} ${what} | ${entryPoints.join(', ')}`,
  );
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "blocking-call 21 time.sleep blocks the event loop | main:timed
    blocking-call 25 requests.post blocks the event loop | main:bad_value
    blocking-call 28 requests.get blocks the event loop | main:Audited.dispatch
    blocking-call 32 time.sleep blocks the event loop | main:sailings
    brief-call 37 io.TextIOWrapper.read holds the event loop for a moment | main:sailings
    brief-call 37 builtins.open holds the event loop for a moment | main:sailings"
  `);
  expect(endpoints.map(({ id }) => id)).toEqual(['main:sailings']);
});

test('hazards: caches, shared sessions, open ones, sessions that outlive a request, thread-local registries, loops in loops', async () => {
  const { findings } = await auditOf({
    'main.py': `${head}
from functools import lru_cache
from sqlalchemy.orm import scoped_session, sessionmaker
Registry = scoped_session(sessionmaker(engine))
@lru_cache
async def berth(name):
    return name
@lru_cache
def ports(db: Session):
    return db.scalars(text("select name from port")).all()
@lru_cache
def knots(miles, hours):
    return miles / hours
async def load(db, number):
    return number
def send(db, number):
    pass
@app.get("/fleet")
async def fleet(tasks: BackgroundTasks, db: Session = Depends(get_db)):
    both = await asyncio.gather(load(db, 1), load(db, 2))
    other = await asyncio.gather(load(db, 1), asyncio.sleep(1))
    tasks.add_task(send, db, 1)
    tasks.add_task(knots, 1, 2)
    return both, other, ports(db)
@app.get("/old")
def old():
    return asyncio.run(load(None, 1))
def open_session():
    return Session(engine)
@app.get("/crew")
def crew(db: Session = Depends(open_session)):
    other = Session(engine)
    return other.scalars(text("select 1")).all(), db.scalars(text("select 1")).all()
`,
  });
  const hazards = findings.filter(({ rule }) => rule === 'hazard');
  expect(
    hazards
      .map(
        ({ place, what, applicability, entryPoints }) =>
          `${place.line} ${what} (${applicability}) ${entryPoints.join()}`,
      )
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "16 scoped_session(...) keeps one session for each thread (safe) 
    17 berth caches coroutines (needs-review) 
    20 ports caches what it read from the database (needs-review) main:fleet
    32 two tasks at once use one session (db) (needs-review) main:fleet
    34 a background task is given the request's session (db) (needs-review) main:fleet
    39 asyncio.run(...) starts an event loop of its own (needs-review) main:old
    41 nobody closes this session (Session(...)) (needs-review) main:crew
    44 nobody closes this session (Session(...)) (needs-review) main:crew"
  `);
});

test('no endpoint, and nothing that waits: the advice is to stay', async () => {
  const none = await auditOf({ 'main.py': 'print("ahoy")\n' });
  expect([none.readiness.advice, ...none.readiness.why]).toMatchInlineSnapshot(`
    [
      "stay",
      "No endpoint was found: either it is no FastAPI application, or it is put together in a way that was not seen.",
    ]
  `);
  const idle = await auditOf({
    'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/")\ndef home():\n    return "ahoy"\n',
  });
  expect([idle.readiness.advice, ...idle.readiness.why]).toMatchInlineSnapshot(`
    [
      "stay",
      "No endpoint is known to wait for a database or another server: the event loop would have nothing to do meanwhile.",
    ]
  `);
});
