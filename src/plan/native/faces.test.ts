import { expect, test } from 'vitest';
import { smallProject } from '../../program/testing/small-project.ts';
import { goNative, remainingOf, textsIn } from '../testing/native.ts';

const head = `from ferryman import create_engine
from sqlalchemy import text
from sqlalchemy.orm import DeclarativeBase, Session

engine = create_engine("sqlite:///library.db")


class Base(DeclarativeBase):
    pass
`;

/** What the functions below `head` become, and what remains. */
async function nativeFunctions(text: string): Promise<string> {
  const root = smallProject({ 'library.py': `${head}\n\n${text}` });
  const plan = await goNative(root, ['all']);
  const functions = textsIn(root).split('    pass\n')[1]?.trim() ?? '';
  return [functions, ...remainingOf(plan)].join('\n');
}

test('blocks that bind one name, side by side and within one another', async () => {
  expect(
    await nativeFunctions(`def move(statements):
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM loan"))
        with engine.connect() as connection, connection.begin():
            keep(connection)
        connection.invalidated = keep
    with open("log") as log:
        pass
    with engine.connect() as connection:
        return [connection.scalar(each) for each in statements], lambda: connection.scalar(statements[0])


def keep(held):
    print(f"{held}")
`),
  ).toMatchInlineSnapshot(`
    "async def move(statements):
        async with async_engine(engine).begin() as connection:
            await connection.execute(text("DELETE FROM loan"))
            async with async_engine(engine).connect() as connection, connection.begin():
                keep(connection.sync_connection)
            connection.sync_connection.invalidated = keep
        with open("log") as log:"
  `);
});

test('a block whose name lives elsewhere, or is bound again, stays', async () => {
  expect(
    await nativeFunctions(`def remember(self):
    with engine.begin() as self.connection:
        self.connection.execute(text("SELECT 1"))


def rebind(other):
    with engine.begin() as connection:
        connection = connection or other
        connection.execute(text("SELECT 2"))


def share():
    global connection
    with engine.begin() as connection:
        connection.execute(text("SELECT 3"))
`),
  ).toMatchInlineSnapshot(`
    "def remember(self):
        with engine.begin() as self.connection:
            self.connection.execute(text("SELECT 1"))


    def rebind(other):
        with engine.begin() as connection:
            connection = connection or other
            connection.execute(text("SELECT 2"))


    async def share():
        global connection
        with engine.begin() as connection:
            await async_connection(connection).execute(text("SELECT 3"))
    implicit library.py:14 sqlalchemy.Connection.execute: remember is synchronous
    implicit library.py:13 sqlalchemy.Engine.begin: remember is synchronous
    implicit library.py:13 with sqlalchemy.Connection: remember is synchronous
    implicit library.py:20 sqlalchemy.Connection.execute: rebind is synchronous
    implicit library.py:18 sqlalchemy.Engine.begin: rebind is synchronous
    implicit library.py:18 with sqlalchemy.Connection: rebind is synchronous
    implicit library.py:25 sqlalchemy.Engine.begin: share does not await it
    implicit library.py:25 with sqlalchemy.Connection: share does not await it"
  `);
});

test('a block of its own below a `with` that is taken apart', async () => {
  expect(
    await nativeFunctions(`def start():
    with open("log") as log, engine.begin() as connection:
        Base.metadata.create_all(
            engine,
            tables=["""
book
"""],
        )
        connection.execute(text("SELECT 1"))
`),
  ).toMatchInlineSnapshot(`
    "async def start():
        with open("log") as log:
            async with async_engine(engine).begin() as connection:
                async with async_engine(engine).begin() as connection_2:
                    await connection_2.run_sync(
                        Base.metadata.create_all,
                        tables=["""
    book
    """],
                    )
                await connection.execute(text("SELECT 1"))"
  `);
});

test('what cannot be awaited where it stands stays without a bridge', async () => {
  expect(
    await nativeFunctions(`def titles(db: Session, ids):
    db.commit()
    return print(db.get(Base, each) for each in ids)
`),
  ).toMatchInlineSnapshot(`
    "async def titles(db: Session, ids):
        await async_session(db).commit()
        return print(db.get(Base, each) for each in ids)
    implicit library.py:14 sqlalchemy.orm.Session.get: titles does not await it
    session library.py:12 db of titles: nobody is seen to call library:titles"
  `);
});

test('an engine or a session that may be something else keeps its calls', async () => {
  expect(
    await nativeFunctions(`def close(other, db: Session):
    held = engine if db else other
    held.dispose()
    with held.begin():
        db.flush()
`),
  ).toMatchInlineSnapshot(`
    "async def close(other, db: Session):
        held = engine if db else other
        held.dispose()
        with held.begin():
            await async_session(db).flush()
    implicit library.py:14 sqlalchemy.Engine.dispose: close does not await it
    implicit library.py:15 sqlalchemy.Engine.begin: close does not await it
    implicit library.py:15 with sqlalchemy.Connection: close does not await it
    session library.py:12 db of close: nobody is seen to call library:close"
  `);
});
