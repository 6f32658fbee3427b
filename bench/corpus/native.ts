import * as path from 'node:path';
import { type FileSystemRoot, run, silent } from '../../src/base/index.ts';
import { migrateNative, type MigrateOptions } from '../../src/migrate/index.ts';
import type { NativePlan, Remainder } from '../../src/plan/index.ts';
import { type Comparison, compareRuns, settleFlakes } from '../../src/prove/index.ts';
import { carryOver } from './carry-over.ts';
import type { Environment } from './environments.ts';
import { type Half, runHalf } from './half.ts';
import type { Application } from './manifest.ts';
import { prepare } from './prepare.ts';
import { shuffled } from './shuffle.ts';
import { cleanTree, git } from './sources.ts';

export interface NativeOptions {
  /** Make native in so many random sets, with the tests after each; 0 for all at once. */
  readonly waves: number;
  readonly seed: number;
  readonly reuseBefore: boolean;
  readonly say: (text: string) => void;
}

/** The application's tests after one set of functions went native. */
export interface NativeWave {
  readonly flips: number;
  readonly comparison: Comparison;
  readonly half: Half;
}

/** What making one application native came to. */
export interface NativeRow {
  readonly app: Application;
  readonly before?: Half;
  readonly waves?: readonly NativeWave[];
  readonly flips?: number;
  readonly files?: number;
  readonly remaining?: readonly Remainder[];
  /** Test files that differ by more than `wait(...)` around calls. */
  readonly rewritten?: readonly string[];
  readonly testFiles?: number;
  /** Seconds that deciding and writing took, tests not counted. */
  readonly migrating?: number;
  readonly broken?: string;
  readonly seconds: number;
}

/** Carry one application over, make all of it native that can be, and compare its own tests. */
export async function nativeApplication(
  app: Application,
  cache: FileSystemRoot,
  options: NativeOptions,
): Promise<NativeRow> {
  const began = performance.now();
  const say = (text: string) => options.say(`${app.id}: ${text}`);
  say('source and environment');
  const prepared = await prepare(app, cache);
  if ('skipped' in prepared) return { app, broken: prepared.skipped, seconds: 0 };
  const { tree, environment } = prepared;
  const half = (side: 'before' | 'after', files?: readonly string[]) =>
    runHalf(app, tree, environment, cache, {
      side,
      database: 'sqlite',
      env: {},
      reuse: side === 'before' && options.reuseBefore && files === undefined,
      ...(files === undefined ? {} : { files }),
    });
  say('tests before');
  const before = await half('before');
  const original = (await git(tree, 'rev-parse', 'HEAD')).trim();
  say('carrying over');
  await carryOver(app, tree, environment);
  // An installation leaves things in the tree that git knows.
  await cleanTree(tree);
  const types = { python: environment.python, isWanted: true };
  const settled = async (after: Half): Promise<Comparison> => {
    const first = compareRuns(before.run.results, after.run.results);
    const { comparison } = await settleFlakes(first, before.run, after.run, async (side, files) => {
      if (side === 'before') await git(tree, 'checkout', '--quiet', 'main');
      const again = await half(side, files);
      if (side === 'before') await git(tree, 'checkout', '--quiet', '-');
      return again.run;
    });
    return comparison;
  };
  const waves: NativeWave[] = [];
  let migrating = 0;
  let last: NativePlan | undefined;
  const files = new Set<string>();
  const go = async (selection: readonly string[], isTested: boolean) => {
    const started = performance.now();
    const { plan } = await migrateNative(tree.root, selection, { types } satisfies MigrateOptions, silent);
    migrating += (performance.now() - started) / 1000;
    last = plan;
    for (const file of plan.files) files.add(file.path);
    if (!isTested) return;
    say(`tests after ${plan.flips.length} functions went native`);
    const after = await half('after');
    waves.push({ flips: plan.flips.length, comparison: await settled(after), half: after });
  };
  for (const set of await setsOf(tree, options, types)) {
    say(`a random set of ${set.length}`);
    await go(set, true);
  }
  say('everything else goes native');
  await go(['all'], true);
  const changed = await changedTests(tree, original);
  return {
    app,
    before,
    waves,
    flips: waves.reduce((sum, wave) => sum + wave.flips, 0),
    files: files.size,
    remaining: last?.remaining ?? [],
    testFiles: changed.length,
    rewritten: await rewrittenTests(tree, original, changed, environment, cache),
    migrating,
    seconds: (performance.now() - began) / 1000,
  };
}

/** The functions that would go native at once, in random sets. */
async function setsOf(
  tree: FileSystemRoot,
  { waves, seed }: NativeOptions,
  types: NonNullable<MigrateOptions['types']>,
): Promise<readonly (readonly string[])[]> {
  if (waves === 0) return [];
  const { planNative } = await import('../../src/migrate/index.ts');
  const { plan } = await planNative(tree.root, ['all'], { types }, silent);
  const ids = shuffled(
    [...new Set(plan.flips.map(({ id }) => id))].filter((id) => !id.includes('<')),
    seed,
  );
  const size = Math.ceil(ids.length / waves);
  return Array.from({ length: waves }, (_, at) => ids.slice(at * size, (at + 1) * size)).filter(
    (set) => set.length > 0,
  );
}

async function changedTests(tree: FileSystemRoot, original: string): Promise<readonly string[]> {
  const names = (await git(tree, 'diff', '--name-only', '--no-renames', original, 'HEAD')).split('\n').filter(Boolean);
  return names.filter((file) => /(?:^|\/)(?:tests?\/.*|test_[^/]*|conftest|[^/]*_test)\.py$/u.test(file));
}

async function rewrittenTests(
  tree: FileSystemRoot,
  original: string,
  changed: readonly string[],
  environment: Environment,
  cache: FileSystemRoot,
): Promise<readonly string[]> {
  if (changed.length === 0) return [];
  const pairs: string[] = [];
  for (const [at, file] of changed.entries()) {
    const old = `unwrap/${at}.py`;
    cache.write(old, await git(tree, 'show', `${original}:${file}`));
    pairs.push(`${path.join(cache.root, old)}\t${path.join(tree.root, file)}\n`);
  }
  const script = path.join(import.meta.dirname, 'unwrap.py');
  const { stdout } = await run(environment.python, [script], {
    cwd: cache.root,
    input: pairs.join(''),
    timeoutMs: 60_000,
  });
  cache.removeFolder('unwrap');
  const answers = stdout.trim().split('\n');
  return changed.filter((_, at) => answers[at] !== 'same');
}
