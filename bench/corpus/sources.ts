import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError, type FileSystemRoot, openRoot } from '../../src/base/index.ts';
import { CHECKOUT, must, tools } from './machine.ts';
import type { Application } from './manifest.ts';

/** Which source distribution, and how it is known to be the right one. */
export type Pinned = Pick<Application, 'package' | 'version' | 'sdist' | 'sha256'>;

/** A source distribution, from the cache or from PyPI. Throws `FERRY_WRONG_HASH`. */
export async function fetchSource(app: Pinned, cache: FileSystemRoot): Promise<string> {
  const file = path.join(cache.makeFolder('sdists'), app.sdist);
  if (!fs.existsSync(file)) {
    const { python } = tools();
    // This Python only fetches it: the application may ask for another one, with which its environment is made.
    const only = ['--no-deps', '--no-binary', ':all:', '--ignore-requires-python'];
    const what = [...only, '--dest', path.dirname(file), `${app.package}==${app.version}`];
    await must(`Fetching ${app.sdist}`, python, ['-m', 'pip', 'download', '--quiet', ...what], { cwd: cache.root });
  }
  const found = createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  if (found !== app.sha256) {
    throw new FerryError({
      code: 'FERRY_WRONG_HASH',
      message: `${app.sdist} has the SHA-256 ${found}, not ${app.sha256}`,
      where: file,
      next: 'Delete that file and try again; if it stays so, what PyPI serves is not what was pinned.',
      exitCode: 1,
    });
  }
  return file;
}

/** Unpack a source distribution into a folder of the cache that holds nothing else afterwards. */
export async function unpack(archive: string, folder: string, cache: FileSystemRoot): Promise<void> {
  cache.removeFolder(folder);
  const program = path.join(CHECKOUT, 'bench', 'corpus', 'extract.py');
  await must('Unpacking', tools().python, [program, archive, cache.makeFolder(folder)], { cwd: cache.root });
}

/** A fresh tree of the application with one commit in it, at the same place every time. */
export async function layTree(app: Application, archive: string, cache: FileSystemRoot): Promise<FileSystemRoot> {
  const home = path.join(app.id, 'tree');
  await unpack(archive, home, cache);
  const tree = openRoot(path.join(cache.root, home, app.root));
  await git(tree, 'init', '--quiet', '--initial-branch=main');
  await git(tree, 'config', 'user.name', 'Corpus');
  await git(tree, 'config', 'user.email', 'corpus@example.org');
  await git(tree, 'config', 'core.autocrlf', 'false');
  await git(tree, 'config', 'gc.auto', '0');
  await git(tree, 'add', '--all', '--force');
  await git(tree, 'commit', '--quiet', '--message', `${app.package} ${app.version}`);
  return tree;
}

/** Take away what a test run left behind, so that the next step starts from the last commit. */
export async function cleanTree(tree: FileSystemRoot): Promise<void> {
  await git(tree, 'checkout', '--quiet', '--', '.');
  await git(tree, 'clean', '--quiet', '-fd');
}

/** What a git command prints. */
export async function git(tree: FileSystemRoot, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const result = await must(`git ${args[0] ?? ''}`, 'git', args, { cwd: tree.root, env, timeoutMs: 60_000 });
  return result.stdout;
}
