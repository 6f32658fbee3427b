import { FerryError, type FileSystemRoot } from '../base/index.ts';
import { git, pieces, tryGit } from './git.ts';
import type { Head, Repository } from './repository.ts';
import { stageFolder, stageIndex } from './state.ts';

/** A file as it will be. Paths are relative to the project's root, with `/`. */
export interface NewBytes {
  readonly path: string;
  readonly after: Uint8Array;
}

/**
 * Makes the commit without touching the work tree, the index or any branch: the new bytes are laid out in a folder of
 * the run's own and added to a temporary index, so that line-ending settings and attributes act as in `git add`.
 * Returns the commit. Throws `FERRY_GIT_IDENTITY`.
 */
export async function makeCommit(
  repository: Repository,
  files: FileSystemRoot,
  run: string,
  parent: Head,
  changes: readonly NewBytes[],
  message: string,
): Promise<string> {
  const stage = stageFolder(run);
  for (const change of changes) files.write(`${stage}/${repository.prefix}${change.path}`, change.after);
  const options = {
    cwd: files.resolve(stage),
    env: {
      GIT_DIR: repository.gitFolder,
      GIT_WORK_TREE: files.resolve(stage),
      GIT_INDEX_FILE: files.resolve(stageIndex(run)),
    },
  };
  await git(['read-tree', parent.commit], options);
  await git(['update-index', '--add', '--', ...changes.map((change) => repository.prefix + change.path)], options);
  const tree = (await git(['write-tree'], options)).trim();
  const commit = await tryGit(['commit-tree', tree, '-p', parent.commit, '-F', '-'], { ...options, input: message });
  if (commit.status === 0) return commit.stdout.trim();
  throw new FerryError({
    code: 'FERRY_GIT_IDENTITY',
    message: 'git could not make the commit; most often it does not know who you are',
    where: commit.stderr.trim().split('\n').at(-1) ?? repository.top,
    next: 'Set `git config user.name` and `git config user.email`, and start again.',
    exitCode: 3,
  });
}

/** Gives the index entries of `paths` (relative to the repository's top) what `commit` has; other entries stay. */
export async function setIndex(repository: Repository, commit: string, paths: readonly string[]): Promise<void> {
  const listed = pieces(await git(['ls-tree', '-r', '-z', commit, '--', ...paths], { cwd: repository.top }));
  const entries = new Map(listed.map((line) => [line.slice(line.indexOf('\t') + 1), line.replace(' blob ', ' ')]));
  const lines = paths.map((name) => entries.get(name) ?? `0 ${'0'.repeat(commit.length)}\t${name}`);
  await git(['update-index', '-z', '--index-info'], {
    cwd: repository.top,
    input: lines.map((l) => `${l}\0`).join(''),
  });
  await git(['update-index', '-q', '--refresh'], { cwd: repository.top }).catch(() => undefined);
}
