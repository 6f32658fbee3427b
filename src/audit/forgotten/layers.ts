/**
 * What stands between an expression and its value: `coroutine` and `future` want an await, `async-generator` an
 * `async for`, `async-manager` an `async with`, `either` an await or `async with`; a `container` holds things that
 * want something, a `manager` gives one when entered. The outermost comes first; none: a plain value.
 */
export type Layer = 'coroutine' | 'future' | 'async-generator' | 'async-manager' | 'either' | 'container' | 'manager';

/** `sure`: it is that whatever happens; else it may be that, or something else, or nobody knows. */
export interface Pending {
  readonly layers: readonly Layer[];
  readonly sure: boolean;
}

export const plain: Pending = { layers: [], sure: true };
export const unknown: Pending = { layers: [], sure: false };

/** One of several: sure only when all agree. */
export function either(all: readonly Pending[]): Pending {
  const [first] = all;
  if (!first) return plain;
  const same = all.every((item) => item.layers.join() === first.layers.join());
  if (same) return { layers: first.layers, sure: all.every((item) => item.sure) };
  const longest = all.reduce((best, item) => (item.layers.length > best.layers.length ? item : best));
  return { layers: longest.layers, sure: false };
}

/** What is left after the outermost layer was taken off by `how`; undefined where that layer wants something else. */
export function peeled(layers: readonly Layer[], how: 'await' | 'for' | 'async-for' | 'with' | 'async-with') {
  const [top, ...rest] = layers;
  if (top === undefined) return undefined;
  const fits: Record<typeof how, readonly Layer[]> = {
    await: ['coroutine', 'future', 'either'],
    for: ['container'],
    'async-for': ['async-generator', 'either'],
    with: ['manager'],
    'async-with': ['async-manager', 'either'],
  };
  return fits[how].includes(top) ? rest : undefined;
}
