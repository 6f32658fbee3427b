import { expect, test } from 'vitest';
import { smallProject } from '../../program/testing/small-project.ts';
import { goNative, textsIn } from '../testing/native.ts';

const head = `from fastapi import Depends, FastAPI
from ferryman import create_engine
from sqlalchemy.orm import Session, sessionmaker

engine = create_engine("sqlite:///library.db")
SessionLocal = sessionmaker(engine)
app = FastAPI()


def get_db():
    with SessionLocal() as db:
        yield db


`;

/** The lines below the endpoint's dependency after all went native, and every test; a second run leaves them alone. */
async function native(text: string, tests: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = smallProject({ 'library/__init__.py': '', 'library/main.py': head + text, ...tests });
  await goNative(root, ['all']);
  const after = textsIn(root);
  expect((await goNative(root, ['all'])).files).toEqual([]);
  return after.slice(after.indexOf('def get_db'));
}

test('what a test waits for is given the face of its session, if the annotation asks for it', async () => {
  const text = `def late(db: Session, days: int) -> int:
    return db.scalar(f"SELECT count(*) FROM loan WHERE days > {days}")


def lost(db) -> int:
    return db.scalar("SELECT count(*) FROM loan WHERE lost")


@app.get("/late")
def show_late(db: Session = Depends(get_db)) -> int:
    return late(db, 14) + lost(db)
`;
  const tests = {
    'tests/test_main.py':
      'from library.main import SessionLocal, late, lost\n\n\ndef test_late():\n    with SessionLocal() as session:\n        assert late(session, 3) + lost(session) == 4\n',
  };
  expect(await native(text, tests)).toMatchInlineSnapshot(`
    "def get_db():
        async with async_session(SessionLocal()) as db:
            yield db


    async def late(db: AsyncSession, days: int) -> int:
        return await db.scalar(f"SELECT count(*) FROM loan WHERE days > {days}")


    async def lost(db) -> int:
        return await async_session(db).scalar("SELECT count(*) FROM loan WHERE lost")


    @app.get("/late")
    async def show_late(db: AsyncSession = Depends(get_db)) -> int:
        return await late(db, 14) + await lost(db.sync_session)

    # tests/test_main.py
    from ferryman import wait

    from library.main import SessionLocal, late, lost


    def test_late():
        with SessionLocal() as session:
            assert wait(late(session, 3)) + wait(lost(session)) == 4
    "
  `);
});

test('a dependency that a test overrides says what it gives; one that a test goes through by hand keeps everything', async () => {
  const text = `@app.get("/loans")
def count(db: Session = Depends(get_db)) -> int:
    return db.scalar("SELECT count(*) FROM loan")
`;
  const overriding =
    'from fastapi.testclient import TestClient\nfrom library.main import SessionLocal, app, get_db\n\n\ndef test_count():\n    app.dependency_overrides[get_db] = lambda: SessionLocal()\n    assert TestClient(app).get("/loans").json() == 4\n';
  const byHand =
    'from library.main import get_db\n\n\ndef test_get_db():\n    given = get_db()\n    assert next(given).is_active\n    given.close()\n';
  expect(await native(text, { 'tests/test_main.py': overriding })).toMatchInlineSnapshot(`
    "def get_db() -> AsyncIterator[AsyncSession]:
        async with async_session(SessionLocal()) as db:
            yield db


    @app.get("/loans")
    async def count(db: AsyncSession = Depends(get_db)) -> int:
        return await db.scalar("SELECT count(*) FROM loan")

    # tests/test_main.py
    from fastapi.testclient import TestClient
    from library.main import SessionLocal, app, get_db


    def test_count():
        app.dependency_overrides[get_db] = lambda: SessionLocal()
        assert TestClient(app).get("/loans").json() == 4
    "
  `);
  expect(await native(text, { 'tests/test_main.py': byHand })).toMatchInlineSnapshot(`
    "def get_db():
        with SessionLocal() as db:
            yield db


    @app.get("/loans")
    async def count(db: Session = Depends(get_db)) -> int:
        return await async_session(db).scalar("SELECT count(*) FROM loan")

    # tests/test_main.py
    from library.main import get_db


    def test_get_db():
        given = get_db()
        assert next(given).is_active
        given.close()
    "
  `);
});

test('functions that give sessions, and take the first of a generator', async () => {
  const text = `def open_session() -> Session:
    return SessionLocal()


def sweep() -> None:
    db = open_session()
    db.rollback()
    db.close()


def report() -> int:
    db = next(get_db())
    return db.scalar("SELECT count(*) FROM loan")


@app.get("/report")
def show(db: Session = Depends(get_db)) -> int:
    sweep()
    return report()
`;
  expect(await native(text)).toMatchInlineSnapshot(`
    "def get_db():
        async with async_session(SessionLocal()) as db:
            yield db


    def open_session() -> AsyncSession:
        return async_session(SessionLocal())


    async def sweep() -> None:
        db = open_session()
        await db.rollback()
        await db.close()


    async def report() -> int:
        db = next(iterate(get_db()))
        return await db.scalar("SELECT count(*) FROM loan")


    @app.get("/report")
    async def show(db: AsyncSession = Depends(get_db)) -> int:
        await sweep()
        return await report()
    "
  `);
});

