import type { PlannedEndpoint } from '../../src/plan/index.ts';
import type { HeldEndpoint, TestRun } from '../../src/prove/index.ts';
import type { Half } from './half.ts';
import type { Application } from './manifest.ts';

/** An application, carried over, and what the guard saw while its tests ran. */
export interface Round {
  readonly endpoints: readonly PlannedEndpoint[];
  readonly half: Half;
  /** The files with tests in which a fit endpoint held the loop, run once more. */
  readonly again?: TestRun;
}

/** What the guard saw of one application: as the audit judges it, and with what was measured taken into account. */
export interface GuardRow {
  readonly app: Application;
  /** Carried over as the audit judges it. */
  readonly first?: Round;
  /** Endpoints that held the loop twice then, as `prove --guard` tells them: its setting keeps them in threads. */
  readonly measured: readonly HeldEndpoint[];
  /** Carried over once more with that setting; absent when it would be empty. */
  readonly second?: Round;
  /** Why it was not run at all, or came to no end. */
  readonly broken?: string;
  readonly seconds: number;
}
