import {
  type Evaluation,
  type Expr,
  eachPart,
  indexUses,
  type Program,
  type ProjectFunction,
  type Read,
  spell,
} from '../../../program/index.ts';
import type { Remainder } from '../model.ts';
import { type Commits, pointBefore } from './commits.ts';
import type { Mapping } from './mapped.ts';
import { isCalled, meantBy, type OnLoop, readsIn, spot } from './reads.ts';
import { fieldReads, modelReads } from './responses.ts';

interface Expired extends Read {
  readonly of: Expr;
  readonly name: string;
  readonly cls: string;
  readonly because: string;
}

/**
 * Reads of mapped attributes after a commit or rollback, which load the object again: one remainder for each object of a
 * function, and one for each attribute of objects that nobody knows. A refresh, or a query that gives the object, in
 * between ends it.
 */
export function expiredReads(
  program: Program,
  mapping: Mapping,
  isOnLoop: OnLoop,
  commits: Commits,
): readonly Remainder[] {
  const ev = program.evaluation;
  const certain = new Map<string, Expired[]>();
  const possible = new Map<string, Expired[]>();
  for (const { expr, of, name, scope } of readsIn(ev)) {
    if (!mapping.names.has(name) || !isOnLoop(scope)) continue;
    const because = expiredBefore(ev, commits, of, expr.start, scope);
    if (because === undefined) continue;
    const meant = meantBy(ev, mapping.named(name), of, scope);
    if (meant.kind === 'none' || isCalled(ev, expr)) continue;
    const owner = meant.kind === 'these' ? meant.of : undefined;
    const read = { expr, scope, of, name, cls: owner?.facts.name ?? '', because };
    const key = owner ? `${scope.id} ${spell(of)}` : name;
    push(owner ? certain : possible, key, read);
  }
  return [
    ...[...certain.values()].map(told),
    ...[...possible].map(([name, reads]) => maybe(name, reads)),
    ...models(program, mapping, isOnLoop, commits),
  ];
}

/** Why the object may have expired when it is read there; undefined where nothing says so. */
function expiredBefore(
  ev: Evaluation,
  commits: Commits,
  of: Expr,
  at: number,
  scope: ProjectFunction,
): string | undefined {
  const holder = holderOf(scope);
  const point = pointBefore(holder, commits.points(holder), at);
  const before = commits.before(holder);
  if (point === undefined && before === undefined) return undefined;
  const from = point && point.start < at ? point.start : -1;
  if (isLoadedBetween(ev, of, from, at, holder)) return undefined;
  return point ? `after ${point.what} in line ${point.line}` : `${before ?? ''}`;
}

/** The function whose body runs it: lambdas run later, and somewhere else, but nothing better is known of them. */
function holderOf(scope: ProjectFunction): ProjectFunction {
  return scope.facts.kind === 'lambda' && scope.parent ? holderOf(scope.parent) : scope;
}

const loads = /^(?:sqlalchemy|sqlmodel)\b/u;

/** `db.refresh(loan)`, or `loan = db.get(...)`, `loan = Loan(...)` stands between the two. */
function isLoadedBetween(ev: Evaluation, of: Expr, from: number, to: number, scope: ProjectFunction): boolean {
  const root = rootOf(of);
  if (root === undefined) return false;
  const isBetween = ({ start, end }: Expr) => from < start && end <= to;
  const isMade = (value: Expr): boolean => {
    let found = false;
    eachPart(value, (part) => {
      if (part.kind !== 'call') return;
      found ||= [...ev.of(part.callee, scope)].some(
        ({ kind, ...value }) => kind === 'class' || (kind === 'external' && 'name' in value && loads.test(value.name)),
      );
    });
    return found;
  };
  const isBound = scope.facts.bindings.some(
    ({ target, value, how }) =>
      how === 'assign' && target.kind === 'name' && target.id === root && value && isBetween(value) && isMade(value),
  );
  if (isBound) return true;
  return (
    of.kind === 'name' &&
    refreshes(ev).some(({ expr, id, scope: at }) => at === scope && id === root && isBetween(expr))
  );
}

interface Refresh {
  readonly expr: Expr;
  readonly id: string;
  readonly scope: ProjectFunction;
}

const refreshed = new WeakMap<Evaluation, readonly Refresh[]>();

/** `db.refresh(loan)` anywhere in the project. */
function refreshes(ev: Evaluation): readonly Refresh[] {
  const known =
    refreshed.get(ev) ??
    indexUses(ev).calls.flatMap(({ expr, scope }): Refresh[] => {
      const given = expr.args[0]?.value;
      const isRefresh = expr.callee.kind === 'attribute' && expr.callee.name === 'refresh';
      return isRefresh && given?.kind === 'name' ? [{ expr, id: given.id, scope }] : [];
    });
  refreshed.set(ev, known);
  return known;
}

function rootOf(expr: Expr): string | undefined {
  if (expr.kind === 'name') return expr.id;
  return expr.kind === 'attribute' || expr.kind === 'subscript' ? rootOf(expr.of) : undefined;
}

function told(reads: readonly Expired[]): Remainder {
  const [first] = reads;
  if (first === undefined) throw new TypeError('a group of reads has a first one');
  const { expr, scope, of, cls, because } = first;
  const names = [...new Set(reads.map(({ name }) => name))];
  const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  return {
    kind: 'expired',
    file: scope.module.file,
    line: expr.line,
    what: `columns of ${cls}`,
    why: `${spot(scope)} reads ${shown} of ${spell(of)}: ${because}`,
    places: placesOf(reads),
  };
}

function maybe(name: string, reads: readonly Expired[]): Remainder {
  const [first] = reads;
  const places = placesOf(reads);
  return {
    kind: 'expired',
    file: first?.scope.module.file ?? '',
    line: first?.expr.line ?? 0,
    what: `${name} of objects nobody knows`,
    why: `possibly a column, read in ${places.length} ${places.length === 1 ? 'place' : 'places'} after a commit or rollback`,
    places,
  };
}

/** Models that read their fields off objects that may have expired. */
function models(program: Program, mapping: Mapping, isOnLoop: OnLoop, commits: Commits): readonly Remainder[] {
  const ev = program.evaluation;
  return modelReads(program, mapping, isOnLoop).flatMap(
    ({ model, objects, scope, line, endpoint, given }): Remainder[] => {
      const isExpired = given.some(({ expr, at }) => expiredBefore(ev, commits, expr, at, scope) !== undefined);
      const reads = isExpired ? fieldReads(ev, mapping, model, objects) : [];
      const [first] = reads;
      if (first === undefined) return [];
      const by = endpoint ? `the response model ${model.facts.name}` : `the model ${model.facts.name}`;
      return [
        {
          kind: 'expired',
          file: scope.module.file,
          line,
          what: `columns of ${objects[0]?.facts.name ?? first.attribute.owner.facts.name}`,
          why: `${by} reads them after a commit or rollback`,
        },
      ];
    },
  );
}

function placesOf(reads: readonly Expired[]): readonly string[] {
  return [...new Set(reads.map(({ expr, scope }) => `${scope.module.file}:${expr.line}`))];
}

function push<K, V>(into: Map<K, V[]>, key: K, value: V): void {
  const list = into.get(key);
  if (list) list.push(value);
  else into.set(key, [value]);
}
