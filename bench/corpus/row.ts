import { FerryError } from '../../src/base/index.ts';
import type { PlannedEndpoint } from '../../src/plan/index.ts';
import type { Comparison, Flake } from '../../src/prove/index.ts';
import type { Half } from './half.ts';
import type { Application } from './manifest.ts';

/** What carrying one application over changed in it. */
export interface Carrying {
  readonly files: number;
  readonly added: number;
  readonly removed: number;
  /** Changed files that belong to the tests, `conftest.py` not among them. */
  readonly testFiles: readonly string[];
  readonly endpoints: {
    readonly bridged: number;
    readonly threaded: number;
    /** Endpoints with database work, and how many of them are bridged. */
    readonly database: number;
    readonly databaseBridged: number;
    /** Why endpoints stay threaded, most frequent first. */
    readonly reasons: readonly { readonly why: string; readonly count: number }[];
  };
  /** Each of them. */
  readonly planned: readonly PlannedEndpoint[];
  readonly seconds: number;
}

/** One application on one database. */
export interface Row {
  readonly app: Application;
  readonly database: 'SQLite' | 'PostgreSQL';
  readonly before?: Half;
  readonly carrying?: Carrying;
  readonly after?: Half;
  readonly comparison?: Comparison;
  /** Tests that were otherwise when their files were run once more, after or before. */
  readonly flakes?: readonly Flake[];
  /** Why it was not run at all. */
  readonly skipped?: string;
  /** Why it came to no end. */
  readonly broken?: string;
  readonly seconds: number;
}

/** A refusal in one line; anything else is a fault of ours, and told with the place it came from. */
export function explain(error: unknown): string {
  if (!(error instanceof FerryError)) {
    const lines = error instanceof Error ? (error.stack ?? error.message).split('\n') : [String(error)];
    return `a fault of Ferryman: ${lines
      .slice(0, 2)
      .map((line) => line.trim())
      .join(' ')}`;
  }
  const { code, message, where, next } = error;
  return `${code}: ${message}${where === undefined ? '' : ` (${where})`}. ${next}`;
}
