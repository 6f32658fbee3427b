import type { Expr } from '../facts.ts';
import type { ProjectClass, ProjectFunction } from '../model.ts';
import { lastName } from './annotations.ts';
import type { Evaluation } from './evaluation.ts';
import { methodForm } from './members.ts';
import type { Value } from './model.ts';
import { isTestModule } from '../roles.ts';

/** A project function that a call may reach. */
export interface Target {
  readonly function: ProjectFunction;
  readonly bound: boolean;
  /** `name`: the receiver is unknown and only the method's name says so. */
  readonly how: 'resolved' | 'name';
}

const constructors = ['__new__', '__init__', '__post_init__', 'model_post_init'];

/** Every project function a call may run directly: functions, constructors, `__call__`, and methods by name. */
export function callTargets(
  ev: Evaluation,
  call: Extract<Expr, { kind: 'call' }>,
  scope: ProjectFunction,
): readonly Target[] {
  const callees = [...ev.of(call.callee, scope)];
  const targets = [...valueTargets(ev, callees), ...callees.flatMap((value) => madeByMetaclass(ev, value, scope))];
  if (call.callee.kind !== 'attribute') return targets;
  const receivers = ev.of(call.callee.of, scope);
  const blind =
    receivers.has(ev.pool.unknown) || receivers.size === 0 || [...receivers].some((value) => isProtocol(ev, value));
  if (!blind) return targets;
  const resolved = new Set(targets.map((target) => target.function));
  return [...targets, ...methodsByName(ev, call.callee, scope).filter((target) => !resolved.has(target.function))];
}

/** Nobody can tell from the text what the call runs: an unknown callee, or text that is evaluated. */
export function isBlindCall(ev: Evaluation, call: Extract<Expr, { kind: 'call' }>, scope: ProjectFunction): boolean {
  const callees = ev.of(call.callee, scope);
  if ((callees.size === 0 || callees.has(ev.pool.unknown)) && !ev.isTold(call.callee)) return true;
  return [...callees].some((value) => value.kind === 'external' && /^builtins\.(?:eval|exec)$/u.test(value.name));
}

/** What calling any of the values runs: for a decorator, what applying it runs. */
export function valueTargets(ev: Evaluation, values: Iterable<Value>): readonly Target[] {
  return [...values].flatMap((value) => targetsOf(ev, value));
}

/** Whatever has the methods fits a Protocol, without being derived from it. */
function isProtocol(ev: Evaluation, value: Value): boolean {
  if (value.kind !== 'instance') return false;
  return ev.classes.externalBases(value.class).some((base) => /^typing(?:_extensions)?\.Protocol$/u.test(base));
}

function targetsOf(ev: Evaluation, value: Value): readonly Target[] {
  switch (value.kind) {
    case 'function':
      return [value.function, ...registered(ev, value.function)].map((fn) => ({
        function: fn,
        bound: value.bound,
        how: 'resolved',
      }));
    case 'class': {
      const makers = metaclasses(ev, value.class).flatMap((meta) =>
        [...ev.member(meta, '__call__', 'instance')].flatMap((member) =>
          member.kind === 'function' ? [{ function: member.function, bound: true, how: 'resolved' as const }] : [],
        ),
      );
      return makers.length > 0 ? makers : constructors.flatMap((name) => memberTargets(ev, value, name));
    }
    case 'instance':
      return memberTargets(ev, value, '__call__');
    case 'some-member': {
      const classes = [...ev.classes.order(value.class), ...ev.classes.subclasses(value.class)];
      const methods = classes.flatMap((cls) => [...cls.methods.values()].flat());
      return methods.map((method) => ({ function: method, bound: true, how: 'name' }));
    }
    case 'alias':
      return value.expr.kind === 'subscript'
        ? [...ev.of(value.expr.of, value.scope)].flatMap((item) => (item.kind === 'alias' ? [] : targetsOf(ev, item)))
        : [];
    default:
      return [];
  }
}

/** Classes of the project whose instances a class is. */
export function metaclasses(ev: Evaluation, cls: ProjectClass): readonly ProjectClass[] {
  return ev.classes
    .order(cls)
    .flatMap((item) =>
      item.facts.bases
        .filter(({ name }) => name === 'metaclass')
        .flatMap(({ value }) =>
          [...ev.of(value, item.parent)].flatMap((meta) => (meta.kind === 'class' ? [meta.class] : [])),
        ),
    );
}

/** `super().__call__()` in a metaclass makes an instance of any class that has this metaclass. */
function madeByMetaclass(ev: Evaluation, callee: Value, scope: ProjectFunction): readonly Target[] {
  const { owner } = scope;
  if (callee.kind !== 'external' || callee.name !== 'builtins.type.__call__' || !owner) return [];
  const made = ev.project.classes.filter((cls) =>
    metaclasses(ev, cls).some((meta) => ev.classes.order(meta).includes(owner)),
  );
  return made.flatMap((cls) => constructors.flatMap((name) => memberTargets(ev, ev.pool.class(cls), name)));
}

