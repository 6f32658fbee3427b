import * as fs from 'node:fs';
import * as path from 'node:path';
import { type FileSystemRoot, openRoot } from '../base/index.ts';
import { type JournalRun, readRuns } from './journal.ts';
import type { Repository } from './repository.ts';

const EXCLUDE = '# Ferryman keeps the state of this checkout here.\n.ferryman/\n';

/** Where a run keeps the bytes it replaced, relative to the project's root. */
export function keptBytes(run: string, index: number): string {
  return `.ferryman/runs/${run}/before/${index}`;
}

/** Where a run lays out the new bytes, as a small work tree of its own. */
export function stageFolder(run: string): string {
  return `.ferryman/runs/${run}/stage`;
}

/** The temporary index that the new bytes are added to. */
export function stageIndex(run: string): string {
  return `.ferryman/runs/${run}/index`;
}

/** Keeps `.ferryman/` out of `git status` without touching a file of the project. */
export function hideState(repository: Repository): void {
  const info = gitInfo(repository);
  const text = info.read('exclude')?.toString('latin1') ?? '';
  if (text.includes(EXCLUDE)) return;
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  info.write('exclude', Buffer.from(`${text}${separator}${EXCLUDE}`, 'latin1'));
}

/** When no run is left to take back: nothing of ours stays, neither the folder nor the line that hides it. */
export function forgetState(repository: Repository, files: FileSystemRoot): void {
  if (readRuns(files).some((run) => run.state !== 'rolled-back')) return;
  files.removeFolder('.ferryman');
  if (!fs.existsSync(path.dirname(repository.excludeFile))) return;
  const info = gitInfo(repository);
  removeHalfWritten(info, 'exclude');
  const text = info.read('exclude')?.toString('latin1');
  if (!text?.includes(EXCLUDE)) return;
  const rest = text.replace(EXCLUDE, '');
  if (rest === '') info.remove('exclude');
  else info.write('exclude', Buffer.from(rest, 'latin1'));
}

/** The run that `rollback` would take back. */
export function lastStanding(files: FileSystemRoot): JournalRun | undefined {
  return readRuns(files)
    .filter((run) => run.state !== 'rolled-back')
    .at(-1);
}

/** A run killed between temporary file and rename leaves the former. The tree was clean when it began, so it is ours. */
export function removeHalfWritten(files: FileSystemRoot, relative: string): void {
  const folder = path.posix.dirname(relative);
  const start = `${path.posix.basename(relative)}.`;
  for (const name of fs.readdirSync(files.resolve(folder))) {
    if (name.startsWith(start) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(start.length))) {
      files.remove(path.posix.join(folder, name));
    }
  }
}

function gitInfo(repository: Repository): FileSystemRoot {
  const folder = path.dirname(repository.excludeFile);
  if (!fs.existsSync(folder)) openRoot(path.dirname(folder)).write('info/exclude', '');
  return openRoot(folder);
}
