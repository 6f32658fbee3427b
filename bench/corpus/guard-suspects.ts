import * as path from 'node:path';
import { type HeldEndpoint, heldEndpoints, isHeld, type Stalled, type TestRun } from '../../src/prove/index.ts';
import type { GuardRow, Round } from './guard-row.ts';

/** An endpoint that is called fit for the loop, and held it: neither the machine nor a first call answers for that. */
export interface Suspect {
  readonly endpoint: string;
  /** The longest first. */
  readonly stalls: readonly [Stalled, ...Stalled[]];
  /** The longest one when its tests were run again; `unknown` when no test is known for it. */
  readonly again: Stalled | 'none' | 'unknown';
  /** The audit reports the call, in code that was on the loop before, too. */
  readonly reported: boolean;
}

/** At least this share of the endpoints with database work has to stay on the loop. */
const LEAST_SHARE = 0.9;

/** What a round has against endpoints that are called fit, those first that held the loop longest. */
export function suspectsOf({ endpoints, half, again }: Round): Suspect[] {
  const reports = new Set(endpoints.filter(({ holdsLoop }) => holdsLoop.length > 0).map(({ id }) => id));
  const isReported = ({ where, endpoint = '' }: Stalled) =>
    where === 'around' && [...reports].some((id) => isNamed(endpoint, id));
  const keyOf = (stalled: Stalled) => `${isReported(stalled)} ${stalled.endpoint}`;
  const heldBy = (run: TestRun) => run.records.stalls.filter((each) => isHeld(each) && isFit(each));
  const later = again === undefined ? [] : heldBy(again);
  return [...Map.groupBy(heldBy(half.run), keyOf)].flatMap(([key, group]): Suspect[] => {
    const [longest, ...others] = group.toSorted((a, b) => b.ms - a.ms);
    if (longest?.endpoint === undefined) return [];
    const isKnown = again !== undefined && group.some(({ tests }) => tests.length > 0);
    return [
      {
        endpoint: longest.endpoint,
        stalls: [longest, ...others],
        again: later.find((each) => keyOf(each) === key) ?? (isKnown ? 'none' : 'unknown'),
        reported: isReported(longest),
      },
    ];
  });
}

/** A module may be imported by a longer name than the plan knows it by. */
export const isNamed = (name: string, id: string): boolean => name === id || name.endsWith(`.${id}`);

const isFit = ({ where }: Stalled) => where === 'bridged' || where === 'around';
const isTwice = ({ again, reported }: Suspect) => again !== 'none' && !reported;

/** What a user would be told to keep in threads: the endpoints that held the loop twice. */
export function measuredIn(round: Round): HeldEndpoint[] {
  return heldEndpoints(
    suspectsOf(round)
      .filter(isTwice)
      .flatMap(({ stalls }) => stalls),
  );
}

/** How many endpoints with database work there are, and how many of them run on the loop. */
export function onLoop({ endpoints }: Round): { readonly all: number; readonly bridged: number } {
  const database = endpoints.filter((each) => each.database);
  return { all: database.length, bridged: database.filter(({ state }) => state === 'bridged').length };
}

/** What a row misses, one sentence each; none when in the end no fit endpoint held the loop twice. */
export function missedByGuard(row: GuardRow): string[] {
  if (row.broken !== undefined) return [row.broken];
  const { app, measured } = row;
  const round = row.second ?? row.first;
  if (round === undefined) return ['its tests were not run'];
  const { run, passed } = round.half;
  const misses = [];
  if (run.timedOut || !run.ended) misses.push(`pytest came to no end, see ${run.kept}/output.txt`);
  if (passed < app.expected.passed) misses.push(`${passed} passed, ${app.expected.passed} expected`);
  if (run.records.served === 0) misses.push('no request was served on the loop, so nothing is shown');
  const { all, bridged } = onLoop(round);
  if (measured.length > 0 && bridged < LEAST_SHARE * all) {
    misses.push(`${bridged} of ${all} endpoints with database work stay on the loop, less than 90 %`);
  }
  for (const { endpoint, again, stalls } of suspectsOf(round).filter(isTwice)) {
    misses.push(`${endpoint} held the loop${again === 'unknown' ? '' : ' twice'}, at ${stalls[0].place}`);
  }
  return misses;
}

/** The files (absolute) of the tests in which it happened. */
export function testFilesOf(run: TestRun, suspects: readonly Suspect[]): string[] {
  const root = run.rootDirectory;
  const tests = suspects.flatMap(({ stalls }) => stalls.flatMap((stalled) => stalled.tests));
  return root === undefined ? [] : [...new Set(tests.map((id) => path.join(root, id.split('::')[0] ?? id)))];
}
