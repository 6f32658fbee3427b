import {
  eachExpression,
  type Evaluation,
  type Expr,
  type ProjectFunction,
  spell,
  type Use,
  type Uses,
} from '../../program/index.ts';
import { type Escape, findHanded } from './handed.ts';
import { mappedFunctions } from './mapped.ts';
import { keeps, looks, takesBoth } from './tables.ts';
import { readByDecorators } from './wrappers.ts';

export type { Escape } from './handed.ts';

/**
 * Functions whose values reach code outside the project that calls them, or where nobody knows what becomes of them.
 * Values that stay inside are followed by the evaluation: the calls they end in are calls like any other.
 */
export function findEscapes(ev: Evaluation, uses: Uses): ReadonlyMap<ProjectFunction, Escape> {
  const found = new Map(findHanded(ev, uses));
  for (const scope of ev.project.functions) {
    const decorators = new Set([...scope.facts.functions, ...scope.facts.classes].flatMap((inner) => inner.decorators));
    eachMention(ev, scope, (expr, fn) => {
      if (found.has(fn)) return;
      for (const use of uses.of(expr)) {
        const why =
          decorators.has(expr) && !isLook(ev, expr, scope)
            ? 'it is used as a decorator'
            : problemOf(ev, uses, use, scope);
        if (why === undefined) continue;
        found.set(fn, { function: fn, expr, scope, why });
        return;
      }
    });
  }
  for (const { function: fn, read } of readByDecorators(ev, uses)) {
    const why = uses
      .of(read.expr)
      .map((use) => problemOf(ev, uses, use, read.scope))
      .find((each) => each !== undefined);
    if (why !== undefined && !found.has(fn)) found.set(fn, { function: fn, expr: read.expr, scope: read.scope, why });
  }
  return found;
}

/** `@wraps(function)`: what it gives is not the function, whatever it was given. */
function isLook(ev: Evaluation, expr: Expr, scope: ProjectFunction): boolean {
  if (expr.kind !== 'call') return false;
  const callees = [...ev.of(expr.callee, scope)];
  return callees.length > 0 && callees.every((value) => value.kind === 'external' && looks.test(value.name));
}

function eachMention(ev: Evaluation, scope: ProjectFunction, visit: (expr: Expr, fn: ProjectFunction) => void): void {
  eachExpression(scope.facts, (expr, isCallee) => {
    if (isCallee || (expr.kind !== 'name' && expr.kind !== 'attribute' && expr.kind !== 'call')) return;
    for (const value of ev.of(expr, scope))
      if (value.kind === 'function' && value.function.facts.kind === 'function') visit(expr, value.function);
  });
}

/** Why this use of a function's value may call it synchronously. */
function problemOf(ev: Evaluation, uses: Uses, use: Use, scope: ProjectFunction): string | undefined {
  if (use.kind === 'bound') return keptBy(ev, use.binding.target, scope);
  if (use.kind === 'part' && use.parent.kind === 'choice')
    return uses
      .of(use.parent)
      .map((outer) => problemOf(ev, uses, outer, scope))
      .find((why) => why !== undefined);
  if (use.kind !== 'argument') return undefined;
  // What the builtin calls is a site of its own.
  if (use.argument.value === use.parent.args[0]?.value && mappedFunctions(ev, use.parent, scope).length > 0)
    return undefined;
  const callees = [...ev.of(use.parent.callee, scope)];
  const unknown = `nobody knows what ${spell(use.parent.callee)} does with it`;
  if (callees.length === 0) return unknown;
  for (const value of callees) {
    if (value.kind === 'unknown') return unknown;
    const name = value.kind === 'external' ? value.name : value.kind === 'object' ? `${value.name}.__call__` : '';
    // An element of what `reversed` gives: the evaluation has it beside what it really is.
    const isElement = /^builtins\.\w+\(\)\./u.test(name) && callees.length > 1;
    if (name !== '' && !isElement && ![looks, keeps, takesBoth].some((known) => known.test(name)))
      return `${name} may call it synchronously`;
  }
  return undefined;
}

/** `warnings.showwarning = show`: a library finds it there, and calls it. */
function keptBy(ev: Evaluation, target: Expr, scope: ProjectFunction): string | undefined {
  if (target.kind !== 'attribute' && target.kind !== 'subscript') return undefined;
  for (const value of ev.of(target.of, scope)) {
    const name = value.kind === 'external' || value.kind === 'object' ? value.name : '';
    if (name === '' || name.startsWith('builtins.') || takesBoth.test(name)) continue;
    return `${name} may call it synchronously`;
  }
  return undefined;
}
