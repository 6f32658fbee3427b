import type { HeldEndpoint } from './held.ts';
import type { RuntimeRecords } from './records.ts';
import type { Comparison } from './tests/compare.ts';
import type { Flake } from './tests/flakes.ts';

/** Something a person should know of a proof. Only a `failure` makes it fail. */
export interface ProofFinding {
  readonly id: ProofFindingId;
  readonly severity: 'failure' | 'warning' | 'note';
  /** One sentence: what was seen. */
  readonly what: string;
  /** Test ids, places or files concerned, each with its reason where there is one. */
  readonly items: readonly { readonly name: string; readonly reason?: string }[];
  /** One sentence: what to do next. */
  readonly next: string;
}

export type ProofFindingId =
  | 'no-tests'
  | 'incomplete'
  | 'not-collected'
  | 'regressions'
  | 'silenced'
  | 'vanished'
  | 'never-awaited'
  | 'runtime-warnings'
  | 'flakes'
  | 'red-before'
  | 'stalls'
  | 'stalls-explained'
  | 'implicit-io'
  | 'unclosed'
  | 'not-loaded';

/** One run in figures. */
export interface RunSummary {
  readonly collected: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  /** Folder with pytest's output, its JUnit XML and what our plugin wrote. */
  readonly kept: string;
}

/** What `prove` found out. Plain data; `version` changes when a field changes its meaning. */
export interface ProofReport {
  readonly version: 1;
  /** `proven`: nothing that passed before fails after. `green`: there was no before, and nothing fails. */
  readonly verdict: 'proven' | 'green' | 'failed';
  readonly environment: { readonly python: string; readonly version: string; readonly how: string };
  /** The commit it was compared with. */
  readonly commit: string | undefined;
  readonly before: RunSummary | undefined;
  readonly after: RunSummary;
  readonly comparison: Comparison | undefined;
  readonly flakes: readonly Flake[];
  readonly records: RuntimeRecords;
  readonly findings: readonly ProofFinding[];
  /** Endpoints that held the event loop, and the setting that keeps them off it; undefined when none did. */
  readonly held: { readonly endpoints: readonly HeldEndpoint[]; readonly setting: readonly string[] } | undefined;
}
