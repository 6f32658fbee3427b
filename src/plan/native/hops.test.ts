import { expect, test } from 'vitest';
import { engine, planned } from '../testing/native.ts';

const main = (dependency: string, signature = 'page: int = Depends(dependency)') => `import contextvars
import time
from functools import lru_cache

from fastapi import Depends, FastAPI
${engine}
app = FastAPI()
language = contextvars.ContextVar("language")


${dependency}


@app.get("/loans")
def loans(db: Session, ${signature}):
    return db.scalar("SELECT title FROM loan")
`;

/** What becomes asynchronous, each with its way. */
async function flipsWith(dependency: string, more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { flips } = await planned({ 'library/main.py': main(dependency), ...more });
  return flips.map(({ chain }) => chain.join(' -> '));
}

test('a dependency that does next to nothing saves the hop to a thread', async () => {
  const shown = await flipsWith(
    'def number(text: str) -> int:\n    return int(text or 1)\n\n\ndef dependency(text: str = "") -> int:\n    return number(text.strip())',
    {
      'tests/test_main.py':
        'from library.main import app, dependency\n\napp.dependency_overrides[dependency] = lambda: 3\n',
    },
  );
  expect(shown).toMatchInlineSnapshot(`
    [
      "library.main:dependency -> saves a thread hop of every request",
      "library.main:loans -> sqlalchemy.orm.Session.scalar",
    ]
  `);
});

test('a dependency stays in its thread for what it does, and for who else calls it', async () => {
  const native = 'library.main:loans -> sqlalchemy.orm.Session.scalar';
  const staying = [
    'def dependency():\n    time.sleep(1)',
    'def dependency(page: int = 1):\n    return sum(each for each in range(page))',
    'def dependency(page: int = 1):\n    while page > 3:\n        page -= 1\n    return page',
    'def dependency():\n    yield 1',
    'def dependency(text: str):\n    language.set(text)',
    'def dependency(given):\n    return given.page()',
    '@lru_cache\ndef dependency():\n    return 1',
    'def count(page):\n    return count(page - 1) if page else 0\n\n\ndef dependency(page: int = 1):\n    return count(page)',
    'def dependency():\n    return 1\n\n\nFIRST = dependency()',
    'def dependency():\n    raise StopIteration',
  ];
  for (const each of staying) expect(await flipsWith(each), each).toEqual([native]);
});

test('nothing is saved where the endpoint stays synchronous', async () => {
  const text = main('def dependency() -> int:\n    return 1').replace('db.scalar("SELECT title FROM loan")', 'page');
  expect((await planned({ 'library/main.py': text })).flips).toEqual([]);
});

test('an endpoint that was asynchronous counts, too, and what was not asked for stays', async () => {
  const text = main('def dependency() -> int:\n    return 1').replace('def loans', 'async def loans');
  const ids = async (selection: readonly string[]) =>
    (await planned({ 'library/main.py': text }, selection)).flips.map(({ id }) => id);
  expect(await ids(['all'])).toEqual(['library.main:dependency']);
  expect(await ids(['library.main:loans'])).toEqual([]);
});
