import type { FileSystemRoot } from '../base/index.ts';
import type { Head } from './repository.ts';

const FILE = '.ferryman/journal.ndjson';

/** One file of a run. Hashes are SHA-256 in hex; `before` is null for a file the run adds. */
export interface JournalFile {
  /** Relative to the project's root, with `/`. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

/** What is written *before* the deed it announces: a line that is missing is a deed not begun. */
export type JournalRecord =
  | {
      readonly step: 'begin';
      readonly run: string;
      readonly at: string;
      readonly version: 1;
      readonly original: Head;
      /** Full ref name. */
      readonly branch: string;
      readonly commit: string;
      readonly files: readonly JournalFile[];
    }
  | { readonly step: 'done' | 'rollback' | 'rolled-back'; readonly run: string; readonly at: string };

/** A run as the journal tells it. */
export interface JournalRun extends Omit<Extract<JournalRecord, { step: 'begin' }>, 'step'> {
  readonly state: 'begin' | 'done' | 'rollback' | 'rolled-back';
}

/** Adds a line and returns when it is on disk. */
export function record(files: FileSystemRoot, entry: JournalRecord): void {
  const text = files.read(FILE)?.toString('utf8') ?? '';
  // A run killed while it wrote leaves half a line; it must not swallow this one.
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  files.append(FILE, `${separator}${JSON.stringify(entry)}\n`);
}

/** All runs, oldest first. Half-written lines are passed over. */
export function readRuns(files: FileSystemRoot): readonly JournalRun[] {
  const runs = new Map<string, JournalRun>();
  for (const line of (files.read(FILE)?.toString('utf8') ?? '').split('\n')) {
    const entry = parse(line);
    if (entry?.step === 'begin') runs.set(entry.run, { ...entry, state: 'begin' });
    else if (entry) {
      const known = runs.get(entry.run);
      if (known) runs.set(entry.run, { ...known, state: entry.step });
    }
  }
  return [...runs.values()];
}

function parse(line: string): JournalRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is JournalRecord {
  return typeof value === 'object' && value !== null && 'step' in value && 'run' in value;
}
