import * as fs from 'node:fs';
import * as path from 'node:path';
import { type FileSystemRoot, openTemporaryRoot, run } from '../../base/index.ts';

/** The Python of this checkout's own environment: it has pytest and its plugins. */
export const PYTHON = path.join(import.meta.dirname, '..', '..', '..', '.venv', 'bin', 'python');

/** A folder with these files in it, removed at the end of the test. */
export function projectOf(texts: Readonly<Record<string, string>>): FileSystemRoot & Disposable {
  const files = openTemporaryRoot('ferryman-prove-');
  for (const [name, text] of Object.entries(texts)) files.write(name, text);
  return files;
}

/** Make `files` a repository, or add to it, and commit all that is there. The commit's name. */
export async function commitAll(files: FileSystemRoot): Promise<string> {
  const git = async (...args: readonly string[]) => {
    const identity = ['-c', 'user.name=Harbour', '-c', 'user.email=harbour@example.org'];
    const result = await run('git', [...identity, ...args], { cwd: files.root, timeoutMs: 20_000 });
    if (result.status !== 0) throw new Error(result.stderr);
    return result.stdout.trim();
  };
  if (!fs.existsSync(path.join(files.root, '.git'))) await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--allow-empty', '--message', 'As it is');
  return git('rev-parse', 'HEAD');
}
