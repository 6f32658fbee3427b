import * as path from 'node:path';
import type { FileSystemRoot } from '../../src/base/index.ts';
import type { PlannedEndpoint } from '../../src/plan/index.ts';
import { isHeld, type Stalled, type TestRun } from '../../src/prove/index.ts';
import { carryOver } from './carry-over.ts';
import { type Half, runHalf } from './half.ts';
import type { Application } from './manifest.ts';
import { prepare } from './prepare.ts';

/** What the guard saw while the tests of one application ran after it was carried over. */
export interface GuardRow {
  readonly app: Application;
  readonly endpoints?: readonly PlannedEndpoint[];
  readonly half?: Half;
  /** The files with tests in which a fit endpoint held the loop, run once more. */
  readonly again?: TestRun;
  /** Why it was not run at all, or came to no end. */
  readonly broken?: string;
  readonly seconds: number;
}

/** A stall during a request for an endpoint that is called fit for the loop. */
export interface Suspect {
  readonly stalled: Stalled;
  /** The longest one of the same endpoint when its tests were run again; `unknown` when no test is known for it. */
  readonly again: Stalled | 'none' | 'unknown';
}

/** Carry one application over and run its own tests with the runtime's guard. */
export async function guardApplication(
  app: Application,
  cache: FileSystemRoot,
  say: (text: string) => void,
): Promise<GuardRow> {
  const began = performance.now();
  const secondsOf = () => (performance.now() - began) / 1000;
  say(`${app.id}: source and environment`);
  const prepared = await prepare(app, cache);
  if ('skipped' in prepared) return { app, broken: prepared.skipped, seconds: 0 };
  const { tree, environment } = prepared;
  say(`${app.id}: carrying over`);
  const { planned } = await carryOver(app, tree, environment);
  const run = (files?: readonly string[]) => {
    say(`${app.id}: tests with the guard${files === undefined ? '' : ' again'}`);
    return runHalf(app, tree, environment, cache, {
      side: 'after',
      database: 'sqlite',
      env: {},
      reuse: false,
      guard: true,
      ...(files === undefined ? {} : { files }),
    });
  };
  const half = await run();
  const row = { app, endpoints: planned, half };
  const files = testFilesOf(half.run, suspectsOf(row));
  // What holds the loop because of the code does so again; what a busy machine made of it does not.
  const again = files.length === 0 ? {} : { again: (await run(files)).run };
  return { ...row, ...again, seconds: secondsOf() };
}

/** Stalls during requests for fit endpoints for which neither the machine nor a first call answers; longest first. */
export function suspectsOf({ half, again }: Pick<GuardRow, 'half' | 'again'>): Suspect[] {
  const held = (run: TestRun | undefined) => (run?.records.stalls ?? []).filter((each) => isHeld(each) && isFit(each));
  const later = held(again);
  const second = ({ endpoint, tests }: Stalled) =>
    later.find((each) => each.endpoint === endpoint) ??
    (again === undefined || tests.length === 0 ? 'unknown' : 'none');
  return held(half?.run).map((stalled) => ({ stalled, again: second(stalled) }));
}

/** What a row misses, one sentence each; none when no fit endpoint held the loop twice. */
export function missedByGuard(row: GuardRow): string[] {
  if (row.broken !== undefined) return [row.broken];
  const { app, half } = row;
  if (half === undefined) return ['its tests were not run'];
  const misses = [];
  if (half.run.timedOut || !half.run.ended) misses.push(`pytest came to no end, see ${half.run.kept}/output.txt`);
  if (half.passed < app.expected.passed) misses.push(`${half.passed} passed, ${app.expected.passed} expected`);
  if (half.run.records.served === 0) misses.push('no request was served on the loop, so nothing is shown');
  for (const { stalled, again } of suspectsOf(row)) {
    const times = again === 'unknown' ? '' : ' twice';
    if (again !== 'none') misses.push(`${stalled.endpoint} held the loop${times}, at ${stalled.place}`);
  }
  return misses;
}

const isFit = ({ where }: Stalled) => where === 'bridged' || where === 'around';

/** The files (absolute) of the tests in which it happened. */
export function testFilesOf(run: TestRun, suspects: readonly Suspect[]): string[] {
  const root = run.rootDirectory;
  const tests = suspects.flatMap(({ stalled }) => stalled.tests);
  return root === undefined ? [] : [...new Set(tests.map((id) => path.join(root, id.split('::')[0] ?? id)))];
}
