import type { Expr } from '../facts.ts';
import type { ProjectFunction } from '../model.ts';

/** Something is put into a container: `jobs.append(f)`, `rules["fog"] = f`. */
export interface Fill {
  /** The name or attribute that holds the container, `handlers` of `handlers.setdefault(event, []).append(f)`. */
  readonly into: Extract<Expr, { kind: 'name' | 'attribute' }>;
  readonly value: Expr;
  /** `item`: it becomes an element. `all`: its elements become elements. */
  readonly how: 'item' | 'all';
  /** In a container that is itself an element. */
  readonly isNested: boolean;
}

const adding: Readonly<Record<string, { readonly at: number; readonly how: Fill['how'] }>> = {
  append: { at: 0, how: 'item' },
  appendleft: { at: 0, how: 'item' },
  add: { at: 0, how: 'item' },
  put: { at: 0, how: 'item' },
  put_nowait: { at: 0, how: 'item' },
  insert: { at: 1, how: 'item' },
  setdefault: { at: 1, how: 'item' },
  __setitem__: { at: 1, how: 'item' },
  extend: { at: 0, how: 'all' },
  extendleft: { at: 0, how: 'all' },
  update: { at: 0, how: 'all' },
};

/** What a call puts into the container that its method belongs to. */
export function fillsOfCall(call: Extract<Expr, { kind: 'call' }>): readonly Fill[] {
  const { callee, args } = call;
  const way = callee.kind === 'attribute' && Object.hasOwn(adding, callee.name) ? adding[callee.name] : undefined;
  if (callee.kind !== 'attribute' || way === undefined) return [];
  const container = containerOf(callee.of);
  if (!container) return [];
  const value = args.filter((arg) => arg.name === undefined)[way.at]?.value;
  const named = callee.name === 'update' ? args.filter((arg) => arg.name !== undefined) : [];
  return [
    ...(value ? [{ ...container, value, how: way.how }] : []),
    ...named.map((arg) => ({
      ...container,
      value: arg.value,
      how: arg.name === '**' ? ('all' as const) : ('item' as const),
    })),
  ];
}

/** What `container[key] = value` puts there. */
export function fillsOfBindings(scope: ProjectFunction): readonly Fill[] {
  return scope.facts.bindings.flatMap(({ target, value }) => {
    if (target.kind !== 'subscript' || !value) return [];
    const container = containerOf(target.of);
    return container ? [{ ...container, value, how: 'item' as const }] : [];
  });
}

function containerOf(expr: Expr, isNested = false): Pick<Fill, 'into' | 'isNested'> | undefined {
  if (expr.kind === 'name' || expr.kind === 'attribute') return { into: expr, isNested };
  if (expr.kind === 'subscript') return containerOf(expr.of, true);
  if (expr.kind === 'call' && expr.callee.kind === 'attribute') return containerOf(expr.callee.of, true);
  return undefined;
}
