import type { Effect, Severity } from '../knowledge/index.ts';
import type { Endpoint, Place } from '../program/index.ts';

/** One step of the chain from an endpoint to what makes it unfit. */
export interface Step {
  /** `module:qualname` of the project function, or the dotted name of what it calls at the end. */
  readonly name: string;
  /** Where the previous step reaches this one. */
  readonly place: Place;
  readonly how: ReachKind;
}

/** `name`: nobody knows the receiver, so every method of that name counts. */
export type ReachKind =
  | 'endpoint'
  | 'dependency'
  | 'background'
  | 'call'
  | 'mention'
  | 'property'
  | 'context'
  | 'listener'
  | 'name';

export interface Reason {
  readonly chain: readonly Step[];
  /** Dotted name of what is reached: `time.sleep`, `requests.Session.get`. */
  readonly what: string;
  readonly effect: Effect | 'unknown';
  readonly severity: Severity;
  /** One sentence for a person. */
  readonly why: string;
  readonly remedy: string;
}

export interface EndpointVerdict {
  readonly endpoint: Endpoint;
  /** Reaches a session, engine or connection. */
  readonly database: boolean;
  readonly verdict: 'bridged' | 'threaded';
  /** Why it stays threaded; empty when bridged. */
  readonly reasons: readonly Reason[];
  /** What it reaches that is allowed by the policy, and is worth knowing: brief file access, unknown libraries. */
  readonly notes: readonly Reason[];
}

/** What is done with each class of finding. The defaults are sound: see `judgeEndpoints`. */
export interface JudgeOptions {
  /** Local file metadata and small files: microseconds to a few milliseconds. Default `bridge`. */
  readonly brief?: 'bridge' | 'thread';
  /** A call into a library that no knowledge file describes. Default `thread`. */
  readonly unknown?: 'bridge' | 'thread';
}
