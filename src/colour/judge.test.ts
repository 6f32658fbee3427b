import { expect, test } from 'vitest';
import { verdictsOf } from './testing/verdicts.ts';

const database = `
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker
engine = create_engine("sqlite:///ferries.db")
Local = sessionmaker(bind=engine)
def get_session():
    session = Local()
    try:
        yield session
    finally:
        session.close()
`;

test('database work alone is fit for the loop', async () => {
  const verdicts = await verdictsOf({
    'ferry/database.py': database,
    'ferry/models.py': 'class Crossing(Base): pass\n',
    'ferry/main.py': `
from fastapi import Depends, FastAPI
from ferry.database import get_session
from ferry.models import Crossing
app = FastAPI()
@app.get("/crossings")
def list_crossings(session=Depends(get_session)):
    return session.query(Crossing).order_by(Crossing.leaves).all()
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`"ferry.main:list_crossings database bridged"`);
});

test('a sleep behind helpers in other files, one of them re-exported, keeps its endpoint threaded', async () => {
  const verdicts = await verdictsOf({
    'ferry/__init__.py': '',
    'ferry/weather/__init__.py': 'from .tide import wait_for_tide as wait\n',
    'ferry/weather/tide.py': 'import time as clock\ndef wait_for_tide():\n    clock.sleep(3)\n',
    'ferry/main.py': `
from fastapi import FastAPI
from . import weather
app = FastAPI()
@app.post("/depart")
def depart():
    weather.wait()
@app.get("/")
def home():
    return {}
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "ferry.main:depart threaded
      blocks: call wait_for_tide > call time.sleep
    ferry.main:home bridged"
  `);
});

test('a requests session that a dependency hands over is known by its annotation, and by what is returned', async () => {
  const verdicts = await verdictsOf({
    'main.py': `
import requests
from typing import Annotated
from fastapi import Depends, FastAPI
app = FastAPI()
def remote() -> requests.Session:
    return requests.Session()
def untyped():
    return requests.Session()
Remote = Annotated[requests.Session, Depends(remote)]
def fetch(http, port):
    return http.get(port).json()
@app.get("/annotated")
def annotated(http: Remote):
    return http.get("https://port.example").json()
@app.get("/returned")
def returned(http=Depends(untyped)):
    return fetch(http, "https://port.example")
@app.get("/plain")
def plain(ports: dict):
    return ports.get("dover")
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:annotated threaded
      blocks: call requests.Session.get
    main:returned threaded
      blocks: call fetch > call requests.Session.get
    main:plain bridged"
  `);
});

test('where nobody knows the receiver, every method of that name counts', async () => {
  const verdicts = await verdictsOf({
    'main.py': `
import subprocess
from fastapi import FastAPI, Request
app = FastAPI()
class Printer:
    def print_ticket(self, ticket):
        subprocess.run(["lp", ticket])
@app.post("/tickets")
def buy(request: Request):
    request.app.state.printer.print_ticket("t1")
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:buy threaded
      blocks: name Printer.print_ticket > call subprocess.run"
  `);
});

test('a call on a base class may run in any class derived from it, and super goes on above', async () => {
  const verdicts = await verdictsOf({
    'main.py': `
import shutil
from fastapi import FastAPI
app = FastAPI()
class Archive:
    def keep(self, file): ...
    def close(self): ...
class TapeArchive(Archive):
    def keep(self, file):
        super().keep(file)
        shutil.copyfileobj(file, self.tape)
def archive() -> Archive:
    return make()
@app.post("/manifests")
def store():
    archive().keep("m")
@app.post("/closing")
def close():
    archive().close()
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:store threaded
      blocks: call TapeArchive.keep > call shutil.copyfileobj
    main:close bridged"
  `);
});

test('constructors, properties, context managers, decorators and callbacks are followed', async () => {
  const verdicts = await verdictsOf({
    'main.py': `
import functools, time
from fastapi import FastAPI
app = FastAPI()
class Slow:
    def __init__(self):
        time.sleep(1)
class Gate:
    @property
    def state(self):
        time.sleep(1)
    def __enter__(self):
        return self
    def __exit__(self, *error):
        time.sleep(1)
def patiently(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        time.sleep(1)
        return fn(*args, **kwargs)
    return wrapper
def nap(berth):
    time.sleep(1)
@app.get("/constructor")
def constructor():
    return Slow()
@app.get("/property")
def property_(): 
    gate = Gate()
    return gate.state
@app.get("/context")
def context():
    with Gate():
        pass
@app.get("/decorated")
@patiently
def decorated():
    return {}
@app.get("/callback")
def callback():
    return list(map(nap, [1, 2]))
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:constructor threaded
      blocks: call Slow.__init__ > call time.sleep
    main:property_ threaded
      blocks: property Gate.state > call time.sleep
    main:context threaded
      blocks: call Gate.__exit__ > call time.sleep
    main:decorated threaded
      blocks: call patiently.<locals>.wrapper > call time.sleep
    main:callback threaded
      blocks: mention nap > call time.sleep"
  `);
});

test('background tasks, routers dependencies and session listeners count for the endpoint', async () => {
  const verdicts = await verdictsOf({
    'database.py': database,
    'main.py': `
import smtplib, time
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI
from sqlalchemy import event
from sqlalchemy.orm import Session
from database import get_session
app = FastAPI()
def checked():
    time.sleep(1)
guarded = APIRouter(prefix="/crew", dependencies=[Depends(checked)])
def send(address):
    with smtplib.SMTP("localhost") as server:
        server.sendmail("a", address, "text")
@app.post("/bookings")
def book(tasks: BackgroundTasks):
    tasks.add_task(send, "x@example.org")
@guarded.get("/")
def crew():
    return []
@app.get("/free")
def free():
    return {}
app.include_router(guarded)
`,
    'audit.py': `
import requests
from sqlalchemy import event
from sqlalchemy.orm import Session
@event.listens_for(Session, "after_commit")
def tell_port(session):
    requests.post("https://port.example")
`,
    'stored.py': `
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from database import get_session
router = APIRouter()
@router.post("/ships")
def add(session: Session = Depends(get_session)):
    session.commit()
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:book threaded
      blocks: background send > call smtplib.SMTP.sendmail
      blocks: background send > call smtplib.SMTP
      blocks: background send > context smtplib.SMTP.__enter__
      blocks: background send > context smtplib.SMTP.__exit__
    main:crew threaded
      blocks: dependency checked > call time.sleep
    main:free bridged
    stored:add database bridged
      note blocks: listener tell_port > call requests.post"
  `);
});

test('what async code reaches is on the loop already and is noted; its sync dependencies decide', async () => {
  const verdicts = await verdictsOf({
    'main.py': `
import time
from fastapi import Depends, FastAPI
app = FastAPI()
def fast(): return 1
def slow(): time.sleep(1)
@app.get("/a")
async def own(value=Depends(fast)):
    time.sleep(1)
@app.get("/b")
async def dependent(value=Depends(slow)):
    return value
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:own bridged
      note blocks: call time.sleep
    main:dependent threaded
      blocks: dependency slow > call time.sleep"
  `);
});

test('small files are noted, or keep the endpoint threaded when asked; so do libraries nobody describes', async () => {
  const files = {
    'main.py': `
import pathlib, harbourlib
from fastapi import FastAPI
app = FastAPI()
@app.get("/rules")
def rules():
    return pathlib.Path("rules.txt").read_text()
@app.get("/depth")
def depth():
    return harbourlib.depth("dover")
`,
  };
  expect(await verdictsOf(files)).toMatchInlineSnapshot(`
    "main:rules bridged
      note blocks: call pathlib.Path.read_text
    main:depth threaded
      unknown: call harbourlib.depth"
  `);
  expect(await verdictsOf(files, { brief: 'thread', unknown: 'bridge' })).toMatchInlineSnapshot(`
    "main:rules threaded
      blocks: call pathlib.Path.read_text
    main:depth bridged
      note unknown: call harbourlib.depth"
  `);
});

test('what is handed to a worker thread does not run on the loop, but threads of our own keep the endpoint threaded', async () => {
  const verdicts = await verdictsOf({
    'main.py': `
import asyncio, threading, time
from fastapi import FastAPI
app = FastAPI()
def slow(): time.sleep(1)
@app.get("/handed")
async def handed():
    await asyncio.to_thread(slow)
@app.get("/own")
def own():
    threading.Thread(target=slow).start()
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:handed bridged
    main:own threaded
      thread: call threading.Thread.start
      thread: call threading.Thread"
  `);
});

test('a dependency that cannot be resolved keeps its endpoint threaded', async () => {
  const verdicts = await verdictsOf({
    'main.py': `
from fastapi import Depends, FastAPI
app = FastAPI()
checks = {}
@app.get("/")
def home(ok=Depends(checks["home"])):
    return ok
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:home threaded
      unknown: dependency checks[...]"
  `);
});

test('attributes set from elsewhere, protocols, computed names and fields that hold functions are followed', async () => {
  const verdicts = await verdictsOf({
    'main.py': `
import time
from dataclasses import dataclass
from typing import Callable, Protocol
import requests
from fastapi import FastAPI, Request
app = FastAPI()
@app.on_event("startup")
def start():
    app.state.http = requests.Session()
    app.clock = Clock()
class Clock:
    def strike(self):
        time.sleep(1)
class Signal(Protocol):
    def sound(self): ...
class Horn:
    def sound(self):
        time.sleep(1)
@dataclass
class Step:
    run: Callable
steps = [Step(run=Horn().sound)]
@app.get("/state")
def state(request: Request):
    return request.app.state.http.get("https://port.example").json()
@app.get("/attribute")
def attribute():
    app.clock.strike()
@app.get("/protocol")
def protocol():
    signal: Signal = pick()
    signal.sound()
@app.get("/computed")
def computed(action: str):
    getattr(Clock(), action)()
@app.get("/field")
def field():
    for step in steps:
        step.run()
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:state threaded
      blocks: call requests.Session.get
    main:attribute threaded
      blocks: call Clock.strike > call time.sleep
    main:protocol threaded
      blocks: name Horn.sound > call time.sleep
    main:computed threaded
      blocks: name Clock.strike > call time.sleep
    main:field threaded
      blocks: call Horn.sound > call time.sleep"
  `);
});
