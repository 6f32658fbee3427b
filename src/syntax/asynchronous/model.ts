import type { Edit } from '../edits.ts';
import type { SyntaxNode } from '../python.ts';
import type { Range } from '../range.ts';
import type { ModuleScope } from '../scopes/model.ts';

/** A call, by its span in the original text, of something that has become asynchronous. */
export interface AsyncUse extends Range {
  /**
   * What calling it now gives: a coroutine (a function flipped), an async iterator (a generator flipped), an async
   * context manager (a `@contextmanager` function or a class with `__enter__` and `__exit__` flipped).
   */
  readonly gives: 'coroutine' | 'iterator' | 'manager';
  /**
   * The generator called has something to tidy up when it is closed before its end (see `cleansUp`). A loop over it
   * then closes it, by `aclosing`; other uses that may leave it early are refused.
   */
  readonly cleansUp?: boolean;
  /**
   * `mapped`: it is a call of `map` or `filter`, whose function became asynchronous. `read`: it is an attribute, whose
   * property became an asynchronous method. `made`: it makes an object, which an asynchronous factory does from now on.
   * Default: a plain call.
   */
  readonly shape?: 'mapped' | 'read' | 'made' | undefined;
  /** A program may run a loop for it: nothing that it reaches has one of its own, or counts on there being none. */
  readonly mayRun?: boolean;
  /** It stands alone in a call of the runtime's `wait`: the whole program says so, whatever a star import may hide. */
  readonly isWaitedFor?: boolean;
  /** What stands there works synchronously, too: where it cannot be awaited, it is refused instead of bridged. */
  readonly isOptional?: boolean;
  /** An attribute to take of what is awaited. */
  readonly attribute?: string;
  /** A statement of its own, which goes into a block below this header: `async with connect() as connection`. */
  readonly header?: string;
  /** An iterator that goes where nobody can follow it: bridged here, whatever stands around it. */
  readonly isLost?: boolean;
  /** Nobody else goes through the same iterator, so that it can be bridged here. */
  readonly isFresh?: boolean;
}

/** What becomes asynchronous in one file. */
export interface AsyncChange {
  /** Spans of the `def` statements (node `function_definition`, without decorators) that become `async def`. */
  readonly functions: readonly Range[];
  readonly uses: readonly AsyncUse[];
  /** Lowest Python 3.x minor the project supports; default 9. */
  readonly minor?: number;
  /** The name under which `wait` is known in this file; called only where one is written. */
  readonly wait: () => string;
  /** The name of `asyncio.run` in this file; called only where one is written. */
  readonly run?: () => string;
  /**
   * The name of `contextlib.aclosing` (Python 3.10) in this file; called only where one is written. Without it, loops
   * over generators that clean up are refused.
   */
  readonly aclosing?: () => string;
  /**
   * The name of the runtime's `iterate` in this file; called only where one is written. Without it, what cannot run
   * through an asynchronous iterator is refused.
   */
  readonly iterate?: () => string;
}

/** What became of one use. */
export interface PlacedUse {
  readonly use: AsyncUse;
  /**
   * `await` (also inside a comprehension, `async for`, `async with`): native. `wait`: stays a synchronous call or
   * loop, bridged. `run`: the end of a program, which runs a loop for it. `refused`: none of them is possible; nothing
   * was edited for it.
   */
  readonly how: 'await' | 'wait' | 'run' | 'refused';
  /** One sentence for `wait` and `refused`; empty for `await` and `run`. */
  readonly why: string;
}

/** Edits that go together and are needed once, however many uses ask for them. */
export interface Step {
  readonly key: string;
  readonly edits: readonly Edit[];
  /** A `yield from` statement to write as a loop; where the text goes is known only when all blocks are. */
  readonly loop?: Loop;
  /** A loop that has to close what it runs through; likewise. */
  readonly closing?: Closing;
}

/** A statement that goes into a block of its own. */
export interface Enclosed {
  readonly statement: SyntaxNode;
  readonly header: string;
}

/** A `for` statement and what it runs through. */
export interface Closing {
  readonly statement: SyntaxNode;
  readonly iterable: SyntaxNode;
}

/** `yield from iterable` as a statement: the statement, the keywords, the iterable. */
export interface Loop {
  readonly statement: SyntaxNode;
  readonly keywords: Range;
  readonly iterable: SyntaxNode;
  readonly asynchronous: boolean;
}

/** Whether something asynchronous can stand at a place, and what has to happen around it. */
export type Verdict =
  | { readonly possible: true; readonly steps: readonly Step[] }
  | { readonly possible: false; readonly why: string };

/** What all parts of the placement know. */
export interface Context {
  readonly text: string;
  readonly root: SyntaxNode;
  readonly minor: number;
  /** Whether there is a name for `aclosing`. */
  readonly closes: boolean;
  readonly scopes: () => ModuleScope;
  readonly isAsync: (definition: SyntaxNode) => boolean;
  /** Whether what an iterator is given to can take an asynchronous one; asked of comprehensions within others. */
  readonly consume: (iterator: SyntaxNode) => Verdict;
}

/** Nothing around has to change. */
export const READY: Verdict = { possible: true, steps: [] };

/** A place where nothing asynchronous can stand. */
export function impossible(why: string): Verdict {
  return { possible: false, why };
}

/** The verdict with one more step, if it is possible at all. */
export function withStep(verdict: Verdict, step: Step): Verdict {
  return verdict.possible ? { possible: true, steps: [...verdict.steps, step] } : verdict;
}
