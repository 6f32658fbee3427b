import * as path from 'node:path';
import { FerryError, type FileSystemRoot, openTemporaryRoot, run } from '../base/index.ts';

/** What a read-only git command prints. Throws `FERRY_GIT` with git's own words. */
async function git(root: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const result = await run('git', args, { cwd: root, env: { ...process.env, ...env }, timeoutMs: 120_000 });
  if (result.status === 0) return result.stdout;
  throw new FerryError({
    code: 'FERRY_GIT',
    message: `git ${args[0] ?? ''} failed: ${result.stderr.trim()}`,
    where: root,
    next: 'Run Ferryman inside a git checkout that has at least one commit.',
    exitCode: 3,
  });
}

/** The full name of a commit. */
export async function resolveCommit(root: string, commit: string): Promise<string> {
  return (await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`])).trim();
}

/**
 * Write the files of a commit into `target`, the whole repository's, and return where `root` is among them. Neither the
 * checkout nor its index is touched, and unlike `git archive` nothing is left out because of `export-ignore`.
 */
export async function exportCommit(root: string, commit: string, target: FileSystemRoot): Promise<string> {
  const prefix = (await git(root, ['rev-parse', '--show-prefix'])).trim();
  const top = (await git(root, ['rev-parse', '--show-toplevel'])).trim();
  using scratch = openTemporaryRoot('ferryman-index-');
  const env = { GIT_INDEX_FILE: path.join(scratch.root, 'index') };
  await git(top, ['read-tree', await resolveCommit(root, commit)], env);
  await git(top, ['checkout-index', '--all', '--force', `--prefix=${target.root}${path.sep}`], env);
  return path.join(target.root, ...prefix.split('/').filter(Boolean));
}

/** Python files below `root` that are not as they were in `commit`, relative to `root`; removed ones are left out. */
export async function changedPythonFiles(root: string, commit: string): Promise<string[]> {
  const of = ['--', '*.py'];
  const changed = await git(root, [
    'diff',
    '--name-only',
    '--no-renames',
    '--diff-filter=d',
    '--relative',
    '-z',
    commit,
    ...of,
  ]);
  const fresh = await git(root, ['ls-files', '--others', '--exclude-standard', '-z', ...of]);
  return [...new Set(`${changed}${fresh}`.split('\0').filter(Boolean))].sort();
}
