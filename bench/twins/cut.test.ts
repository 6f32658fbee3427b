import { beforeAll, expect, test } from 'vitest';
import { loadPython } from '../../src/syntax/index.ts';
import { cutHalf } from './cut.ts';
import { splitHalves } from './halves.ts';

beforeAll(async () => {
  await loadPython();
});

const source = `import asyncio

class Ferry:
    @traced
    async def asail(self):
        await self.engine.astart()

    def sail(self):
        self.engine.start()

class AsyncFerry(Ferry):
    name = "fast"

if asyncio:
    async def moor(): ...

def async_wrapper(fn):
    return fn
`;

test('the asynchronous half goes, lines stay where they were', () => {
  const { text, ranges } = cutHalf(source, { classes: /^Async/u, functions: /^async_/u });
  expect(text).toMatchInlineSnapshot(`
    "import asyncio

    class Ferry:
        pass



        def sail(self):
            self.engine.start()

    pass


    if asyncio:
        pass

    pass

    "
  `);
  expect(ranges.map(({ start, end }) => source.slice(start, end).split('\n')[0])).toEqual([
    '@traced',
    'class AsyncFerry(Ferry):',
    'async def moor(): ...',
    'def async_wrapper(fn):',
  ]);
});

test('modules of the asynchronous half are not among what is kept', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const { kept, taken } = splitHalves(
    new Map([
      ['harbour/_async/ferry.py', bytes('def sail(): ...\n')],
      ['harbour/ferry.py', bytes('async def sail(): ...\n')],
    ]),
    { modules: /\/_async\//u },
  );
  expect([...kept]).toEqual([['harbour/ferry.py', 'pass\n']]);
  expect([...taken.keys()]).toEqual(['harbour/_async/ferry.py', 'harbour/ferry.py']);
});
