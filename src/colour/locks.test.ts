import { expect, test } from 'vitest';
import { verdictsOf } from './testing/verdicts.ts';

const endpoints = `
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session
from berths import Berths, session_for
app = FastAPI()
berths = Berths()
@app.get("/berths")
def free():
    return berths.free()
@app.post("/berths")
def take(session: Session = Depends(session_for)):
    berths.take(session)
`;

const start = `
import threading
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
engine = create_engine("sqlite://")
def session_for():
    with Session(engine) as session:
        yield session
class Berths:
    def __init__(self):
        self._lock = threading.Lock()
        self._free = []
    def free(self):
        with self._lock:
            return list(self._free)
`;

test('a lock that is only held in memory does no harm on a loop', async () => {
  const verdicts = await verdictsOf({
    'main.py': endpoints,
    'berths.py': `${start}
    def take(self, session):
        with self._lock:
            berth = self._free.pop()
        session.add(berth)
        session.commit()
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:free bridged
    main:take database bridged"
  `);
});

test('held across a commit anywhere, it keeps everyone who takes it threaded', async () => {
  const verdicts = await verdictsOf({
    'main.py': endpoints,
    'berths.py': `${start}
    def take(self, session):
        with self._lock:
            self._store(session)
    def _store(self, session):
        session.commit()
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:free threaded
      lock: call Berths.free > context self._lock
    main:take database threaded
      lock: call Berths.take > context self._lock"
  `);
});

test('so does one that a context manager holds while its caller works, and one that is acquired by hand', async () => {
  const verdicts = await verdictsOf({
    'main.py': endpoints,
    'berths.py': `${start}
    def take(self, session):
        self._lock.acquire()
        try:
            self._free.pop()
        finally:
            self._lock.release()
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:free threaded
      lock: call Berths.free > context self._lock
    main:take database threaded
      lock: call Berths.take > call threading.Lock.acquire
      lock: call Berths.take > context self._lock"
  `);
});

test('thread-local state keeps an endpoint threaded', async () => {
  const verdicts = await verdictsOf({
    'main.py': `
import threading
from fastapi import FastAPI
app = FastAPI()
current = threading.local()
@app.get("/me")
def me():
    return current.passenger
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:me threaded
      thread-local: mention threading.local"
  `);
});
