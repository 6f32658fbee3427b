import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Emit, FerryError, openCache, openRoot } from '../../base/index.ts';
import { exportCommit } from '../git.ts';
import { cachedFolder } from './cached.ts';
import { findEnvironment } from './find.ts';
import { findInstaller } from './installer.ts';
import { askInterpreter, type Interpreter } from './interpreter.ts';
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
  const inputs = [root, ...needs.install, ...texts, ...(options.needs ?? []), runtime?.fingerprint ?? ''];
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
    await installer.install(pythonIn(fresh), [...needs.install, ...(options.needs ?? []), ...brought], project);
    done();
  });
  const interpreter = await askInterpreter(pythonIn(folder), root);
  return { interpreter, how: 'made', overlay: [] };
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