/** Functions registered with a `functools.singledispatch` function: the type of the argument chooses among them. */
function registered(ev: Evaluation, fn: ProjectFunction): readonly ProjectFunction[] {
  if (!fn.facts.decorators.some((expr) => /^singledispatch(?:method)?$/u.test(lastName(expr)))) return [];
  return ev.project.functions.filter((other) =>
    other.facts.decorators.some((expr) => {
      const callee = expr.kind === 'call' ? expr.callee : expr;
      if (callee.kind !== 'attribute' || callee.name !== 'register') return false;
      return [...ev.of(callee.of, other.parent ?? other)].some(
        (value) => value.kind === 'function' && value.function === fn,
      );
    }),
  );
}

/** Constructors are found by Python's order alone, where a call names the class it makes. */
function memberTargets(
  ev: Evaluation,
  value: Extract<Value, { kind: 'class' | 'instance' }>,
  name: string,
): readonly Target[] {
  if (value.kind === 'class') {
    const own = ev.classes.order(value.class).find((cls) => cls.methods.has(name));
    const derived = value.orDerived ? ev.classes.subclasses(value.class) : [];
    const methods = [...(own ? [own] : []), ...derived].flatMap((cls) => cls.methods.get(name) ?? []);
    return methods.map((method) => ({ function: method, bound: true, how: 'resolved' }));
  }
  return [...ev.member(value.class, name, 'instance')].flatMap((member) =>
    member.kind === 'function' ? [{ function: member.function, bound: true, how: 'resolved' as const }] : [],
  );
}

/**
 * Nobody knows the receiver: every method of that name counts, and every module's function (the receiver may be a
 * module), outside of tests. Names that containers, strings, files, queries and sessions have are so common that they
 * only count where the receiver is called like the class or module (`self.loan_cache.get(...)` and `class LoanCache`).
 */
export function methodsByName(
  ev: Evaluation,
  callee: Extract<Expr, { kind: 'attribute' }>,
  scope: ProjectFunction,
): readonly Target[] {
  const fromTest = isTestModule(scope.module);
  const words = commonMethods.has(callee.name) ? new Set(wordsOf(spelling(callee.of))) : undefined;
  const candidates = [...ev.project.methodsNamed(callee.name), ...ev.project.functionsNamed(callee.name)];
  return candidates.flatMap((fn): Target[] => {
    if (isTestModule(fn.module) && !fromTest) return [];
    if (words && !homeWords(fn).some((word) => words.has(word))) return [];
    return [{ function: fn, bound: fn.owner !== undefined && methodForm(fn) !== 'static', how: 'name' }];
  });
}

const homes = new WeakMap<ProjectFunction, readonly string[]>();

/** Words of the name of the class or module that a function belongs to. */
function homeWords(fn: ProjectFunction): readonly string[] {
  let words = homes.get(fn);
  if (words === undefined) {
    words = wordsOf(fn.owner?.facts.name ?? fn.module.name.slice(fn.module.name.lastIndexOf('.') + 1));
    homes.set(fn, words);
  }
  return words;
}

function spelling(expr: Expr): string {
  switch (expr.kind) {
    case 'name':
      return expr.id;
    case 'attribute':
      return `${spelling(expr.of)}_${expr.name}`;
    case 'call':
      return spelling(expr.callee);
    case 'subscript':
    case 'await':
      return spelling(expr.of);
    default:
      return '';
  }
}

function wordsOf(name: string): readonly string[] {
  return name
    .split(/_|(?<=[a-z0-9])(?=[A-Z])/u)
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 2 && word !== 'self');
}

// dict, list, set, str, bytes, file, datetime, Path; SQLAlchemy's Query, Result and Session; logging
const commonMethods = new Set(
  `get items keys values pop popitem setdefault update copy clear fromkeys append extend insert remove sort reverse
  index count add discard union difference intersection join split rsplit strip lstrip rstrip replace startswith endswith
  lower upper title format encode decode find partition splitlines isdigit zfill read write close seek flush readline
  readlines isoformat strftime timestamp date time total_seconds exists filter filter_by all first one one_or_none
  scalar scalars scalar_one scalar_one_or_none execute query commit rollback add_all delete refresh merge order_by limit
  offset where join outerjoin group_by having distinct options subquery label asc desc in_ is_ like ilike fetchone
  fetchall mappings info debug warning error exception critical log group match search sub dict json model_dump
  model_validate`.split(/\s+/u),
);
