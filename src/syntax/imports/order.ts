import { isStandardLibrary } from './stdlib.ts';

/** isort's and ruff's sections, in their order. */
export type Section = 0 | 1 | 2 | 3 | 4;
export const FUTURE = 0;
const STANDARD = 1;
const THIRD_PARTY = 2;
const FIRST_PARTY = 3;
const LOCAL = 4;

/** The section a module belongs to. `firstParty` holds top-level package names of the project. */
export function sectionOf(module: string, firstParty: ReadonlySet<string>): Section {
  if (module.startsWith('.')) return LOCAL;
  const [root = module] = module.split('.');
  if (root === '__future__') return FUTURE;
  if (firstParty.has(root)) return FIRST_PARTY;
  return isStandardLibrary(root) ? STANDARD : THIRD_PARTY;
}

export type Compare<T> = (one: T, other: T) => number;

/** The first order under which a list is sorted; undefined when none, or when the list is too short to tell. */
export function orderOf<T>(list: readonly T[], orders: readonly Compare<T>[]): Compare<T> | undefined {
  if (list.length < 2) return orders[0];
  return orders.find((order) => list.every((item, index) => index === 0 || order(list[index - 1] as T, item) <= 0));
}

/** Orders in use for names in one statement: ruff's and isort's (CONSTANTS, Classes, functions), without case, by code. */
export const nameOrders: readonly Compare<string>[] = [
  (one, other) => rank(one) - rank(other) || natural(one, other),
  natural,
  (one, other) => (one < other ? -1 : one > other ? 1 : 0),
];

function rank(name: string): number {
  if (name.length > 1 && name === name.toUpperCase() && name !== name.toLowerCase()) return 0;
  return /^_*\p{Lu}/u.test(name) ? 1 : 2;
}

/** Without case, digits by value. */
function natural(one: string, other: string): number {
  return compareNatural(one, other) || (one < other ? -1 : one > other ? 1 : 0);
}

/** Code point order of the lower-case forms (`_` before letters), digits by value; locales must not matter. */
function compareNatural(one: string, other: string): number {
  const a = one.toLowerCase().match(/\d+|\D/g) ?? [];
  const b = other.toLowerCase().match(/\d+|\D/g) ?? [];
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (left === right) continue;
    const difference = /^\d/.test(left) && /^\d/.test(right) ? Number(left) - Number(right) : 0;
    return difference || (left < right ? -1 : 1);
  }
  return a.length - b.length;
}

/** What a statement is sorted by. */
export interface StatementKey {
  readonly kind: 'import' | 'from' | 'future';
  readonly module: string;
  /** First name of a `from` statement, and its alias; for statements of one module. */
  readonly first?: { readonly name: string; readonly alias: string | undefined };
}

/** Orders in use for statements of one section: `import` lines first (the default), or by module alone. */
export const statementOrders: readonly Compare<StatementKey>[] = [
  (one, other) => kinds(one, other) || modules(one.module, other.module) || firsts(one, other),
  (one, other) => modules(one.module, other.module) || kinds(one, other) || firsts(one, other),
];

const kinds: Compare<StatementKey> = (one, other) => Number(one.kind !== 'import') - Number(other.kind !== 'import');

const firsts: Compare<StatementKey> = ({ first: one }, { first: other }) => {
  if (one === undefined || other === undefined) return 0;
  const [order] = nameOrders;
  return order?.(one.name, other.name) || natural(one.alias ?? '', other.alias ?? '');
};

/** Relative imports: the furthest first. */
function modules(one: string, other: string): number {
  const dots = (module: string) => /^\.*/.exec(module)?.[0].length ?? 0;
  return dots(other) - dots(one) || natural(one, other);
}
