import type { Face, Knowledge } from '../knowledge/index.ts';
import type { Endpoint, Expr, Program, ProjectFunction } from '../program/index.ts';
import type { Rewriter } from './rewriter.ts';

/** Where a recipe stands in its life: `preview` ones are still changing what they accept. */
export type Stability = 'stable' | 'preview';

/**
 * `safe`: nothing for a person to do. `needs-review`: changed, or left, in a way that somebody should look at.
 * `refused`: not changed, and something is missing until a person acts.
 */
export type Applicability = 'safe' | 'needs-review' | 'refused';

/** What a recipe says about one place. */
export interface Finding {
  /** Recipe id. */
  readonly recipe: string;
  readonly file: string;
  /** 1-based; 0 when the file as a whole is meant. */
  readonly line: number;
  /** What stands there, in a few words. */
  readonly what: string;
  /** One sentence. */
  readonly why: string;
  readonly applicability: Applicability;
  /** One sentence; empty when there is nothing to do. */
  readonly next: string;
  /** Whether the recipe rewrites the place. */
  readonly changed: boolean;
}

/** A finding, and what the recipe needs to rewrite the place; without `data` the place is left as it is. */
export interface Site<Data> extends Omit<Finding, 'recipe' | 'changed'> {
  readonly data?: Data;
}

/** Whether one endpoint may run on the loop, and if not, why: one line for each reason. */
export interface Fitness {
  readonly endpoint: Endpoint;
  readonly bridged: boolean;
  /** Reaches a session, engine or connection. */
  readonly database: boolean;
  /** Calls on its way that go to threads so that it can be bridged. */
  readonly offloads: number;
  readonly reasons: readonly string[];
  /** The same in a few words, without the chain of calls that leads there; each once. */
  readonly causes: readonly string[];
}

/** A call that has to run in a thread so that endpoints that reach it may run on the loop. */
export interface ThreadedCall {
  /** The function in which the call stands. */
  readonly scope: ProjectFunction;
  readonly call: Extract<Expr, { kind: 'call' }>;
  /** Dotted name of what holds the thread, the call itself or something below it. */
  readonly what: string;
  /** Goes on after that name: `waits for a server's answer`. */
  readonly why: string;
}

/** A function that becomes asynchronous. */
export interface NativeFlip {
  readonly function: ProjectFunction;
  /** What calling it gives from then on. */
  readonly gives: 'coroutine' | 'iterator' | 'manager';
  /** Only its name changes. */
  readonly isPlain: boolean;
  /** Its synchronous form is written beside it. */
  readonly keepsSync?: true;
  /** One sentence. */
  readonly why: string;
}

/** An expression that gives something to await. */
export interface NativeUse {
  readonly scope: ProjectFunction;
  readonly expr: Expr;
  readonly gives: 'coroutine' | 'iterator' | 'manager';
  /**
   * `await`: also `async for` and `async with`. `wait`: bridged. `maybe`: bridged if what it gives is a coroutine.
   * `run`: a program runs an event loop for it.
   */
  readonly how: 'await' | 'wait' | 'maybe' | 'run';
  /** Why it is bridged; empty for `await`. */
  readonly why: string;
  /** It goes through a generator that has something to tidy up when it is left early. */
  readonly cleansUp: boolean;
  /** `mapped`: `map` or `filter` calls the function. `read`: reading the property did. `made`: its class. */
  readonly shape?: 'mapped' | 'read' | 'made' | undefined;
  /** A program may run an event loop for it. */
  readonly mayRun: boolean;
  /** Dotted name, when it is something outside the project. */
  readonly seed: string | undefined;
  /** How that is awaited, where it is not `await` alone. */
  readonly form: { readonly attribute?: string; readonly isBlock?: boolean } | undefined;
  /** An iterator that nobody can follow to where it is gone through: it is bridged here. */
  readonly isLost?: boolean;
  /** Nobody else goes through the same iterator. */
  readonly isFresh?: boolean;
}

/** Something written around a session that has to change: what gives its asynchronous face, or the session behind that. */
export interface SessionEdit {
  readonly occurrence: {
    readonly scope: ProjectFunction;
    readonly face: Face;
    /** With what is written around it already. */
    readonly expr: Expr;
    /** The same without. */
    readonly core: Expr;
    readonly written: 'plain' | 'face' | undefined;
  };
  readonly write: 'plain' | 'face' | undefined;
}

/** A parameter, variable or result that holds an asynchronous session from then on. */
export interface SessionHolder {
  readonly holder:
    | { readonly kind: 'name'; readonly scope: ProjectFunction; readonly name: string }
    | { readonly kind: 'result'; readonly scope: ProjectFunction };
  readonly face: Face;
}

/** What holds an asynchronous session from then on, and what that changes. */
export interface NativeSessions {
  readonly turned: readonly SessionHolder[];
  readonly edits: readonly SessionEdit[];
  /** Names of the session's class in annotations. */
  readonly annotations: readonly { readonly scope: ProjectFunction; readonly expr: Expr; readonly face: Face }[];
  /** Dependencies that need an annotation for what they give. */
  readonly unannotated: readonly SessionHolder[];
  /** The expression is an asynchronous session already, or what is around it is looked after by `edits`. */
  givesFace(expr: Expr): boolean;
  /** What is written around the expression, if anything, is said in `edits`. */
  covers(expr: Expr): boolean;
}

/** What goes native in this run. */
export interface NativeWork {
  readonly flips: readonly NativeFlip[];
  readonly uses: readonly NativeUse[];
  /** Functions that hand on something asynchronous: only their annotations change. */
  readonly relays: readonly ProjectFunction[];
  /** What holds an asynchronous session from then on. */
  readonly sessions: NativeSessions;
  /** Lowest Python 3.x that the project runs on, where it says so. */
  readonly minor: number | undefined;
}

/** All that a recipe may look at. */
export interface RecipeContext {
  /** Undefined on day one. */
  readonly native: NativeWork | undefined;
  readonly program: Program;
  readonly knowledge: Knowledge;
  readonly fitness: readonly Fitness[];
  readonly threadedCalls: readonly ThreadedCall[];
  /** Text of a file of the project (`/` paths), undefined when it is missing, a link, or not text. Offsets are UTF-16. */
  text(file: string): string | undefined;
}

export interface RecipeDefinition<Data> {
  /** Folder below src/recipes: `engine/create-engine`. */
  readonly id: string;
  readonly title: string;
  readonly group: string;
  /** Version of Ferryman that brought it. */
  readonly since: string;
  readonly stability: Stability;
  /** When it runs: on `day-one` (default), or when functions go `native`. */
  readonly stage?: 'native';
  /** Recipes whose edits this one builds on. */
  readonly requires: readonly string[];
  find(context: RecipeContext): readonly Site<Data>[];
  rewrite(data: Data, rewriter: Rewriter, context: RecipeContext): void;
}

/** One kind of change, ready to run: its sites found, those with data rewritten, all of them reported. */
export interface Recipe extends Omit<RecipeDefinition<never>, 'find' | 'rewrite'> {
  run(context: RecipeContext, rewriter: Rewriter): readonly Finding[];
}

/** Makes a recipe of its definition. */
export function defineRecipe<Data>(definition: RecipeDefinition<Data>): Recipe {
  const { find, rewrite, ...about } = definition;
  return {
    ...about,
    run(context, rewriter) {
      return find(context).map(({ data, ...site }) => {
        if (data !== undefined) rewrite(data, rewriter, context);
        return { recipe: about.id, ...site, changed: data !== undefined };
      });
    },
  };
}
