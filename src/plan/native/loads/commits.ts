import { surroundingsOf } from '../../../colour/index.ts';
import type { Knowledge } from '../../../knowledge/index.ts';
import {
  eachExpression,
  idOf,
  indexUses,
  isTestModule,
  type Program,
  type ProjectFunction,
} from '../../../program/index.ts';
import type { Says } from './mapped.ts';

/** A place in a function after which objects of its sessions may have expired. */
export interface Point {
  readonly start: number;
  readonly line: number;
  /** What ends the transaction there, for people: `db.commit()`, `record_event`. */
  readonly what: string;
}

/** Where transactions end, and what runs afterwards. */
export interface Commits {
  /** Where a transaction ends in the function, or in what it calls there, in the order of the text. */
  points(fn: ProjectFunction): readonly Point[];
  /** What ended a transaction before the function was called; undefined where nothing did that the text shows. */
  before(fn: ProjectFunction): string | undefined;
}

const ends = /^(?:sqlalchemy|sqlmodel)\b.*\.(?:commit|rollback|expire|expire_all)$/u;
const rollsBack = /\.(?:rollback|expire|expire_all)$/u;
const blocks = /^sqlalchemy\b.*\.(?:begin|begin_nested)$/u;

/** Follows commits and rollbacks through calls: back to whoever calls what commits, and on to whatever is called after. */
export function findCommits(program: Program, knowledge: Knowledge, says: Says): Commits {
  const ev = program.evaluation;
  const around = surroundingsOf(program, knowledge);
  const keeps = keepsOnCommit(program, says);
  const points = new Map<ProjectFunction, Point[]>();
  const callers = new Map<ProjectFunction, { readonly by: ProjectFunction; readonly point: Point }[]>();
  const queue: ProjectFunction[] = [];
  const add = (fn: ProjectFunction, point: Point) => {
    const list = points.get(fn);
    if (list) list.push(point);
    else {
      points.set(fn, [point]);
      queue.push(fn);
    }
  };
  for (const fn of ev.project.functions) {
    // Tests commit before they call anything; a request does not run what they do.
    if (isTestModule(fn.module)) continue;
    for (const { to, place } of around(fn).edges) {
      if (place.file !== fn.module.file) continue;
      const point = { start: place.start, line: place.line, what: to.facts.name };
      const list = callers.get(to);
      if (list) list.push({ by: fn, point });
      else callers.set(to, [{ by: fn, point }]);
    }
    const entered = new Map(fn.facts.withs.map(({ context, body }) => [context, body]));
    eachExpression(fn.facts, (expr) => {
      if (expr.kind !== 'call' || expr.callee.kind !== 'attribute') return;
      const names = [...ev.of(expr.callee, fn)].map((value) => (value.kind === 'external' ? value.name : ''));
      const isOpen = names.every((name) => name === '') && /^(?:commit|rollback)$/u.test(expr.callee.name);
      const isEnd = isOpen || names.some((name) => ends.test(name));
      const isKept = keeps && !rollsBack.test(`.${expr.callee.name}`);
      if (isEnd && !isKept) add(fn, { start: expr.start, line: expr.line, what: `${expr.callee.name}()` });
      const body = entered.get(expr);
      if (body && !keeps && names.some((name) => blocks.test(name)))
        add(fn, { start: body.end, line: expr.line, what: `the end of ${expr.callee.name}()` });
    });
  }
  for (const fn of queue) for (const { by, point } of callers.get(fn) ?? []) add(by, point);
  for (const list of points.values()) list.sort((a, b) => a.start - b.start);
  return { points: (fn) => points.get(fn) ?? [], before: afterwards(program, around, points) };
}

/** No session of the project expires what it holds when it commits. */
function keepsOnCommit({ evaluation: ev }: Program, says: Says): boolean {
  const made = indexUses(ev).calls.filter(({ expr, scope }) => {
    if (scope.module.role !== 'application') return false;
    return [...ev.of(expr.callee, scope)].some(
      (value) =>
        value.kind === 'external' &&
        /^(?:sqlalchemy|sqlmodel|ferryman)\b.*\.(?:Session|AsyncSession|sessionmaker|async_sessionmaker)$/u.test(
          value.name,
        ),
    );
  });
  return (
    made.length > 0 &&
    made.every(({ expr, scope }) =>
      expr.args.some(({ name, value }) => name === 'expire_on_commit' && says(value, scope) === 'False'),
    )
  );
}

function afterwards(
  program: Program,
  around: ReturnType<typeof surroundingsOf>,
  points: ReadonlyMap<ProjectFunction, readonly Point[]>,
): (fn: ProjectFunction) => string | undefined {
  const before = new Map<ProjectFunction, string>();
  const queue: ProjectFunction[] = [];
  const enter = (fn: ProjectFunction, why: string) => {
    if (before.has(fn)) return;
    before.set(fn, why);
    queue.push(fn);
  };
  for (const { function: fn, dependencies, inTests } of program.endpoints) {
    if (inTests) continue;
    for (const [at, { function: dependency }] of dependencies.entries()) {
      const first = dependency?.facts.yields[0]?.start ?? Infinity;
      const point = dependency && points.get(dependency)?.find(({ start }) => start < first);
      if (dependency === undefined || point === undefined) continue;
      const why = `${idOf(dependency)}, a dependency, ends a transaction (${point.what})`;
      for (const later of dependencies.slice(at + 1)) if (later.function) enter(later.function, why);
      enter(fn, why);
    }
  }
  for (const [fn, own] of points)
    for (const { to, place } of around(fn).edges) {
      const point = place.file === fn.module.file ? pointBefore(fn, own, place.start) : undefined;
      if (point) enter(to, `${idOf(fn)} ends a transaction (${point.what}) and calls it`);
    }
  for (const fn of queue) for (const { to } of around(fn).edges) enter(to, before.get(fn) ?? '');
  return (fn) => before.get(fn);
}

/** The last point that may come before an offset: further up, or in a loop around both. */
export function pointBefore(fn: ProjectFunction, points: readonly Point[], at: number): Point | undefined {
  const above = points.findLast(({ start }) => start < at);
  if (above || points.length === 0 || fn.facts.usage.loops.length === 0) return above;
  const isAround = (span: { readonly start: number; readonly end: number }, offset: number) =>
    span.start <= offset && offset < span.end;
  return points.find(({ start }) => fn.facts.usage.loops.some((loop) => isAround(loop, start) && isAround(loop, at)));
}
