import type { Expr, Place, ProjectFunction } from '../../program/index.ts';

export type Call = Extract<Expr, { kind: 'call' }>;

/** Something outside the project that is asynchronous. */
export interface Seed {
  /** Dotted. */
  readonly name: string;
  readonly gives: Gives;
  readonly form?: SeedForm;
}

/** How something is awaited that works synchronously, too. Where it cannot be awaited it stays as it is, unbridged. */
export interface SeedForm {
  /** An attribute to take of what is awaited. */
  readonly attribute?: string;
  /** It is a statement of its own, and needs a block of its own. */
  readonly isBlock?: boolean;
}

/** What is to become asynchronous, and what may. */
export interface FlipRequest {
  /** Functions that are asynchronous by decree: their own text is somebody else's matter, their callers have to await. */
  readonly given?: ReadonlySet<ProjectFunction>;
  /** Something outside the project that is asynchronous here: its dotted name, and what it gives if no coroutine. */
  seed(call: Call, scope: ProjectFunction): string | Seed | undefined;
  /** The same for objects of libraries that are entered with `with`: `threading.Lock`. */
  seedManager?(type: string, expr: Expr, scope: ProjectFunction): boolean;
  /** The same for what a `for` goes through: a body that comes from the network. */
  seedIterable?(expr: Expr, scope: ProjectFunction): string | undefined;
  /** A base class outside the project has an asynchronous sibling that takes its place: its methods may flip. */
  hasTwin?(base: string): boolean;
  /** Text of a file of the project; offsets are those of the program. */
  text?(file: string): string | undefined;
  /** May become asynchronous; members of its family then do, too. */
  wanted(fn: ProjectFunction): boolean;
  /** Why a function must stay synchronous although it could flip: it holds the loop. */
  unfit?(fn: ProjectFunction): string | undefined;
}

/** What calling a function that flipped gives. */
export type Gives = 'coroutine' | 'iterator' | 'manager';

/** A function that becomes asynchronous. */
export interface Flip {
  readonly function: ProjectFunction;
  readonly gives: Gives;
  /** Only its name changes: `__iter__` that hands on an iterator, beside an asynchronous `__next__`. */
  readonly isPlain: boolean;
  /**
   * A special method whose asynchronous sibling has a name of its own: the synchronous form stays beside it, bridged,
   * for those who enter or go through an object in ways that nobody can follow.
   */
  readonly keepsSync?: true;
  /** The place in it that has to be awaited; undefined for one that flips only because its family does. */
  readonly because:
    | { readonly place: Place; readonly what: string; readonly to: ProjectFunction | undefined }
    | undefined;
  /** The member of its family that flips for a reason of its own. */
  readonly family: ProjectFunction | undefined;
}

/** An expression that gives something asynchronous once the flips are made. */
export interface AsyncSite {
  readonly scope: ProjectFunction;
  readonly expr: Expr;
  readonly gives: Gives;
  /** What it reaches; empty for a seed. */
  readonly targets: readonly ProjectFunction[];
  /** Dotted name of a seed. */
  readonly seed: string | undefined;
  readonly form: SeedForm | undefined;
  /** False: nobody knows what it reaches, only that a function of that name flipped. */
  readonly isKnown: boolean;
  readonly shape?: Shape | undefined;
  /** It stands at the module level of a program, which can run a loop for it if it ends with it. */
  readonly mayRun: boolean;
  /** Why it must not run one, where it stands there; empty otherwise. */
  readonly whyNotRun: string;
  /** An iterator that cannot be followed to where it is gone through: it is bridged here. */
  readonly isLost?: boolean;
  /** The iterator is made here, for this use alone, and can be bridged here. */
  readonly isFresh?: boolean;
}

/** A function that has something to await, and stays synchronous. */
export interface Kept {
  readonly function: ProjectFunction;
  readonly why: string;
  /** Where that shows. */
  readonly place: Place;
}

export interface Flips {
  readonly flipped: ReadonlyMap<ProjectFunction, Flip>;
  /** Places to await or, in synchronous code, to bridge: in the order of functions and places. */
  readonly sites: readonly AsyncSite[];
  /** Functions that give something asynchronous and stay as they are, but for what their annotations say. */
  readonly relays: readonly ProjectFunction[];
  readonly kept: readonly Kept[];
}

/**
 * How a call stands there: `mapped` by `map` or `filter`; `read` of a property; an object `made` by its class; undefined
 * for a plain call.
 */
export type Shape = 'mapped' | 'read' | 'made';

/** A place that runs functions: a call, a `with`, a loop over an object of the project. */
export interface Site {
  readonly scope: ProjectFunction;
  readonly expr: Expr;
  readonly kind: 'call' | 'enter' | 'iterate';
  /** What it runs, as far as values say. */
  readonly targets: readonly ProjectFunction[];
  /** What it may run, because nobody knows its receiver and the name is the same. */
  readonly byName: readonly ProjectFunction[];
  /** Something outside the project that is asynchronous. */
  readonly seed: Seed | undefined;
  readonly shape?: Shape | undefined;
  /** Something else may stand there, which stays synchronous: a list beside a shelf. */
  readonly hasOthers: boolean;
}
