import { FerryError, type FileSystemRoot } from '../base/index.ts';
import { setIndex } from './commit.ts';
import { sha256 } from './digest.ts';
import { git } from './git.ts';
import { type JournalFile, type JournalRun, record } from './journal.ts';
import { changes, checkIndexFree, type Head, type Repository, readHead, readRef } from './repository.ts';
import { keptBytes, lastStanding, removeHalfWritten } from './state.ts';

/** What `takeBack` did. `restored` are paths relative to the project's root. */
export interface TakenBack {
  readonly run: string;
  readonly restored: readonly string[];
  readonly head: Head;
}

/**
 * Takes the last run back, finished or killed at any point: every byte, the index, HEAD and the branches are as they
 * were. May itself be killed and run again. Returns undefined when there is nothing to take back. The lock is the caller's,
 * and so is leaving no state behind.
 * Throws `FERRY_COMMITS_ON_TOP`, `FERRY_ELSEWHERE`, `FERRY_CHANGED_SINCE`, before anything is changed.
 */
export async function takeBack(repository: Repository, files: FileSystemRoot): Promise<TakenBack | undefined> {
  const run = lastStanding(files);
  if (!run) return undefined;
  await checkIndexFree(repository);
  await checkHead(repository, run);
  await checkBytes(repository, files, run);
  const at = () => new Date().toISOString();
  record(files, { step: 'rollback', run: run.run, at: at() });
  const restored = run.files.filter((file, index) => restore(files, run, file, index)).map((file) => file.path);
  await restoreHead(repository, run);
  await setIndex(
    repository,
    run.original.commit,
    run.files.map((file) => repository.prefix + file.path),
  );
  if ((await readRef(repository, run.branch)) === run.commit) {
    await git(['update-ref', '-d', run.branch, run.commit], { cwd: repository.top });
  }
  record(files, { step: 'rolled-back', run: run.run, at: at() });
  files.removeFolder(`.ferryman/runs/${run.run}`);
  return { run: run.run, restored, head: run.original };
}

/** HEAD must be where the run found it or where the run left it: elsewhere, the bytes on disk are somebody's later work. */
async function checkHead(repository: Repository, run: JournalRun): Promise<void> {
  const head = await readHead(repository);
  const short = run.branch.replace('refs/heads/', '');
  if (head.branch === run.original.branch && head.commit === run.original.commit) return;
  if (head.branch === run.branch && head.commit === run.commit) return;
  if (head.branch === run.branch) {
    throw new FerryError({
      code: 'FERRY_COMMITS_ON_TOP',
      message: `Branch ${short} has moved on since Ferryman's commit`,
      where: `${head.commit}, Ferryman's is ${run.commit}`,
      next: `Take that one commit back with \`git revert ${run.commit.slice(0, 12)}\`.`,
      exitCode: 2,
    });
  }
  const there = run.original.branch?.replace('refs/heads/', '') ?? run.original.commit.slice(0, 12);
  throw new FerryError({
    code: 'FERRY_ELSEWHERE',
    message: `The work tree is neither on ${short} as Ferryman left it nor on ${there} as Ferryman found it`,
    where: head.branch ?? head.commit,
    next: `Run \`git checkout ${short}\` and then rollback; if the commit has been merged, \`git revert ${run.commit.slice(0, 12)}\`.`,
    exitCode: 2,
  });
}

async function checkBytes(repository: Repository, files: FileSystemRoot, run: JournalRun): Promise<void> {
  for (const [index, file] of run.files.entries()) {
    const kept = file.before === null ? undefined : files.read(keptBytes(run.run, index));
    if (file.before !== null && (kept === undefined || sha256(kept) !== file.before)) {
      throw new FerryError({
        code: 'FERRY_STATE_DAMAGED',
        message: `The kept original of ${file.path} is missing or damaged`,
        where: files.resolve(keptBytes(run.run, index)),
        next: `Run \`git checkout --force ${run.original.branch?.replace('refs/heads/', '') ?? run.original.commit}\`, then delete .ferryman.`,
        exitCode: 3,
      });
    }
    const bytes = files.read(file.path);
    const now = bytes === undefined ? null : sha256(bytes);
    if (now === file.before || now === file.after) continue;
    // A later `git checkout` may have written the same content with other line endings.
    if ((await changes(repository, [repository.prefix + file.path])).length === 0) continue;
    throw new FerryError({
      code: 'FERRY_CHANGED_SINCE',
      message: `${file.path} was changed after Ferryman wrote it, and rollback would lose that`,
      where: files.resolve(file.path),
      next: 'Commit or stash your change, then run rollback again; or take it over by hand.',
      exitCode: 2,
    });
  }
}

/** True when bytes had to be written or a file removed. */
function restore(files: FileSystemRoot, run: JournalRun, file: JournalFile, index: number): boolean {
  removeHalfWritten(files, file.path);
  const bytes = files.read(file.path);
  if (file.before === null) {
    files.remove(file.path);
    return bytes !== undefined;
  }
  if (bytes !== undefined && sha256(bytes) === file.before) return false;
  const kept = files.read(keptBytes(run.run, index));
  if (kept) files.write(file.path, kept);
  return true;
}

async function restoreHead(repository: Repository, run: JournalRun): Promise<void> {
  const options = { cwd: repository.top };
  const { branch, commit } = run.original;
  if (branch !== null) await git(['symbolic-ref', '-m', 'ferryman: rollback', 'HEAD', branch], options);
  else await git(['update-ref', '--no-deref', '-m', 'ferryman: rollback', 'HEAD', commit], options);
}
