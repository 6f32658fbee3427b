import type { Effect, Severity } from '../knowledge/index.ts';
import type { Endpoint, Expr, Place, ProjectFunction } from '../program/index.ts';

/** One step of the chain from an endpoint to what makes it unfit. */
export interface Step {
  /** `module:qualname` of the project function, or the dotted name of what it calls at the end. */
  readonly name: string;
  /** Where the previous step reaches this one. */
  readonly place: Place;
  readonly how: ReachKind;
}

/**
 * `name`: nobody knows the receiver, so every method of that name counts. `instance`: an object is made whose class has
 * methods that Python or a library may call.
 */
export type ReachKind =
  | 'endpoint'
  | 'dependency'
  | 'background'
  | 'call'
  | 'mention'
  | 'property'
  | 'context'
  | 'instance'
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
  /** False: the call is over at once; what matters is what it starts. */
  readonly waits: boolean;
  /** It happens on the loop already, in `async def` code or below it. */
  readonly onLoop: boolean;
  /** It could go to a thread while its caller is on the loop. */
  readonly movable: boolean;
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
  /** What holds the loop today, every place of it: the calls that `async def` code reaches. */
  readonly onLoop: readonly Reason[];
  /** Synchronous database calls on the loop, every place: they hold it, until the engine is asynchronous. */
  readonly queries: readonly Reason[];
  /** Calls on its way that have to go to a thread for it to be bridged. */
  readonly offloads: readonly OffloadSite[];
  /** How many calls would have to go to a thread for it to be bridged; undefined when that would not do. */
  readonly edits: number | undefined;
}

/** A call that is to run in a thread while its caller is on the loop: `wait(to_thread(f, ...))`. */
export interface OffloadSite {
  /** The function in which the call stands. */
  readonly scope: ProjectFunction;
  readonly call: Extract<Expr, { kind: 'call' }>;
  /** Dotted name of what holds the thread: the call itself, or something below it. */
  readonly what: string;
  readonly why: string;
}

/** What is done with each class of finding. The defaults are sound: see `judgeEndpoints`. */
export interface JudgeOptions {
  /** Local file metadata and small files: microseconds to a few milliseconds. Default `bridge`. */
  readonly brief?: 'bridge' | 'thread';
  /** A call into a library that no knowledge file describes. Default `thread`. */
  readonly unknown?: 'bridge' | 'thread';
  /** Bridge endpoints whose blocking calls can be put into threads. Default true. */
  readonly offload?: boolean;
  /** `no`: what would have to go to threads is not worked out, and `edits` is unknown. Default `yes`. */
  readonly edits?: 'yes' | 'no';
}
