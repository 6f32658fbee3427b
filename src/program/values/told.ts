import type { Expr } from '../facts.ts';
import type { ProjectClass, ProjectFunction } from '../model.ts';
import type { Evaluation } from './evaluation.ts';
import type { Values } from './model.ts';

/** One thing that an expression is, by somebody else's word: a language server's. */
export type Known =
  | { readonly kind: 'function'; readonly function: ProjectFunction; readonly bound: boolean }
  | { readonly kind: 'class'; readonly class: ProjectClass }
  /** A module, class, function or method outside the project by its dotted name. */
  | { readonly kind: 'external'; readonly name: string };

export interface Told {
  readonly known: readonly Known[];
  /** The expression is nothing else than these. */
  readonly isWhole: boolean;
}

/** What was told of expressions that the project's text leaves open. */
export type Hints = ReadonlyMap<Expr, Told>;

export const noHints: Hints = new Map();

/**
 * The values of what was told. A method stands for its family: whoever names a base may hold a derived class. What was
 * told only adds to what values are, it never takes `unknown` away: types are declared, not enforced.
 */
export function toldValues(ev: Evaluation, { known }: Told): Values {
  const { pool } = ev;
  return new Set(
    known.flatMap((item) => {
      switch (item.kind) {
        case 'function': {
          const { owner, facts } = item.function;
          const family = owner ? [...ev.member(owner, facts.name, 'instance')] : [];
          return [pool.function(item.function, item.bound), ...family];
        }
        case 'class':
          return [pool.class(item.class, true)];
        case 'external':
          return [pool.external(item.name)];
      }
    }),
  );
}
