import * as path from 'node:path';
import { fileOf } from './arguments.ts';
import { type Change, type Comparison, isGreen } from './compare.ts';
import type { TestRun } from './run-tests.ts';

/** A test that gives one result in one run and another in the next, on the side that is named. */
export interface Flake extends Change {
  readonly side: 'before' | 'after';
}

/** Runs again what is in these files (absolute). */
export type RunAgain = (side: 'before' | 'after', files: readonly string[]) => Promise<TestRun>;

/**
 * Run the files of all tests that are no longer green once more, first after, then before. A test that is green this
 * time after, or is not this time before, is a flake and no longer counts among the changes. Whole files are run, not
 * single tests: a failure that needs the company of its neighbours must not look like a flake.
 */
export async function settleFlakes(
  comparison: Comparison,
  before: TestRun,
  after: TestRun,
  runAgain: RunAgain,
): Promise<{ readonly comparison: Comparison; readonly flakes: readonly Flake[] }> {
  let open = [...comparison.regressions, ...comparison.silenced];
  const flakes: Flake[] = [];
  for (const [side, run] of [
    ['after', after],
    ['before', before],
  ] as const) {
    const root = run.rootDirectory;
    if (open.length === 0 || root === undefined) break;
    const files = [...new Set(open.map(({ selector }) => path.join(root, fileOf(selector))))];
    const again = new Map((await runAgain(side, files)).results.map(({ id, outcome }) => [id, outcome]));
    const isFlake = ({ id }: Change) => {
      const outcome = again.get(id);
      return outcome !== undefined && isGreen(outcome) === (side === 'after');
    };
    flakes.push(...open.filter(isFlake).map((change) => ({ ...change, side })));
    open = open.filter((change) => !isFlake(change));
  }
  const flaky = new Set(flakes.map(({ id }) => id));
  const settled = (changes: readonly Change[]) => changes.filter(({ id }) => !flaky.has(id));
  return {
    comparison: {
      ...comparison,
      regressions: settled(comparison.regressions),
      silenced: settled(comparison.silenced),
    },
    flakes,
  };
}
