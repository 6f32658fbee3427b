import { expect, test } from 'vitest';
import { indexUses, openProgram } from '../../program/index.ts';
import { smallProject } from '../../program/testing/small-project.ts';
import { couldBind } from './bindable.ts';

const header = `from contextlib import contextmanager


class Desk:
`;

/** Whether `desk.lend(given)` could run the method with these parameters. */
async function isBindable(method: string, given: string): Promise<boolean> {
  const main = `${header}${method}\n\n\ndef run(desk, titles, options):\n    desk.${given}\n`;
  const program = await openProgram(smallProject({ 'main.py': main }));
  const fn = program.project.functions.find(({ facts }) => facts.name === 'lend');
  const call = indexUses(program.evaluation).calls.find(({ scope }) => scope.qualname === 'run');
  if (fn === undefined || call === undefined) throw new TypeError('the test has no call');
  return couldBind(fn, call.expr.args);
}

test.each([
  ['self', 'lend()', true],
  ['self', 'lend("Jaws")', false],
  ['self', 'lend(title="Jaws")', false],
  ['self, title', 'lend("Jaws")', true],
  ['self, title', 'lend(title="Jaws")', true],
  ['self, title', 'lend()', false],
  ['self, title', 'lend("Jaws", 14)', false],
  ['self, title', 'lend(book="Jaws")', false],
  ['self, title, days=14', 'lend("Jaws")', true],
  ['self, title, days=14', 'lend("Jaws", 7)', true],
  ['self, title, days=14', 'lend("Jaws", days=7)', true],
  ['self, title, days=14', 'lend(days=7)', false],
  ['self, title, *, days', 'lend("Jaws")', false],
  ['self, title, *, days', 'lend("Jaws", 7)', false],
  ['self, title, *, days', 'lend("Jaws", days=7)', true],
  ['self, title, *, days=14', 'lend("Jaws")', true],
  ['self, title, /', 'lend("Jaws")', true],
  ['self, *titles', 'lend()', true],
  ['self, *titles', 'lend("Jaws", "Emma")', true],
  ['self, *titles', 'lend(title="Jaws")', false],
  ['self, **options', 'lend(days=7)', true],
  ['self, **options', 'lend(7)', false],
  ['self, *titles, **options', 'lend("Jaws", days=7)', true],
  // Nobody knows how many there are, or what they are called.
  ['self, title', 'lend(*titles)', true],
  ['self, title', 'lend(**options)', true],
  ['self, title', 'lend("Jaws", "Emma", *titles)', false],
  ['self, title', 'lend(*titles, book="Jaws")', false],
])('lend(%s), called as %s: %s', async (parameters, given, could) => {
  expect(await isBindable(`    def lend(${parameters}):\n        pass`, given)).toBe(could);
});

test('a decorator may take other arguments', async () => {
  expect(await isBindable('    @contextmanager\n    def lend(self):\n        yield', 'lend("Jaws")')).toBe(true);
});
