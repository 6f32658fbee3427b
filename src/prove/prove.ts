import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { type Emit, type FileSystemRoot, openCache, openRoot, openTemporaryRoot } from '../base/index.ts';
import { type ProofEnvironment, provideEnvironment } from './environments/environment.ts';
import { findingsOf } from './findings.ts';
import { changedPythonFiles, exportCommit, resolveCommit } from './git.ts';
import { heldEndpoints, threadedSetting } from './held.ts';
import type { ProofReport, RunSummary } from './report.ts';
import { splitArguments } from './tests/arguments.ts';
import { compareRuns, isGreen, isRed } from './tests/compare.ts';
import { settleFlakes } from './tests/flakes.ts';
import { runTests, type TestRun } from './tests/run-tests.ts';
import { importFolders } from './tree-path.ts';

export interface ProveOptions {
  /** The commit as it was before the migration; without one only the working tree is run. */
  readonly before?: string;
  /** An interpreter or an environment's folder, relative to the root. */
  readonly python?: string;
  /** Requirements that the migrated code needs besides the project's own, such as its asynchronous driver. */
  readonly needs?: readonly string[];
  /** Arguments for pytest. */
  readonly pytest?: readonly string[];
  /** For one run of the tests. */
  readonly timeoutMs: number;
  /** Record calls that hold the loop, and database work that the text does not show. */
  readonly guard?: boolean;
  /** Endpoints that the project's settings keep in threads already. */
  readonly threaded?: readonly string[];
}

/**
 * Run the project's own tests as they were and as they are, in one environment, and compare them test by test. The
 * checkout is not written to by Ferryman. Throws what `provideEnvironment` throws, and `FERRY_GIT`.
 */
export async function proveTree(root: string, options: ProveOptions, emit: Emit): Promise<ProofReport> {
  const commit = options.before === undefined ? undefined : await resolveCommit(root, options.before);
  const wanted = { python: options.python, needs: options.needs ?? [], runtime: commit !== undefined };
  const environment = await provideEnvironment(root, wanted, emit);
  const id = createHash('sha256').update(root).digest('hex').slice(0, 8);
  const runs = openRoot(openCache('runs').makeFolder(`${path.basename(root)}-${id}`));
  const bench = { options, environment, emit, runs };
  const before = commit === undefined ? undefined : await inExport(bench, root, commit, 'before', options.pytest ?? []);
  const after = await runSide(bench, root, root, 'after', options.pytest ?? []);
  const first = before === undefined ? undefined : compareRuns(before.results, after.results);
  const settled =
    before === undefined || first === undefined || commit === undefined
      ? { comparison: undefined, flakes: [] }
      : await settleFlakes(first, before, after, (side, files) => {
          const { options: flags } = splitArguments(options.pytest ?? [], root);
          return side === 'after'
            ? runSide(bench, root, root, 'after-again', [...flags, ...files])
            : inExport(bench, root, commit, 'before-again', [...flags, ...files]);
        });
  const changed = commit === undefined ? [] : await changedPythonFiles(root, commit);
  const findings = findingsOf({ before, after, ...settled, changed });
  const endpoints = heldEndpoints(after.records.stalls);
  const hasFailed = findings.some(({ severity }) => severity === 'failure');
  return {
    version: 1,
    verdict: hasFailed ? 'failed' : commit === undefined ? 'green' : 'proven',
    environment: {
      python: environment.interpreter.executable,
      version: environment.interpreter.version,
      how: environment.how,
    },
    commit,
    before: before === undefined ? undefined : summaryOf(before),
    after: summaryOf(after),
    ...settled,
    records: after.records,
    findings,
    held:
      endpoints.length === 0 ? undefined : { endpoints, setting: threadedSetting(options.threaded ?? [], endpoints) },
  };
}

interface Bench {
  readonly options: ProveOptions;
  readonly environment: ProofEnvironment;
  readonly emit: Emit;
  readonly runs: FileSystemRoot;
}

/** The tests of a commit, in a copy of it that is removed afterwards. */
async function inExport(
  bench: Bench,
  root: string,
  commit: string,
  name: string,
  args: readonly string[],
): Promise<TestRun> {
  using copy = openTemporaryRoot('ferryman-before-');
  const tree = await exportCommit(root, commit, copy);
  try {
    return await runSide(bench, root, tree, name, ['-p', 'no:ferryman', ...args]);
  } finally {
    // Nobody will look for it again: the next copy has another name.
    openCache('bytecode').removeFolder(path.relative(path.parse(copy.root).root, copy.root));
  }
}

async function runSide(
  { options, environment, emit, runs }: Bench,
  root: string,
  tree: string,
  name: string,
  args: readonly string[],
): Promise<TestRun> {
  const title = `running the tests, ${name.replace('-', ', ')}`;
  emit({ kind: 'step', id: name, title });
  const isAfter = tree === root;
  const run = await runTests(
    {
      python: environment.interpreter.executable,
      cwd: tree,
      tree,
      ...splitArguments(args, tree),
      pythonPath: [...importFolders(root, tree, environment), ...(isAfter ? environment.overlay : [])],
      guard: isAfter && options.guard === true,
      timeoutMs: options.timeoutMs,
      onTest: (done, total) => emit({ kind: 'progress', id: name, done, total, unit: 'tests' }),
    },
    openRoot(runs.makeFolder(name)),
  );
  emit({ kind: 'done', id: name, title, ms: run.seconds * 1000 });
  return run;
}

function summaryOf(run: TestRun): RunSummary {
  const count = (is: (outcome: TestRun['results'][number]['outcome']) => boolean) =>
    run.results.filter(({ outcome }) => is(outcome)).length;
  return {
    collected: run.collected.length,
    passed: count(isGreen),
    failed: count(isRed),
    skipped: count((outcome) => !isGreen(outcome) && !isRed(outcome)),
    seconds: run.seconds,
    kept: run.kept,
  };
}
