import type { Expr, Place } from '../facts.ts';
import type { Endpoint, ProjectFunction } from '../model.ts';
import type { Evaluation } from '../values/evaluation.ts';
import type { Value } from '../values/model.ts';
import { eachExpression, eachPart } from '../values/walk.ts';
import { placeOf } from './places.ts';
import { isTestModule } from '../roles.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** A call that makes a session, and what ends it. */
export interface SessionSite {
  readonly call: Call;
  readonly inside: ProjectFunction;
  readonly place: Place;
  /**
   * `with`: a block. `closed`: `close()` in the same function. `handed-on`: kept, returned, or given to somebody whose
   * doing is not seen. `returned`: a dependency returns it, and FastAPI closes nothing. `never`: it stays here, open.
   */
  readonly end: 'with' | 'closed' | 'handed-on' | 'returned' | 'never';
}

const SESSION = /^(?:sqlalchemy|sqlmodel)\.(?:\w+\.)*(?:Async)?Session$/u;

/** Every session that the project makes outside of tests, scoped ones aside: their registry ends those. */
export function findSessions(ev: Evaluation, endpoints: readonly Endpoint[]): readonly SessionSite[] {
  const dependencies = new Set(endpoints.flatMap((endpoint) => endpoint.dependencies.map(({ function: fn }) => fn)));
  return ev.project.functions
    .filter(({ module, facts }) => !isTestModule(module) && facts.kind !== 'class')
    .flatMap((fn) => sessionsIn(ev, fn, dependencies.has(fn)));
}

function sessionsIn(ev: Evaluation, fn: ProjectFunction, isDependency: boolean): readonly SessionSite[] {
  const calls: Call[] = [];
  eachExpression(fn.facts, (expr) => {
    if (expr.kind === 'call' && makesSession(ev, expr, fn)) calls.push(expr);
  });
  return calls.map((call) => ({
    call,
    inside: fn,
    place: placeOf(fn, call),
    end: endOf(ev, fn, call, isDependency),
  }));
}

/** `Session(engine)`, `SessionLocal()`, and functions of the project that return a new one. */
function makesSession(ev: Evaluation, call: Call, fn: ProjectFunction): boolean {
  const made = [...ev.of(call, fn)];
  if (made.length === 0 || !made.every((value) => isSession(ev, value))) return false;
  return [...ev.of(call.callee, fn)].some((callee) => {
    if (callee.kind === 'function')
      return (
        !callee.function.facts.isGenerator &&
        callee.function.facts.returns.some((expr) => isCallOfSession(ev, expr, callee.function))
      );
    if (callee.kind === 'class') return true;
    if (callee.kind !== 'external' && callee.kind !== 'object') return false;
    const name = callee.name.replace(/\(\)$/u, '');
    return (
      !/scoped_session/u.test(name) &&
      (SESSION.test(name) ||
        name.endsWith('sessionmaker') ||
        ev.types.lineage(name).some((base) => base.endsWith('sessionmaker')))
    );
  });
}

function isCallOfSession(ev: Evaluation, expr: Expr, fn: ProjectFunction): boolean {
  return expr.kind === 'call' && [...ev.of(expr, fn)].some((value) => isSession(ev, value));
}

function isSession(ev: Evaluation, value: Value): boolean {
  if (value.kind === 'instance')
    return ev.classes
      .externalBases(value.class)
      .some((base) => ev.types.lineage(base).some((name) => SESSION.test(name)));
  return value.kind === 'object' && ev.types.lineage(value.name).some((name) => SESSION.test(name));
}

function endOf(ev: Evaluation, fn: ProjectFunction, call: Call, isDependency: boolean): SessionSite['end'] {
  const { facts } = fn;
  if (facts.withs.some(({ context }) => contains(context, call))) return 'with';
  if (isEntered(fn, call)) return 'with';
  const binding = facts.bindings.find(({ value }) => value !== undefined && contains(value, call));
  if (binding && binding.target.kind !== 'name') return 'handed-on';
  const isIt = (expr: Expr) =>
    expr === call || (binding?.target.kind === 'name' && expr.kind === 'name' && expr.id === binding.target.id);
  const scopes = [fn, ...ev.project.functions.filter(({ parent }) => parent === fn)];
  if (scopes.some((scope) => scope.facts.withs.some(({ context }) => someOf(context, isIt)))) return 'with';
  if (scopes.some((scope) => isClosed(scope, isIt))) return 'closed';
  if (facts.returns.some((expr) => isIt(expr) || (expr.kind === 'choice' && expr.of.some(isIt))))
    return isDependency ? 'returned' : 'handed-on';
  if (facts.isGenerator && facts.yields.some(isIt)) return 'never';
  if (scopes.some((scope) => isGivenAway(ev, scope, isIt))) return 'handed-on';
  return 'never';
}

/** `stack.enter_context(SessionLocal())`, `closing(...)` below it. */
function isEntered(fn: ProjectFunction, call: Call): boolean {
  let found = false;
  eachExpression(fn.facts, (expr) => {
    if (expr.kind !== 'call' || expr.callee.kind !== 'attribute') return;
    if (/^(?:enter_context|enter_async_context|push|callback)$/u.test(expr.callee.name))
      found ||= expr.args.some(({ value }) => contains(value, call));
  });
  return found;
}

function isClosed(fn: ProjectFunction, isIt: (expr: Expr) => boolean): boolean {
  let found = false;
  eachExpression(fn.facts, (expr) => {
    if (expr.kind === 'attribute' && /^(?:close|invalidate|close_all)$/u.test(expr.name) && isIt(expr.of)) found = true;
  });
  return found;
}

/** Stored, put into a container, or an argument of something that is not the project's: who has it may close it. */
function isGivenAway(ev: Evaluation, fn: ProjectFunction, isIt: (expr: Expr) => boolean): boolean {
  if (fn.facts.bindings.some(({ target, value }) => target.kind !== 'name' && value !== undefined && isIt(value)))
    return true;
  let found = false;
  eachExpression(fn.facts, (expr) => {
    if (expr.kind === 'collection') found ||= expr.items.some(isIt);
    if (expr.kind !== 'call') return;
    const at = expr.args.findIndex(({ value }) => isIt(value));
    if (at < 0) return;
    const callees = [...ev.of(expr.callee, fn)];
    // A function of the project that is lent the session and does not close it leaves it to us.
    const isLent =
      callees.length > 0 && callees.every((callee) => callee.kind === 'function' && !closesSomething(callee.function));
    if (!isLent) found = true;
  });
  return found;
}

function closesSomething(fn: ProjectFunction): boolean {
  const names = new Set(fn.facts.parameters.map(({ name }) => name));
  const isKept = fn.facts.bindings.some(
    ({ target, value }) => target.kind !== 'name' && value?.kind === 'name' && names.has(value.id),
  );
  const isReturned = fn.facts.returns.some((expr) => expr.kind === 'name' && names.has(expr.id));
  return (
    isKept ||
    isReturned ||
    isClosed(fn, (expr) => expr.kind === 'name' && names.has(expr.id)) ||
    fn.facts.withs.some(({ context }) => someOf(context, (expr) => expr.kind === 'name' && names.has(expr.id)))
  );
}

function contains(expr: Expr, wanted: Expr): boolean {
  return someOf(expr, (part) => part === wanted);
}

function someOf(expr: Expr, matches: (part: Expr) => boolean): boolean {
  let found = false;
  eachPart(expr, (part) => {
    found ||= matches(part);
  });
  return found;
}
