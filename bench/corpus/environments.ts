import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FileSystemRoot } from '../../src/base/index.ts';
import { must, tools } from './machine.ts';
import type { Application, Install } from './manifest.ts';

const MARKER = 'ferryman-corpus.json';

/** One application's environment: its Python, and a fingerprint of all that was installed into it. */
export interface Environment {
  readonly python: string;
  readonly fingerprint: string;
}

/** The application's own environment, made once and kept until its recipe changes. */
export async function environmentOf(
  app: Pick<Application, 'id' | 'sha256' | 'install'>,
  tree: Pick<FileSystemRoot, 'root'>,
  interpreter: string,
  cache: FileSystemRoot,
): Promise<Environment> {
  const venv = path.join(cache.root, app.id, 'venv');
  const python = path.join(venv, 'bin', 'python');
  const recipe = JSON.stringify([app.sha256, interpreter, app.install, tree.root]);
  const fingerprint = createHash('sha256').update(recipe).digest('hex').slice(0, 16);
  const marker = path.join(app.id, 'venv', MARKER);
  if (cache.read(marker)?.toString() !== fingerprint || !fs.existsSync(python)) {
    cache.removeFolder(path.join(app.id, 'venv'));
    const { uv } = tools();
    await must('Making an environment', uv, ['--no-config', 'venv', '--quiet', '--python', interpreter, venv], {
      cwd: cache.root,
    });
    for (const step of app.install) await install(step, python, tree.root);
    cache.write(marker, fingerprint);
  }
  return { python, fingerprint };
}

/**
 * Install into an application's environment. Its own uv settings do not count: they may name an index that is not
 * reachable.
 */
export async function install(step: Install, python: string, folder: string): Promise<void> {
  const newer = step.newer === undefined ? [] : ['--exclude-newer', step.newer];
  const args = ['--no-config', 'pip', 'install', '--quiet', '--python', python, ...newer, ...step.packages];
  await must(`Installing ${step.packages.join(' ')}`, tools().uv, args, { cwd: folder });
}

/** Take packages out of an application's environment; those that are not there do not matter. */
export async function uninstall(packages: readonly string[], python: string, folder: string): Promise<void> {
  const args = ['--no-config', 'pip', 'uninstall', '--quiet', '--python', python, ...packages];
  await must(`Uninstalling ${packages.join(' ')}`, tools().uv, args, { cwd: folder });
}
