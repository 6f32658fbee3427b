import * as path from 'node:path';
import { FerryError, type FileSystemRoot, openRoot } from '../../src/base/index.ts';
import { isGreen, isRed, runTests, type TestRun } from '../../src/prove/index.ts';
import type { Environment } from './environments.ts';
import { isOnPath } from './machine.ts';
import type { Application } from './manifest.ts';
import { cleanTree } from './sources.ts';

/** One run of an application's tests: before or after it was carried over. */
export interface Half {
  readonly run: TestRun;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** How the tests are run besides what the application's file says. */
export interface HalfOptions {
  readonly side: 'before' | 'after';
  /** `sqlite` or `postgres`; part of the names under which results are kept. */
  readonly database: string;
  readonly env: Readonly<Record<string, string>>;
  /** Use the result of an earlier run in the same environment when there is one. */
  readonly reuse: boolean;
  /** Run these files instead of the tests that the application's file names. */
  readonly files?: readonly string[];
  /** Have the runtime look for what holds the loop; what it saw is kept under this name. */
  readonly guard?: string;
  /** Called as tests come to an end. */
  readonly onTest?: (done: number, total: number) => void;
}

const TIMEOUT_MS = 30 * 60_000;
/**
 * Only the time of day is set back. Without the second setting libfaketime ends every wait with a time limit at once:
 * threads that wait for the interpreter or for an event spin, take half of a CPU, and make code look slow that is not.
 */
const FAKETIME = { FAKETIME_DONT_FAKE_MONOTONIC: '1', FAKETIME_FORCE_MONOTONIC_FIX: '0' };

/** Run the application's own tests and take away what they leave in the tree. Throws `FERRY_NO_FAKETIME`. */
export async function runHalf(
  app: Application,
  tree: FileSystemRoot,
  environment: Environment,
  cache: FileSystemRoot,
  options: HalfOptions,
): Promise<Half> {
  const again = options.files === undefined ? '' : '-again';
  const folder = path.join(app.id, 'runs', `${options.guard ?? options.side}-${options.database}${again}`);
  const kept = path.join(folder, 'result.json');
  const known = options.reuse ? readKept(cache, kept, environment) : undefined;
  if (known !== undefined) return summary(known);
  cache.makeFolder(folder);
  const run = await runTests(
    {
      python: environment.python,
      cwd: tree.root,
      tree: tree.root,
      paths: options.files ?? app.tests.paths,
      // The runtime's plugin may be there from an earlier carrying over; before, it has no part in anything.
      options: options.side === 'before' ? [...app.tests.options, '-p', 'no:ferryman'] : app.tests.options,
      ...clock(app),
      env: { ...FAKETIME, ...options.env },
      timeoutMs: TIMEOUT_MS,
      guard: options.guard !== undefined,
      ...(options.onTest === undefined ? {} : { onTest: options.onTest }),
    },
    openRoot(path.join(cache.root, folder)),
  );
  await cleanTree(tree);
  cache.write(kept, JSON.stringify({ fingerprint: environment.fingerprint, run }));
  return summary(run);
}

function clock(app: Application): { readonly wrapper?: readonly string[] } {
  if (app.clock === undefined) return {};
  if (!isOnPath('faketime')) {
    throw new FerryError({
      code: 'FERRY_NO_FAKETIME',
      message: `The tests of ${app.id} need their clock set back, and faketime is not installed`,
      where: app.id,
      next: 'apt-get install faketime',
      exitCode: 3,
    });
  }
  return { wrapper: ['faketime', '-f', `@${app.clock}`] };
}

function readKept(cache: FileSystemRoot, file: string, environment: Environment): TestRun | undefined {
  const text = cache.read(file)?.toString();
  if (text === undefined) return undefined;
  const kept = JSON.parse(text) as { readonly fingerprint: string; readonly run: TestRun };
  return kept.fingerprint === environment.fingerprint ? kept.run : undefined;
}

function summary(run: TestRun): Half {
  const count = (is: (outcome: TestRun['results'][number]['outcome']) => boolean) =>
    run.results.filter((test) => is(test.outcome)).length;
  return {
    run,
    passed: count(isGreen),
    failed: count(isRed),
    skipped: count((outcome) => outcome === 'skipped' || outcome === 'xfailed'),
  };
}