test('what is not followed keeps the session that it has', async () => {
  const text = `from typing import Annotated, Optional

from library import fines

Database = Annotated[Session, Depends(get_db)]


class Desk:
    def __init__(self, db: Session) -> None:
        self.db = db

    def count(self) -> int:
        return self.db.scalar("SELECT count(*) FROM loan")


def lend(db: Optional[Session] = None) -> None:
    if db is None:
        db = SessionLocal()
    db.commit()


def fine(db: Session, **details: int) -> None:
    db.flush()


def run(job, db: Session) -> None:
    job(db)
    db.commit()


def sweep() -> None:
    db = SessionLocal()
    db.rollback()
    db.close()
    del db


@app.post("/loans")
def loans(db: Database) -> int:
    lend(db)
    fine(*[db])
    run(print, db)
    fines.collect(db)
    sweep()
    if not db:
        return 0
    return Desk(db).count()
`;
  expect(await native(text)).toMatchInlineSnapshot(`
    "def get_db():
        async with async_session(SessionLocal()) as db:
            yield db.sync_session


    from typing import Annotated, Optional

    from library import fines

    Database = Annotated[Session, Depends(get_db)]


    class Desk:
        def __init__(self, db: Session) -> None:
            self.db = db

        async def count(self) -> int:
            return await async_session(self.db).scalar("SELECT count(*) FROM loan")


    async def lend(db: Optional[Session] = None) -> None:
        if db is None:
            db = SessionLocal()
        await async_session(db).commit()


    async def fine(db: Session, **details: int) -> None:
        await async_session(db).flush()


    async def run(job, db: Session) -> None:
        job(db)
        await async_session(db).commit()


    async def sweep() -> None:
        db = SessionLocal()
        await async_session(db).rollback()
        await async_session(db).close()
        del db


    @app.post("/loans")
    async def loans(db: Database) -> int:
        await lend(db)
        await fine(*[db])
        await run(print, db)
        fines.collect(db)
        await sweep()
        if not db:
            return 0
        return await Desk(db).count()
    "
  `);
});

test('names that tests patch keep what they are given', async () => {
  const text = `def late(db: Session) -> int:
    return db.scalar("SELECT count(*) FROM loan WHERE late")


@app.get("/late")
def show_late(db: Session = Depends(get_db)) -> int:
    return late(db) + db.scalar("SELECT 1") + db.scalar("SELECT 2")
`;
  const tests = {
    'tests/test_main.py':
      'from unittest import mock\n\nfrom fastapi.testclient import TestClient\nfrom library.main import app\n\n\ndef test_late():\n    with mock.patch("library.main.late", lambda db: 4):\n        assert TestClient(app).get("/late").json() == 7\n',
  };
  expect(await native(text, tests)).toMatchInlineSnapshot(`
    "def get_db():
        async with async_session(SessionLocal()) as db:
            yield db


    async def late(db: Session) -> int:
        return await async_session(db).scalar("SELECT count(*) FROM loan WHERE late")


    @app.get("/late")
    async def show_late(db: AsyncSession = Depends(get_db)) -> int:
        return (
            await late(db.sync_session)
            + await db.scalar("SELECT 1")
            + await db.scalar("SELECT 2")
        )

    # tests/test_main.py
    from unittest import mock

    from fastapi.testclient import TestClient
    from library.main import app


    def test_late():
        with mock.patch("library.main.late", lambda db: 4):
            assert TestClient(app).get("/late").json() == 7
    "
  `);
});

test('one function after the other comes to the same as all at once', async () => {
  const text = `def save(db: Session, title: str) -> None:
    db.add(title)
    db.commit()


def lend(db: Session, title: str) -> int:
    save(db, title)
    return db.scalar("SELECT max(id) FROM loan")


@app.post("/loans")
def loans(db: Session = Depends(get_db)) -> int:
    return lend(db, "Kidnapped")
`;
  const files = { 'library/__init__.py': '', 'library/main.py': head + text };
  const whole = smallProject(files);
  await goNative(whole, ['all']);
  const functions = ['library.main:get_db', 'library.main:save', 'library.main:lend', 'library.main:loans'];
  for (const order of [functions, functions.toReversed(), [functions[2] ?? '', functions[0] ?? '']]) {
    const root = smallProject(files);
    for (const each of order) await goNative(root, [each]);
    await goNative(root, ['all']);
    expect(textsIn(root)).toBe(textsIn(whole));
  }
  expect(textsIn(whole)).toMatchInlineSnapshot(`
    "# library/__init__.py

    # library/main.py
    from fastapi import Depends, FastAPI
    from ferryman import async_session, create_engine
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import sessionmaker

    engine = create_engine("sqlite:///library.db")
    SessionLocal = sessionmaker(engine)
    app = FastAPI()


    async def get_db():
        async with async_session(SessionLocal()) as db:
            yield db


    async def save(db: AsyncSession, title: str) -> None:
        db.add(title)
        await db.commit()


    async def lend(db: AsyncSession, title: str) -> int:
        await save(db, title)
        return await db.scalar("SELECT max(id) FROM loan")


    @app.post("/loans")
    async def loans(db: AsyncSession = Depends(get_db)) -> int:
        return await lend(db, "Kidnapped")
    "
  `);
});
