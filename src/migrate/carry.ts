import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Emit, FerryError, type FileSystemRoot } from '../base/index.ts';
import { makeCommit, setIndex } from './commit.ts';
import { sha256 } from './digest.ts';
import { git, pieces } from './git.ts';
import { type JournalFile, record } from './journal.ts';
import { changes, type Repository, readHead, readRef } from './repository.ts';
import { takeBack } from './rollback.ts';
import { keptBytes, stageFolder, stageIndex } from './state.ts';

/** One file to write. `before` is undefined for a file that must not exist yet. */
export interface FileChange {
  /** Relative to the project's root, with `/`. */
  readonly path: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/** What was committed. `branch` is its short name. */
export interface Carried {
  readonly run: string;
  readonly branch: string;
  readonly commit: string;
}

/**
 * Commits `fileChanges` on a new branch and leaves the work tree on it. Everything that `takeBack` needs is on disk
 * before the first byte of the work tree changes. The lock is the caller's.
 * Throws `FERRY_BRANCH_EXISTS`, `FERRY_BRANCH_NAME`, `FERRY_NOT_TRACKED`, `FERRY_CHANGED_MEANWHILE`.
 */
export async function carry(
  repository: Repository,
  files: FileSystemRoot,
  fileChanges: readonly FileChange[],
  options: { readonly branch: string; readonly message: string; readonly wave?: number },
  emit: Emit,
): Promise<Carried> {
  const branch = await newBranch(repository, options.branch);
  await checkFiles(repository, files, fileChanges);
  const original = await readHead(repository);
  const run = `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
  fileChanges.forEach((change, index) => {
    if (change.before !== undefined) files.write(keptBytes(run, index), change.before);
  });
  const message = `${options.message.trimEnd()}\n\nFerryman-Wave: ${options.wave ?? 0}\nFerryman-Run: ${run}\n`;
  const commit = await makeCommit(repository, files, run, original, fileChanges, message);
  const written: readonly JournalFile[] = fileChanges.map((change) => ({
    path: change.path,
    before: change.before === undefined ? null : sha256(change.before),
    after: sha256(change.after),
  }));
  const at = () => new Date().toISOString();
  record(files, { step: 'begin', run, at: at(), version: 1, original, branch, commit, files: written });
  try {
    await apply(repository, files, branch, commit, fileChanges);
    await checkResult(repository, commit);
  } catch (error) {
    emit({ kind: 'note', level: 'warning', text: 'Writing failed; everything is taken back.' });
    await takeBack(repository, files);
    throw error;
  }
  record(files, { step: 'done', run, at: at() });
  files.removeFolder(stageFolder(run));
  files.remove(stageIndex(run));
  return { run, branch: options.branch, commit };
}

async function apply(
  repository: Repository,
  files: FileSystemRoot,
  branch: string,
  commit: string,
  fileChanges: readonly FileChange[],
): Promise<void> {
  const options = { cwd: repository.top };
  await git(['update-ref', '-m', 'ferryman: migrate', branch, commit, ''], options);
  for (const change of fileChanges) files.write(change.path, change.after);
  await git(['symbolic-ref', '-m', 'ferryman: migrate', 'HEAD', branch], options);
  const paths = fileChanges.map((change) => repository.prefix + change.path);
  await setIndex(repository, commit, paths);
}

/** The tree on disk, the index and the commit say the same, or this run did something it should not have. */
async function checkResult(repository: Repository, commit: string): Promise<void> {
  const [tree, wanted] = [
    await git(['write-tree'], { cwd: repository.top }),
    await git(['rev-parse', `${commit}^{tree}`], { cwd: repository.top }),
  ];
  const dirty = await changes(repository);
  if (tree === wanted && dirty.length === 0) return;
  throw new FerryError({
    code: 'FERRY_CHANGED_MEANWHILE',
    message: `The work tree is not what was committed: ${dirty.slice(0, 3).join(', ') || 'the index differs'}`,
    where: repository.top,
    next: 'Leave the checkout alone while Ferryman writes, and start again.',
    exitCode: 2,
  });
}

async function newBranch(repository: Repository, name: string): Promise<string> {
  const ref = `refs/heads/${name}`;
  if (name.startsWith('-') || /[\0\n]/.test(name) || (await isBadName(repository, ref))) {
    throw new FerryError({
      code: 'FERRY_BRANCH_NAME',
      message: `${JSON.stringify(name)} cannot be the name of a branch`,
      next: 'Name another one with --branch.',
      exitCode: 2,
    });
  }
  const taken = pieces(await git(['for-each-ref', '--format=%(refname)%00'], { cwd: repository.top })).map((r) =>
    r.trim(),
  );
  // `refs/heads/a` and `refs/heads/a/b` cannot both exist.
  const clash = taken.find((other) => other === ref || other.startsWith(`${ref}/`) || ref.startsWith(`${other}/`));
  if (clash === undefined) return ref;
  throw new FerryError({
    code: 'FERRY_BRANCH_EXISTS',
    message: `There is a branch ${clash.replace('refs/heads/', '')} already`,
    where: `${clash} at ${(await readRef(repository, clash)) ?? 'an unknown commit'}`,
    next: 'Name another one with --branch, or delete it if it is no longer needed.',
    exitCode: 2,
  });
}

async function isBadName(repository: Repository, ref: string): Promise<boolean> {
  return git(['check-ref-format', ref], { cwd: repository.top }).then(
    () => false,
    () => true,
  );
}

async function checkFiles(
  repository: Repository,
  files: FileSystemRoot,
  fileChanges: readonly FileChange[],
): Promise<void> {
  const replaced = fileChanges.filter((change) => change.before !== undefined);
  const names = replaced.map((change) => repository.prefix + change.path);
  const listed = new Set(pieces(await git(['ls-files', '-v', '-z', '--', ...names], { cwd: repository.top })));
  for (const change of fileChanges) {
    const current = files.read(change.path);
    const same = change.before === undefined ? current === undefined : current?.equals(change.before);
    const absolute = files.resolve(change.path);
    if (!same) throw changedMeanwhile(absolute);
    if (fs.realpathSync(path.dirname(absolute)) !== path.dirname(absolute) || isLink(absolute))
      throw throughLink(absolute);
    // Another letter than H: skip-worktree, assume-unchanged, unmerged; git would not see our change.
    if (current && !listed.has(`H ${repository.prefix}${change.path}`)) throw notTracked(absolute);
  }
}

function isLink(absolute: string): boolean {
  return fs.lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function changedMeanwhile(where: string): FerryError {
  return new FerryError({
    code: 'FERRY_CHANGED_MEANWHILE',
    message: 'A file changed after it was read',
    where,
    next: 'Start again.',
    exitCode: 2,
  });
}

function throughLink(where: string): FerryError {
  return new FerryError({
    code: 'FERRY_SYMLINK',
    message: 'A file to change is reached through a symbolic link, so git would not see the change where it is made',
    where,
    next: 'Run Ferryman on the folder the link points to, or replace the link by the file.',
    exitCode: 2,
  });
}

function notTracked(where: string): FerryError {
  return new FerryError({
    code: 'FERRY_NOT_TRACKED',
    message: 'A file to change is ignored by git, or marked so that git does not look at it',
    where,
    next: 'Add it to git (or clear its skip-worktree / assume-unchanged mark), commit, and start again.',
    exitCode: 2,
  });
}
