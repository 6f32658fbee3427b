import type { Expr, ProjectFunction, Span, Use } from '../../program/index.ts';
import { isBare, protocol } from './follow.ts';
import type { Layer } from './layers.ts';
import type { Analysis } from './model.ts';
import { readsOf } from './reach.ts';

/**
 * The first place in the function itself at which a coroutine is asked for an attribute or an item that it has not, or
 * stored into. That raises whoever else gets the coroutine. Undefined where the same names are awaited or looked at
 * too: which of both happens is a matter of the way through the function.
 */
export function raisesNearby(
  a: Analysis,
  expr: Expr,
  scope: ProjectFunction,
  layers: readonly Layer[],
): Expr | undefined {
  if (!isBare(layers[0])) return undefined;
  const own = protocol[layers[0] ?? 'coroutine'];
  const places: Expr[] = [];
  const seen = new Set<Expr>();
  let isDecided = true;
  const look = (use: Use, at: Expr): void => {
    switch (use.kind) {
      case 'filled':
        places.push(at);
        return;
      case 'part':
        if (use.parent.kind === 'await') isDecided = false;
        else if (use.parent.kind === 'attribute') {
          if (own?.test(use.parent.name) || use.parent.name.startsWith('__')) isDecided = false;
          else places.push(use.parent);
        } else if (use.parent.kind === 'subscript' && use.parent.of === at) places.push(use.parent);
        else if (use.parent.kind === 'choice') spread(use.parent);
        return;
      case 'argument':
        if (a.ev.of(use.parent.callee, scope).size === 0 || looksAtKind(a, use.parent.callee, scope)) isDecided = false;
        return;
      case 'bound':
        if (use.binding.how === 'assign' && use.binding.target.kind === 'name') names(use.binding.target, at);
        return;
      case 'entered':
      case 'yielded':
        isDecided = false;
        return;
      default:
        return;
    }
  };
  const spread = (at: Expr): void => {
    if (seen.has(at)) return;
    seen.add(at);
    for (const use of a.uses.of(at)) look(use, at);
  };
  const names = (target: Extract<Expr, { kind: 'name' }>, value: Expr): void => {
    const home = a.uses.home(scope, target.id) ?? scope;
    if (home !== scope || scope.facts.kind !== 'function') return;
    const span: Span = { ...target, end: value.end };
    for (const read of readsOf(a.uses, home, target.id, span)) {
      if (read.scope === scope) spread(read.expr);
      else if (a.uses.of(read.expr).some((use) => use.kind === 'part' && use.parent.kind === 'await'))
        isDecided = false;
    }
  };
  spread(expr);
  return isDecided ? places.sort((one, other) => one.start - other.start)[0] : undefined;
}

/** `inspect.iscoroutine(answer)`, `isinstance(answer, Awaitable)`, `hasattr(answer, "title")`. */
function looksAtKind(a: Analysis, callee: Expr, scope: ProjectFunction): boolean {
  return [...a.ev.of(callee, scope)].some(
    (value) =>
      value.kind === 'unknown' ||
      (value.kind === 'external' &&
        /^(?:inspect\.|asyncio\.(?:\w+\.)*is|builtins\.(?:isinstance|hasattr|type|callable|getattr)$)/u.test(
          value.name,
        )),
  );
}
