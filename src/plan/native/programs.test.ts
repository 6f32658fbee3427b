import { expect, test } from 'vitest';
import { planned, remainingOf } from '../testing/native.ts';

const files = {
  'library/__init__.py': '',
  'library/database.py': `from ferryman import create_engine
from sqlalchemy.orm import sessionmaker

engine = create_engine("sqlite:///library.db")
SessionLocal = sessionmaker(engine)
`,
};

/** What becomes of a program: its text, or why it stays. */
async function program(name: string, text: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const plan = await planned({ ...files, ...more, [name]: text });
  const after = plan.files.find(({ path }) => path === name);
  const kept = remainingOf(plan).filter((line) => line.startsWith('kept') || line.startsWith('wait'));
  return [...(after ? [Buffer.from(after.after).toString()] : []), ...kept].join('\n');
}

const sweep = (body: string, guard = 'main()', head = '') => `${head}from library.database import SessionLocal


def main():
    with SessionLocal() as db:
${body
  .split('\n')
  .map((line) => `        ${line}`)
  .join('\n')}
        db.commit()


if __name__ == "__main__":
    ${guard}
`;

test('a program may wait and compute, nobody else is on its loop', async () => {
  expect(await program('sweep.py', sweep('time.sleep(1)', 'main()', 'import time\n\n'))).toMatchInlineSnapshot(`
    "import asyncio
    import time

    from ferryman import async_session

    from library.database import SessionLocal


    async def main():
        async with async_session(SessionLocal()) as db:
            time.sleep(1)
            await db.commit()


    if __name__ == "__main__":
        asyncio.run(main())
    "
  `);
});

test('a program that starts threads, loops or processes, or looks for Ctrl-C, stays', async () => {
  const reasons = [
    await program('sweep.py', sweep('threading.Thread(target=print).start()', 'main()', 'import threading\n\n')),
    await program('sweep.py', sweep('asyncio.run(asyncio.sleep(0))', 'main()', 'import asyncio\n\n')),
    await program('sweep.py', sweep('try:\n    print(db)\nexcept KeyboardInterrupt:\n    pass')),
    await program('sweep.py', sweep('uvicorn.run("library.main:app")', 'main()', 'import uvicorn\n\n')),
    await program('sweep.py', sweep('tidy()', 'main()', 'import os\n\n\ndef tidy():\n    os.fork()\n\n\n')),
  ];
  expect(reasons).toMatchInlineSnapshot(`
    [
      "kept sweep.py:6 sweep:main: threading.Thread.start starts a thread, which works on its own with whatever it was given",
      "kept sweep.py:6 sweep:main: main calls asyncio.run",
      "kept sweep.py:4 sweep:main: main looks for KeyboardInterrupt",
      "kept sweep.py:6 sweep:main: uvicorn.run runs an event loop of its own",
      "kept sweep.py:11 sweep:main: tidy calls os.fork",
    ]
  `);
});

test('a program with an engine of its own stays synchronous', async () => {
  const text = sweep('db.rollback()').replace(
    'from library.database import SessionLocal',
    'from sqlalchemy import create_engine\nfrom sqlalchemy.orm import sessionmaker\n\nSessionLocal = sessionmaker(create_engine("sqlite:///old.db"))',
  );
  expect(await program('sweep.py', text)).toMatchInlineSnapshot(
    `"kept sweep.py:7 sweep:main: the program has a synchronous engine of its own"`,
  );
});

test('a command of the installed project is called by somebody who does not await', async () => {
  const pyproject = {
    'pyproject.toml': '[project]\nname = "library"\n[project.scripts]\nsweep = "library.sweep:main"\n',
  };
  const text = sweep('fill(db)', 'main()').replace('def main', 'def fill(db):\n    db.commit()\n\n\ndef main');
  expect(await program('library/sweep.py', text, pyproject)).toMatchInlineSnapshot(`
    "kept library/sweep.py:4 library.sweep:fill: library.sweep:main calls it, and runs without an event loop
    kept library/sweep.py:8 library.sweep:main: the command sweep calls it, and does not await"
  `);
});

test('so it is where the command is a function of the application', async () => {
  const pyproject = {
    'pyproject.toml': '[project]\nname = "library"\n[project.scripts]\nsweep = "library.loans:sweep"\n',
  };
  const text = `from library.database import SessionLocal


def sweep():
    with SessionLocal() as db:
        db.commit()
`;
  expect(await program('library/loans.py', text, pyproject)).toMatchInlineSnapshot(
    `"kept library/loans.py:4 library.loans:sweep: the command sweep calls it, and does not await"`,
  );
});

test('an application that can be run as a program is one', async () => {
  const main = `import uvicorn
from fastapi import FastAPI
from library.database import SessionLocal

app = FastAPI()


@app.post("/loans")
def lend():
    with SessionLocal() as db:
        db.commit()


if __name__ == "__main__":
    uvicorn.run(app)
`;
  expect(await program('library/main.py', main)).toMatchInlineSnapshot(`
    "import uvicorn
    from fastapi import FastAPI
    from ferryman import async_session
    from library.database import SessionLocal

    app = FastAPI()


    @app.post("/loans")
    async def lend():
        async with async_session(SessionLocal()) as db:
            await db.commit()


    if __name__ == "__main__":
        uvicorn.run(app)
    "
  `);
});

test('what nobody is seen to call in a program stays', async () => {
  const text = sweep('print(db)').replace('\n\ndef main', '\n\ndef undo(db):\n    db.rollback()\n\n\ndef main');
  expect(await program('sweep.py', text)).toMatchInlineSnapshot(`
    "import asyncio

    from ferryman import async_session

    from library.database import SessionLocal


    def undo(db):
        db.rollback()


    async def main():
        async with async_session(SessionLocal()) as db:
            print(db.sync_session)
            await db.commit()


    if __name__ == "__main__":
        asyncio.run(main())
    "
  `);
});
