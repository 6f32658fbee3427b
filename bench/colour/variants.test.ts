import { expect, test } from 'vitest';
import { openProgram } from '../../src/program/index.ts';
import { smallProject } from '../../src/program/testing/small-project.ts';
import { differences } from './execute.ts';
import { readFiles, seedable, seeded } from './variants.ts';

test('every function is given something to wait for, below its docstring and beside its only line', async () => {
  const root = smallProject({
    'main.py': `"""A desk."""
from __future__ import annotations


def lend(book):
    """Give it away."""
    return book


def close(): return 1


class Desk:
    def open(self):
        for door in ():
            print(door)

    def later(self):
        """To be written."""


async def night():
    return None
`,
  });
  const program = await openProgram(root);
  const texts = seeded(readFiles(root), seedable(program.project.functions));
  expect(texts.get('main.py')).toMatchInlineSnapshot(`
    """"A desk."""
    from __future__ import annotations
    from asyncio import sleep
    from ferryman import wait


    def lend(book):
        """Give it away."""
        wait(sleep(0))
        return book


    def close(): wait(sleep(0)); return 1


    class Desk:
        def open(self):
            wait(sleep(0))
            for door in ():
                print(door)

        def later(self):
            """To be written."""
            wait(sleep(0))


    async def night():
        return None
    "
  `);
});

test('runs differ by what they print, run, raise, keep and lose', () => {
  const before = { id: 'desk', output: '1', problem: null, entered: ['lend', 'title'], values: { a: '1' }, lost: [] };
  expect(differences(before, { ...before, values: { a: '1', wait: 'function' } })).toEqual([]);
  const after = {
    id: 'desk',
    output: '2',
    problem: 'KeyError: 1',
    entered: ['lend'],
    values: {},
    lost: ["RuntimeWarning: coroutine 'title' was never awaited"],
  };
  expect(differences(before, after)).toMatchInlineSnapshot(`
    [
      "lost: RuntimeWarning: coroutine 'title' was never awaited",
      "ends with KeyError: 1, not nothing",
      "prints "2", not "1"",
      "nothing runs where title did",
      "a is undefined, not "1"",
    ]
  `);
  expect(differences(before, { ...before, entered: ['lend', 'title', 'close'] })).toEqual(['close runs in the end']);
});
