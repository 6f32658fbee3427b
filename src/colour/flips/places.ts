import { type Place, type ProjectFunction, spell } from '../../program/index.ts';
import type { Gives, Site } from './model.ts';

/** What calling the function gives once it is asynchronous. */
export function givesOf(fn: ProjectFunction): Gives {
  const isManager = fn.facts.decorators.some((expr) => /(?:^|\.)(?:async)?contextmanager$/u.test(spell(expr)));
  if (isManager) return 'manager';
  return fn.facts.isGenerator ? 'iterator' : 'coroutine';
}

/** What a site calls, goes through or enters. */
export function calleeOf({ expr }: Site): Site['expr'] {
  return expr.kind === 'call' ? expr.callee : expr;
}

export function placeOf({ scope, expr }: Pick<Site, 'scope' | 'expr'>): Place {
  return spot(scope, expr);
}

/** The place of something in the file of its scope. */
export function spot(scope: ProjectFunction, { line, start, end }: Pick<Place, 'line' | 'start' | 'end'>): Place {
  return { file: scope.module.file, line, start, end };
}

/** The place of a function's definition. */
export function definition(fn: ProjectFunction): Place {
  return spot(fn, fn.facts.span);
}
