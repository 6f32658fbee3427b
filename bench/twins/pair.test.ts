import { expect, test } from 'vitest';
import { openProgram } from '../../src/program/index.ts';
import { smallProject } from '../../src/program/testing/small-project.ts';
import { pairHalves } from './pair.ts';
import { undoing } from './spelling.ts';

const undo = undoing([
  [/^Async/gu, ''],
  [/^a(close)$/gu, '$1'],
]);

async function functionsOf(files: Readonly<Record<string, string>>) {
  return (await openProgram(smallProject(files))).project.functions;
}

async function pairTexts(sync: string, answer: string) {
  const { pairs, different, alone } = pairHalves(
    { functions: await functionsOf({ 'harbour/_sync.py': sync }), path: (file) => file, undo },
    {
      functions: await functionsOf({ 'harbour/_async.py': answer }),
      path: (file) => file.replace('_async', '_sync'),
      undo,
    },
  );
  return {
    alike: pairs.map((pair) => ({
      name: `${pair.sync.qualname} = ${pair.answer.qualname}`,
      isAsync: pair.answer.facts.isAsync,
      sites: pair.sites.map(({ answer: site }) => `${site.isAwaited ? 'await ' : ''}${site.kind} ${site.text}`),
    })),
    different: different.map(({ sync: fn }) => fn.qualname),
    alone: alone.map((fn) => fn.qualname),
  };
}

test('functions are paired by name with renames undone, and what they do is laid side by side', async () => {
  const sync = `
class Ferry:
    def __enter__(self):
        return self
    def __exit__(self, *problem):
        self.close()
    def close(self):
        with self._lock:
            for rope in self.ropes:
                rope.loose(max(self.length(), 3))
        return [bag for bag in self.bags()]
`;
  const answer = `
class AsyncFerry:
    async def __aenter__(self):
        return self
    async def __aexit__(self, *problem):
        await self.aclose()
    async def aclose(self):
        async with self._lock:
            async for rope in self.ropes:
                await rope.loose(max(await self.length(), 3))
        return [bag async for bag in self.bags()]
`;
  expect(await pairTexts(sync, answer)).toMatchInlineSnapshot(`
    {
      "alike": [
        {
          "isAsync": true,
          "name": "Ferry.__enter__ = AsyncFerry.__aenter__",
          "sites": [],
        },
        {
          "isAsync": true,
          "name": "Ferry.__exit__ = AsyncFerry.__aexit__",
          "sites": [
            "await call self.close",
          ],
        },
        {
          "isAsync": true,
          "name": "Ferry.close = AsyncFerry.aclose",
          "sites": [
            "await with self._lock",
            "await for self.ropes",
            "await call self.length",
            "call max",
            "await call rope.loose",
            "await call self.bags",
          ],
        },
      ],
      "alone": [],
      "different": [],
    }
  `);
});

test('a function with another call, another order or another loop is built differently', async () => {
  const sync = `
def board(gate):
    gate.open()
    gate.count()
def leave(gate):
    gate.open()
def moor(ropes):
    for rope in ropes: rope.tie()
def wait(clock): clock.tick()
`;
  const answer = `
async def board(gate):
    await gate.count()
    await gate.open()
async def leave(gate):
    await gate.open()
    gate.log()
async def moor(harbour):
    async for rope in harbour.ropes: await rope.tie()
`;
  const { alike, different, alone } = await pairTexts(sync, answer);
  expect({ alike, different, alone }).toEqual({ alike: [], different: ['board', 'leave', 'moor'], alone: ['wait'] });
});

test('a plain def that returns something to await later is no twin of one that does the work', async () => {
  const sync = `
def crossings(page: int) -> Page:
    return fetch(page)
def stream(page: int) -> Iterator[bytes]:
    return read(page)
`;
  const answer = `
def crossings(page: int) -> AsyncPaginator:
    return fetch(page)
def stream(page: int) -> AsyncGenerator[bytes, None]:
    return read(page)
`;
  const { alike, different } = await pairTexts(sync, answer);
  expect(alike.map(({ name }) => name)).toEqual(['stream = stream']);
  expect(different).toEqual(['crossings']);
});

test('overloads are left out, and a property is told from its setter by their order', async () => {
  const text = (prefix: string) => `
class Berth:
    @overload
    def moor(self, ship: str) -> None: ...
    ${prefix}def moor(self, ship): ship.moor()
    @property
    def depth(self): return self.sound()
    @depth.setter
    def depth(self, value): self.dredge(value)
`;
  const { alike } = await pairTexts(text(''), text('async '));
  expect(alike.map(({ name, isAsync, sites }) => `${isAsync ? 'async ' : ''}${name}: ${sites.join()}`)).toEqual([
    'async Berth.moor = Berth.moor: call ship.moor',
    'Berth.depth = Berth.depth: call self.sound',
    'Berth.depth = Berth.depth: call self.dredge',
  ]);
});
