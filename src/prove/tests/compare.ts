import type { Outcome, TestResult } from './outcomes.ts';

/** One test whose outcome is not what it was. */
export interface Change {
  readonly id: string;
  /** As pytest takes it, on the side where the test exists. */
  readonly selector: string;
  readonly before: Outcome;
  readonly after: Outcome;
  /** The failure's last words after. */
  readonly reason: string;
}

/** Two runs beside each other, test id by test id. */
export interface Comparison {
  /** Tests that passed on both sides. */
  readonly held: number;
  /** Passed before, failed or errors after. */
  readonly regressions: readonly Change[];
  /** Passed before, skipped or expected to fail after: they prove nothing any more. */
  readonly silenced: readonly Change[];
  /** Passed before, not there after. */
  readonly vanished: readonly TestResult[];
  /** Not passing before, passing after. */
  readonly mended: readonly Change[];
  /** Failed or erred before and after. */
  readonly stillRed: readonly Change[];
  /** Only there after. */
  readonly added: readonly TestResult[];
}

/** Whether a test counts as green: an unexpected pass of an `xfail` test does. */
export const isGreen = (outcome: Outcome): boolean => outcome === 'passed' || outcome === 'xpassed';
/** Whether a test counts as red. */
export const isRed = (outcome: Outcome): boolean => outcome === 'failed' || outcome === 'error';

/** Compare by test id; the order of tests does not matter. Every list is in the order of the `before` run. */
export function compareRuns(before: readonly TestResult[], after: readonly TestResult[]): Comparison {
  const later = new Map(after.map((test) => [test.id, test]));
  const earlier = new Set(before.map((test) => test.id));
  const pairs = before.flatMap((was) => {
    const is = later.get(was.id);
    if (is === undefined) return [];
    const { id, selector, reason } = is;
    return [{ id, selector, reason, before: was.outcome, after: is.outcome }];
  });
  return {
    held: pairs.filter((pair) => isGreen(pair.before) && isGreen(pair.after)).length,
    regressions: pairs.filter((pair) => isGreen(pair.before) && isRed(pair.after)),
    silenced: pairs.filter((pair) => isGreen(pair.before) && !isGreen(pair.after) && !isRed(pair.after)),
    vanished: before.filter((was) => isGreen(was.outcome) && !later.has(was.id)),
    mended: pairs.filter((pair) => !isGreen(pair.before) && isGreen(pair.after)),
    stillRed: pairs.filter((pair) => isRed(pair.before) && isRed(pair.after)),
    added: after.filter((is) => !earlier.has(is.id)),
  };
}
