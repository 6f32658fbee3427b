import type { Plan } from '../model.ts';

/** A function that becomes asynchronous. */
export interface PlannedFlip {
  /** `module:qualname`. */
  readonly id: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** From the function to what has to be awaited, `module:qualname` each, the last one a dotted name; or what it saves. */
  readonly chain: readonly string[];
}

/** Something that keeps the runtime in the application. */
export interface Remainder {
  /**
   * `wait`: code that reaches native code through a bridge. `implicit`: database I/O of the application that nobody
   * awaits. `lazy`: a read of a relationship or deferred column that is loaded by it. `expired`: reads of an object after
   * a commit or rollback, which load it again. `kept`: a function with something to await that stays synchronous.
   * `session`: a name in native code that holds a synchronous session, with two faces.
   */
  readonly kind: 'wait' | 'implicit' | 'lazy' | 'expired' | 'kept' | 'session';
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly what: string;
  readonly why: string;
  /** All of its places, `file:line` each, where it stands for several. */
  readonly places?: readonly string[];
}

/** What goes native, as plain data. */
export interface NativePlan extends Plan {
  readonly flips: readonly PlannedFlip[];
  /** What keeps the runtime afterwards. */
  readonly remaining: readonly Remainder[];
}
