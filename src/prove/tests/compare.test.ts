import { expect, it } from 'vitest';
import { compareRuns } from './compare.ts';
import type { Outcome, TestResult } from './outcomes.ts';

const run = (outcomes: Readonly<Record<string, Outcome>>): TestResult[] =>
  Object.entries(outcomes).map(([id, outcome]) => ({ id, selector: id, outcome, seconds: 0, reason: '' }));

it('puts every test where it belongs', () => {
  const before = { held: 'passed', better: 'xpassed', fails: 'passed', errs: 'passed', quiet: 'passed' } as const;
  const old = { gone: 'passed', red: 'failed', mended: 'error', asleep: 'skipped', redGone: 'failed' } as const;
  const { held, ...lists } = compareRuns(
    run({ ...before, ...old }),
    run({
      fresh: 'failed',
      red: 'error',
      mended: 'passed',
      asleep: 'skipped',
      quiet: 'xfailed',
      errs: 'error',
      fails: 'failed',
      better: 'passed',
      held: 'passed',
    }),
  );
  expect(held).toBe(2);
  const names = Object.entries(lists).map(([list, tests]) => [list, tests.map(({ id }) => id)]);
  expect(Object.fromEntries(names)).toEqual({
    regressions: ['fails', 'errs'],
    silenced: ['quiet'],
    vanished: ['gone'],
    mended: ['mended'],
    stillRed: ['red'],
    added: ['fresh'],
  });
});
