import { expect, test } from 'vitest';
import { smallProject } from '../../src/program/testing/small-project.ts';
import { measureRecall, renderRecall } from './mutate.ts';
import { mutationsOf, without } from './mutations.ts';

const source = `async def sail(port, boats):
    await port.open()
    pier = await (
        port.pier(await port.name())
    )
    async with pier.locked() as berth:
        async for boat in boats.near(berth):
            print([tide async for tide in boat.tides()], "é", await boat)
    async with pier, berth:
        await(pier).close()
    return await pier.moor(
        1,
    )
`;

test('each word goes by itself, and the line is that of the call', async () => {
  const mutations = await mutationsOf(source);
  expect(mutations.map(({ kind, line }) => `${line} ${kind}`)).toEqual([
    '2 await',
    '4 await',
    '4 await',
    '6 async with',
    '7 async for',
    '8 async for',
    '10 await',
    '11 await',
  ]);
  expect(without(source, mutations)).toMatchInlineSnapshot(`
    "async def sail(port, boats):
        port.open()
        pier = (
            port.pier(port.name())
        )
        with pier.locked() as berth:
            for boat in boats.near(berth):
                print([tide for tide in boat.tides()], "é", await boat)
        async with pier, berth:
            (pier).close()
        return pier.moor(
            1,
        )
    "
  `);
});

test('what is found, what is not known, and what was said before anything was taken out', async () => {
  const folder = smallProject({
    'ferry.py': `import asyncio


async def sail(port):
    return port


async def boats():
    yield "Berlin"


async def season(ports, board):
    await sail("Gedser")
    sail("Rostock")
    names = [name async for name in boats()]
    await board.announce(names)
    async with asyncio.timeout(3):
        await asyncio.gather(sail("Gedser"), sail("Rostock"))
`,
  });
  const recall = await measureRecall(folder, { copies: 2 });
  expect(renderRecall(recall)).toMatchInlineSnapshot(`
    "taken out   all  found  unknown  missed  said before
    await         3      1        1       1            0
    async for     1      1        0       0            0
    async with    1      1        0       0            0
    all           5      3        1       1            0
      missed   await      ferry.py:16  await board.announce(names)
      unknown  await      ferry.py:18  await asyncio.gather(sail("Gedser"), sail("Rostock"))"
  `);
});
