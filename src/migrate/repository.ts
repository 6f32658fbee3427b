import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError } from '../base/index.ts';
import { git, pieces, tryGit } from './git.ts';

/** A git work tree, or the part of one that the user pointed at. All paths are absolute and real. */
export interface Repository {
  /** The folder the user named; paths of a plan are relative to it. */
  readonly root: string;
  readonly top: string;
  /** From `top` to `root`, with a slash at its end; empty when they are one. */
  readonly prefix: string;
  readonly gitFolder: string;
  readonly excludeFile: string;
}

/** Where HEAD points. `branch` is a full ref name, null when detached. */
export interface Head {
  readonly commit: string;
  readonly branch: string | null;
}

/** Finds the repository around `root`. Throws `FERRY_NO_GIT` or `FERRY_GIT_REFUSED`. */
export async function openRepository(root: string): Promise<Repository> {
  const real = fs.realpathSync(root);
  const questions = ['--is-inside-work-tree', '--show-toplevel', '--absolute-git-dir', '--git-path', 'info/exclude'];
  const answer = await tryGit(['rev-parse', ...questions], { cwd: real });
  const [inside, top, gitFolder, exclude] = answer.stdout.split('\n');
  if (answer.status !== 0 && /dubious ownership/.test(answer.stderr)) {
    throw new FerryError({
      code: 'FERRY_GIT_REFUSED',
      message: 'git does not trust this repository, because another user owns it',
      where: real,
      next: `Run \`git config --global --add safe.directory ${real}\` if you trust it.`,
      exitCode: 3,
    });
  }
  if (answer.status !== 0 || inside !== 'true' || !top || !gitFolder || !exclude) {
    throw new FerryError({
      code: 'FERRY_NO_GIT',
      message: 'This folder is not in a git work tree, so nothing could be taken back',
      where: real,
      next: 'Run `git init`, commit everything, and start again.',
      exitCode: 3,
    });
  }
  const relative = path.relative(fs.realpathSync(top), real);
  return {
    root: real,
    top: fs.realpathSync(top),
    prefix: relative === '' ? '' : `${relative.split(path.sep).join('/')}/`,
    gitFolder,
    excludeFile: path.resolve(real, exclude),
  };
}

/** Throws `FERRY_NO_COMMIT` when there is none yet. */
export async function readHead(repository: Repository): Promise<Head> {
  const commit = await tryGit(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { cwd: repository.top });
  if (commit.status !== 0) {
    throw new FerryError({
      code: 'FERRY_NO_COMMIT',
      message: 'The repository has no commit yet, so there is nothing to come back to',
      where: repository.top,
      next: 'Commit everything, and start again.',
      exitCode: 3,
    });
  }
  const branch = await tryGit(['symbolic-ref', '--quiet', 'HEAD'], { cwd: repository.top });
  return { commit: commit.stdout.trim(), branch: branch.status === 0 ? branch.stdout.trim() : null };
}

/** Full ref name to commit, undefined when there is no such branch. */
export async function readRef(repository: Repository, ref: string): Promise<string | undefined> {
  const result = await tryGit(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], { cwd: repository.top });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/** What `git status` lists, one entry each, untracked files included. */
export async function changes(repository: Repository, only: readonly string[] = []): Promise<readonly string[]> {
  const status = await git(
    ['status', '--porcelain', '-z', '--untracked-files=all', '--ignore-submodules=none', '--no-renames', '--', ...only],
    { cwd: repository.top },
  );
  return pieces(status);
}

const IN_PROGRESS: ReadonlyArray<readonly [file: string, what: string]> = [
  ['MERGE_HEAD', 'a merge'],
  ['rebase-merge', 'a rebase'],
  ['rebase-apply', 'a rebase or `git am`'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick'],
  ['REVERT_HEAD', 'a revert'],
  ['BISECT_LOG', 'a bisect'],
];

/**
 * Refuses a work tree that could not be brought back exactly.
 * Throws `FERRY_GIT_BUSY`, `FERRY_DIRTY_TREE`, `FERRY_SUBMODULE`, `FERRY_STATE_TRACKED`.
 */
export async function checkReady(repository: Repository): Promise<void> {
  const { top, gitFolder } = repository;
  const busy = IN_PROGRESS.find(([file]) => fs.existsSync(path.join(gitFolder, file)));
  if (busy) {
    throw new FerryError({
      code: 'FERRY_GIT_BUSY',
      message: `There is ${busy[1]} in progress`,
      where: top,
      next: 'Finish it or abort it, and start again.',
      exitCode: 2,
    });
  }
  await checkIndexFree(repository);
  await checkStateUntracked(repository);
  const above = await git(['rev-parse', '--show-superproject-working-tree'], { cwd: top });
  if (above.trim() !== '') {
    throw new FerryError({
      code: 'FERRY_SUBMODULE',
      message: 'This is a submodule: its commits also belong to the repository around it',
      where: top,
      next: `Clone it on its own, migrate it there, and move ${above.trim()} to the new commit afterwards.`,
      exitCode: 2,
    });
  }
  const dirty = await changes(repository);
  if (dirty.length > 0) {
    const shown = dirty.slice(0, 5).map((entry) => JSON.stringify(entry.slice(3)));
    throw new FerryError({
      code: 'FERRY_DIRTY_TREE',
      message: `The work tree has changes that are not committed: ${shown.join(', ')}${dirty.length > 5 ? ` and ${dirty.length - 5} more` : ''}`,
      where: top,
      next: 'Commit them, or put them aside with `git stash --include-untracked`, and start again.',
      exitCode: 2,
    });
  }
}

/** A journal that came with the repository was not written by us, and must not be obeyed. */
export async function checkStateUntracked(repository: Repository): Promise<void> {
  const tracked = await git(['ls-files', '-z', '--', `${repository.prefix}.ferryman`], { cwd: repository.top });
  if (tracked === '') return;
  throw new FerryError({
    code: 'FERRY_STATE_TRACKED',
    message:
      'The folder .ferryman is committed in this repository; it holds the state of one checkout and is not followed',
    where: path.join(repository.root, '.ferryman'),
    next: 'Run `git rm -r --cached .ferryman`, delete the folder, and commit that.',
    exitCode: 2,
  });
}

/** Waits out a git that is just finishing. Throws `FERRY_INDEX_LOCKED` after about two seconds. */
export async function checkIndexFree(repository: Repository): Promise<void> {
  const lock = path.join(repository.gitFolder, 'index.lock');
  for (let tries = 0; fs.existsSync(lock); tries += 1) {
    if (tries === 20) {
      throw new FerryError({
        code: 'FERRY_INDEX_LOCKED',
        message: 'Another git holds the index, or one was killed while it did',
        where: lock,
        next: `When no git is running in this repository, delete ${lock} and run the command again.`,
        exitCode: 3,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
