import type { Asked } from './ask.ts';
import type { Call } from './calls.ts';

/** How the answers of two servers relate, call by call. */
export type Relation = 'same' | 'overlap' | 'different' | 'only the first' | 'only the second' | 'neither';

/** The relation of two answers; a failure counts as no answer. */
export function relation(first: readonly string[] = [], second: readonly string[] = []): Relation {
  if (first.length === 0 && second.length === 0) return 'neither';
  if (second.length === 0) return 'only the first';
  if (first.length === 0) return 'only the second';
  if (first.join() === second.join()) return 'same';
  return first.some((callee) => second.includes(callee)) ? 'overlap' : 'different';
}

/** The calls of two servers by relation. */
export function related(calls: readonly Call[], first: Asked, second: Asked): Map<Relation, number[]> {
  const groups = new Map<Relation, number[]>();
  for (const index of calls.keys()) {
    const kind = relation(first.callees[index], second.callees[index]);
    groups.set(kind, [...(groups.get(kind) ?? []), index]);
  }
  return groups;
}

/** A few of many, spread evenly, the same every time. */
export function some<T>(values: readonly T[], count: number): T[] {
  if (values.length <= count) return [...values];
  return Array.from({ length: count }, (_, index) => values[Math.floor((index * values.length) / count)] as T);
}
