import type { Finding } from '../recipes/index.ts';

/** What is to be done, as plain data: nothing of it has been written. Paths are relative to `root`, with `/`. */
export interface Plan {
  readonly root: string;
  /** In path order. */
  readonly files: readonly PlannedFile[];
  readonly findings: readonly Finding[];
  readonly endpoints: readonly PlannedEndpoint[];
}

export interface PlannedFile {
  readonly path: string;
  /** SHA-256 in hex of the bytes the plan was made from; null for a new file. */
  readonly beforeHash: string | null;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/** One row of the endpoint table. */
export interface PlannedEndpoint {
  /** `module:qualname`. */
  readonly id: string;
  readonly methods: readonly string[];
  readonly path: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly database: boolean;
  readonly state: 'bridged' | 'threaded';
  /** Calls on its way that go to threads so that it can be bridged. */
  readonly offloads: number;
  /** Why it stays on a thread, one line each. */
  readonly reasons: readonly string[];
  /** What its asynchronous code holds the loop with today and afterwards, one line each: the audit reports it. */
  readonly holdsLoop: readonly string[];
}
