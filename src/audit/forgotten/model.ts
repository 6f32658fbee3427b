import type { Knowledge } from '../../knowledge/index.ts';
import type { Evaluation, Expr, Program, ProjectFunction, Uses } from '../../program/index.ts';
import type { Layer, Pending } from './layers.ts';

export type Call = Extract<Expr, { kind: 'call' }>;

/** Where a way that a coroutine takes ends. */
export type Sink =
  /** Awaited, scheduled or gathered. `isDropped`: awaited, and what it held was dropped. */
  | { readonly kind: 'good'; readonly isDropped?: true }
  /** Returned or yielded to a caller who is asked in turn. */
  | { readonly kind: 'handed' }
  /** Dropped or used as what it is not at `at`; `raises`: in a way that no coroutine survives, whoever else gets it. */
  | { readonly kind: 'lost'; readonly at: Expr; readonly raises: boolean }
  /** `isRunning`: it goes on without anybody who waits for it, which may be meant. */
  | { readonly kind: 'unknown'; readonly why: string; readonly isRunning?: true };

/** What the parts of the analysis ask of one another. */
export interface Analysis {
  readonly program: Program;
  readonly ev: Evaluation;
  readonly uses: Uses;
  readonly knowledge: Knowledge;
  /** What calling the function gives, decorators applied. */
  result(fn: ProjectFunction): Pending;
  /** What the call gives. */
  called(call: Call, scope: ProjectFunction): Pending;
  /** What the expression is, as far as names in its own function tell. */
  value(expr: Expr, scope: ProjectFunction): Pending;
  /** What a name is where it is read, worked out once: bindings of bindings meet again and again. */
  named(read: Expr, compute: () => Pending): Pending;
  /** Where an expression with these layers ends up. */
  follow(expr: Expr, scope: ProjectFunction, layers: readonly Layer[]): readonly Sink[];
  /** Somebody who calls this asynchronous function also awaits, gathers or iterates what it returns. */
  consumed(fn: ProjectFunction, layers: readonly Layer[]): boolean;
  /** FastAPI calls it and awaits the result once, or never where it is synchronous. */
  isFramework(fn: ProjectFunction): boolean;
  /** `asynccontextmanager(get_session)` as a call: the values do not tell the wrapped function from the plain one. */
  isWrappedElsewhere(fn: ProjectFunction): boolean;
  callsOf(fn: ProjectFunction): readonly { readonly call: Call; readonly scope: ProjectFunction }[];
}
