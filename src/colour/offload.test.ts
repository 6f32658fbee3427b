import { expect, test } from 'vitest';
import { offloadsOf } from './testing/verdicts.ts';

const app = `
from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
engine = create_engine("sqlite:///ferries.db")
app = FastAPI()
def get_db():
    with Session(engine) as session:
        yield session
`;

test('a call that has done everything when it returns goes alone, wherever endpoints reach it', async () => {
  const text = `${app}
import time
import requests
def berth(harbour):
    time.sleep(1)
    return requests.get(harbour).json()
@app.get("/berth")
def show_berth(db: Session = Depends(get_db)):
    return berth(db.scalar(text("select url from harbour")))
@app.post("/berth")
def take_berth(db: Session = Depends(get_db)):
    return berth("https://harbour.example")
`;
  expect(await offloadsOf({ 'main.py': text })).toMatchInlineSnapshot(`
    "main:show_berth bridged
      main.py:14 time.sleep in berth
      main.py:15 requests.get in berth
    main:take_berth bridged
      main.py:14 time.sleep in berth
      main.py:15 requests.get in berth"
  `);
});

test('what is read on later is not moved alone: the nearest function that is over when it returns goes', async () => {
  const text = `${app}
import zipfile
import requests
def pack(names):
    with zipfile.ZipFile("season.zip", "w") as archive:
        for name in names:
            archive.write(name)
def lines(url):
    return [line for line in requests.get(url, stream=True).iter_lines()]
def publish(names):
    pack(names)
    return lines("https://harbour.example")
@app.post("/season")
def close_season(db: Session = Depends(get_db)):
    names = db.scalars(text("select file from ticket")).all()
    return publish(names)
`;
  expect(await offloadsOf({ 'main.py': text })).toMatchInlineSnapshot(`
    "main:close_season bridged
      main.py:20 zipfile.ZipFile.__exit__ in publish
      main.py:21 requests.get in publish"
  `);
});

test('generators, decorated functions and open files do not go: their work is done after they return', async () => {
  const text = `${app}
from contextlib import contextmanager
import s3fs
import zipfile
@contextmanager
def archive(name):
    with zipfile.ZipFile(name, "w") as opened:
        yield opened
def entries(name):
    for entry in zipfile.ZipFile(name).infolist():
        yield entry.filename
def opened(name):
    return s3fs.S3FileSystem().open(name)
@app.post("/archive")
def write(db: Session = Depends(get_db)):
    with archive("season.zip") as season:
        db.execute(text("select 1"))
@app.get("/archive")
def read(db: Session = Depends(get_db)):
    db.execute(text("select 1"))
    return list(entries("season.zip"))
@app.get("/file")
def file(db: Session = Depends(get_db)):
    db.execute(text("select 1"))
    return opened("season.zip").read()
`;
  expect(await offloadsOf({ 'main.py': text })).toMatchInlineSnapshot(`
    "main:write threaded
      stays: zipfile.ZipFile
      stays: zipfile.ZipFile.__enter__
      stays: zipfile.ZipFile.__exit__
    main:read threaded
      stays: zipfile.ZipFile.infolist
      stays: zipfile.ZipFile
      stays: zipfile.ZipFile.infolist().__iter__
      stays: zipfile.ZipFile.infolist().__next__
    main:file threaded
      stays: s3fs.S3FileSystem.open().read
      stays: s3fs.S3FileSystem.open
      stays: s3fs.S3FileSystem"
  `);
});

test('a generator that a function in a thread makes and gives away runs on the loop, and counts there', async () => {
  const text = `${app}
import time
from fastapi.responses import StreamingResponse
def chunks():
    for number in range(3):
        time.sleep(1)
        yield str(number)
def pack():
    for wait in range(3):
        pass
def export():
    import shutil
    shutil.make_archive("season", "zip", "tickets")
    return StreamingResponse(chunks())
@app.get("/export")
def download(db: Session = Depends(get_db)):
    db.execute(text("select 1"))
    return export()
`;
  expect(await offloadsOf({ 'main.py': text })).toMatchInlineSnapshot(`
    "main:download bridged
      main.py:27 shutil.make_archive in download
      main.py:15 time.sleep in chunks"
  `);
});

test('locks, thread-local state, unknown libraries and what only its name tells stay where they are', async () => {
  const text = `${app}
import threading
import time
import harbourlib
here = threading.local()
def remember(name):
    here.name = name
def ask():
    return harbourlib.berth()
@app.get("/state")
def state(db: Session = Depends(get_db)):
    db.execute(text("select 1"))
    remember("Anna")
@app.get("/ask")
def asked(db: Session = Depends(get_db)):
    db.execute(text("select 1"))
    return ask()
@app.get("/later")
def later(tide, db: Session = Depends(get_db)):
    db.execute(text("select 1"))
    sorted(tide, key=lambda each: time.sleep(each))
`;
  expect(await offloadsOf({ 'main.py': text })).toMatchInlineSnapshot(`
    "main:state threaded
      stays: threading.local
    main:asked threaded
      stays: harbourlib.berth
    main:later bridged
      main.py:30 time.sleep in later.<locals>.<lambda>"
  `);
});

test('a function that would take thread-local state, a lock by hand or an unknown library along does not go', async () => {
  const text = `${app}
import shutil
import threading
import harbourlib
here = threading.local()
berths = threading.RLock()
def pack(name):
    here.name = name
    shutil.make_archive("season", "zip", name)
def reserve(name):
    berths.acquire()
    shutil.make_archive("season", "zip", name)
def report(name):
    shutil.make_archive("season", "zip", name)
    harbourlib.report(name)
@app.post("/pack")
def packed(db: Session = Depends(get_db)):
    pack(db.scalar(text("select 1")))
@app.post("/reserve")
def reserved(db: Session = Depends(get_db)):
    reserve(db.scalar(text("select 1")))
@app.post("/report")
def reported(db: Session = Depends(get_db)):
    report(db.scalar(text("select 1")))
`;
  expect(await offloadsOf({ 'main.py': text })).toMatchInlineSnapshot(`
    "main:packed threaded
      could go: shutil.make_archive
      stays: threading.local
    main:reserved threaded
      stays: threading.RLock.acquire
      could go: shutil.make_archive
      could go: berths
    main:reported threaded
      could go: shutil.make_archive
      stays: harbourlib.report"
  `);
});

test('without a database there is nothing to gain, and without leave nothing is moved', async () => {
  const text = `${app}
import time
@app.get("/nap")
def nap():
    time.sleep(1)
@app.get("/doze")
def doze(db: Session = Depends(get_db)):
    db.execute(text("select 1"))
    time.sleep(1)
`;
  expect(await offloadsOf({ 'main.py': text })).toMatchInlineSnapshot(`
    "main:nap threaded
      could go: time.sleep
    main:doze bridged
      main.py:18 time.sleep in doze"
  `);
  expect(await offloadsOf({ 'main.py': text }, { offload: false })).toMatchInlineSnapshot(`
    "main:nap threaded
      could go: time.sleep
    main:doze threaded
      could go: time.sleep"
  `);
});
