import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Emit, FerryError, type FileSystemRoot, openCache, openRoot } from '../../base/index.ts';
import { exportCommit } from '../git.ts';
import { cachedFolder } from './cached.ts';
import { findEnvironment } from './find.ts';
import { findInstaller } from './installer.ts';
import { askInterpreter, type Interpreter } from './interpreter.ts';
import type { Lock } from './locked.ts';
import { readNeeds } from './needs.ts';
import { bundledRuntime } from './runtime.ts';

/** Where an application's tests run. */
export interface ProofEnvironment {
  readonly interpreter: Interpreter;
  /** Who chose it; `made` for one of our own in the user's cache. */
  readonly how: 'named' | 'VIRTUAL_ENV' | 'checkout' | 'made';
  /** To be put on Python's path: packages that the application's own environment lacks. That one is never changed. */
  readonly overlay: readonly string[];
}

export interface EnvironmentOptions {
  /** An interpreter or an environment's folder, relative to the root. */
  readonly python?: string | undefined;
  /** Requirements that have to be there besides the project's own, such as the asynchronous driver. */
  readonly needs?: readonly string[];
  /** Whether the runtime package has to be importable. */
  readonly runtime: boolean;
}

/**
 * The environment in which the project's tests can run: its own, or one made in the user's cache from what it declares.
 * Throws `FERRY_NO_PYTHON`, `FERRY_NO_DEPENDENCIES`, `FERRY_INSTALL_FAILED`, `FERRY_OFFLINE`, `FERRY_NO_PYTEST`.
 */
export async function provideEnvironment(
  root: string,
  options: EnvironmentOptions,
  emit: Emit,
): Promise<ProofEnvironment> {
  const found = findEnvironment(root, options.python);
  if (found === undefined) return makeEnvironment(root, options, emit);
  const interpreter = await askInterpreter(found.python, root);
  if (interpreter.packages['pytest'] === undefined) {
    throw new FerryError({
      code: 'FERRY_NO_PYTEST',
      message: "pytest is not installed in the application's environment",
      where: found.python,
      next: 'Install pytest and what else the tests need there, or name another environment with --python.',
      exitCode: 3,
    });
  }
  return { interpreter, how: found.how, overlay: await provideOverlay(interpreter, options, emit) };
}

async function makeEnvironment(root: string, options: EnvironmentOptions, emit: Emit): Promise<ProofEnvironment> {
  const needs = readNeeds(root);
  const runtime = options.runtime ? bundledRuntime() : undefined;
  const texts = needs.files.map((file) => fs.readFileSync(path.join(root, file), 'utf8'));
  const pinned = needs.lock?.constraints ?? [];
  const inputs = [root, ...needs.install, ...texts, ...pinned, ...(options.needs ?? []), runtime?.fingerprint ?? ''];
  const folder = await cachedFolder(openCache('environments'), inputs, async (fresh) => {
    const done = step(emit, 'environment', 'making an environment for the tests');
    const installer = await findInstaller(root);
    await installer.makeEnvironment(path.join(fresh, 'venv'), needs.python);
    // From a copy that stays: building a package writes into its folder, and the checkout is not ours.
    const copy = openRoot(openRoot(fresh).makeFolder('source'));
    const project = await exportCommit(root, 'HEAD', copy);
    needs.files.forEach((file, index) =>
      copy.write(path.relative(copy.root, path.join(project, file)), texts[index] ?? ''),
    );
    // One call, so that a requirement `ferryman` in the project's own files is met by the package brought along.
    const brought = runtime === undefined ? [] : [runtime.folder];
    const wanted = [...needs.install, ...(options.needs ?? []), ...brought];
    const install = (args: readonly string[]) => installer.install(pythonIn(fresh), args, project);
    if (needs.lock === undefined) await install(wanted);
    else await installLocked(needs.lock, openRoot(fresh), wanted, install, emit);
    done();
  });
  const interpreter = await askInterpreter(pythonIn(folder), root);
  return { interpreter, how: 'made', overlay: [] };
}

/** With the versions of the project's lock; without them where they cannot be had, and then says so. */
async function installLocked(
  lock: Lock,
  folder: FileSystemRoot,
  wanted: readonly string[],
  install: (args: readonly string[]) => Promise<void>,
  emit: Emit,
): Promise<void> {
  folder.write('constraints.txt', lock.constraints.map((line) => `${line}\n`).join(''));
  try {
    await install([...wanted, '--constraint', path.join(folder.root, 'constraints.txt')]);
  } catch (error) {
    if (!(error instanceof FerryError) || error.code !== 'FERRY_INSTALL_FAILED') throw error;
    const text = `The versions of ${lock.file} cannot be installed here; the tests run with the newest that fit instead.`;
    emit({ kind: 'note', level: 'warning', text });
    await install(wanted);
  }
}

/** What the application's own environment lacks, in a folder beside it. */
async function provideOverlay(interpreter: Interpreter, options: EnvironmentOptions, emit: Emit): Promise<string[]> {
  const isMissing = (requirement: string) => interpreter.packages[nameOf(requirement)] === undefined;
  const runtime = options.runtime && isMissing('ferryman') ? bundledRuntime() : undefined;
  // Nothing brings its dependencies along here; the C library of psycopg is one that counts.
  const drivers = (options.needs ?? []).flatMap((each) =>
    each.startsWith('psycopg[') ? [each, 'psycopg-binary'] : [each],
  );
  const missing = [...drivers, ...(runtime === undefined ? [] : ['greenlet'])].filter(isMissing);
  if (runtime === undefined && missing.length === 0) return [];
  const inputs = [interpreter.executable, interpreter.version, ...missing, runtime?.fingerprint ?? ''];
  const folder = await cachedFolder(openCache('overlays'), inputs, async (fresh) => {
    const done = step(emit, 'overlay', `adding ${[...missing, ...(runtime ? ['ferryman'] : [])].join(', ')}`);
    const installer = await findInstaller(fresh);
    const packages = [...missing, ...(runtime === undefined ? [] : [runtime.folder])];
    // Without their dependencies: what is there already must not be hidden by another version of it.
    await installer.install(interpreter.executable, ['--no-deps', '--target', fresh, ...packages], fresh);
    done();
  });
  return [folder];
}

const pythonIn = (folder: string) => path.join(folder, 'venv', 'bin', 'python');

const nameOf = (requirement: string) =>
  (/^[A-Za-z0-9._-]+/.exec(requirement)?.[0] ?? requirement).toLowerCase().replaceAll(/[-_.]+/g, '-');

function step(emit: Emit, id: string, title: string): () => void {
  const began = performance.now();
  emit({ kind: 'step', id, title });
  return () => emit({ kind: 'done', id, title, ms: performance.now() - began });
}
