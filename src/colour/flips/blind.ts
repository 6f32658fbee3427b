import {
  eachExpression,
  type Evaluation,
  type Expr,
  isTestModule,
  type ProjectFunction,
  type Use,
  type Uses,
  type Value,
  valueTargets,
} from '../../program/index.ts';
import { mappedFunctions } from './mapped.ts';
import type { Call } from './model.ts';
import { holdsValues } from './tables.ts';
import { readByDecorators } from './wrappers.ts';

/** Functions that are kept as values where nobody can follow them any further. */
export interface Loose {
  /** Whether a call in this scope of something unknown may be a call of the function. */
  has(fn: ProjectFunction, scope: ProjectFunction): boolean;
  readonly all: readonly ProjectFunction[];
}

/** Elements of displays and containers, what generators yield, and all that a module may look up in its `globals()`. */
export function findLoose(ev: Evaluation, uses: Uses): Loose {
  const inApplication = new Set<ProjectFunction>();
  const inTests = new Set<ProjectFunction>();
  for (const scope of ev.project.functions) {
    const found = isTestModule(scope.module) ? inTests : inApplication;
    eachExpression(scope.facts, (expr, isCallee) => {
      for (const fn of inNamespace(ev, expr, scope)) found.add(fn);
      if (isCallee || (expr.kind !== 'name' && expr.kind !== 'attribute' && expr.kind !== 'call')) return;
      const kept = [...ev.of(expr, scope)].flatMap((value) => calledAs(ev, value)).filter((fn) => !found.has(fn));
      if (kept.length === 0 || !uses.of(expr).some((use) => isLost(ev, uses, use, scope))) return;
      for (const fn of kept) found.add(fn);
    });
  }
  for (const { function: fn, read } of readByDecorators(ev, uses))
    if (uses.of(read.expr).some((use) => isLost(ev, uses, use, read.scope)))
      (isTestModule(read.scope.module) ? inTests : inApplication).add(fn);
  return {
    has: (fn, scope) => inTests.has(fn) || (!isTestModule(scope.module) && inApplication.has(fn)),
    all: [...new Set([...inApplication, ...inTests])],
  };
}

/** What calling the value runs. */
function calledAs(ev: Evaluation, value: Value): readonly ProjectFunction[] {
  if (value.kind === 'function') return value.function.facts.kind === 'function' ? [value.function] : [];
  return value.kind === 'instance' ? valueTargets(ev, [value]).map((target) => target.function) : [];
}

/** `globals()`, `locals()`, `vars(desk)`, `desk.__dict__`, `getattr(desks, name)`: all that can be taken out of it. */
function inNamespace(ev: Evaluation, expr: Expr, scope: ProjectFunction): readonly ProjectFunction[] {
  if (expr.kind === 'attribute') return expr.name === '__dict__' ? membersOf(ev, expr.of, scope) : [];
  if (expr.kind !== 'call' || expr.callee.kind !== 'name') return [];
  const { id } = expr.callee;
  if (id === 'getattr') return lookedUp(ev, expr, scope);
  if (!/^(?:globals|locals|vars)$/u.test(id) || !ev.of(expr.callee, scope).has(ev.pool.external(`builtins.${id}`)))
    return [];
  const [first] = expr.args;
  if (first) return membersOf(ev, first.value, scope);
  const isIn = (fn: ProjectFunction) =>
    fn.parent === scope || (id === 'globals' && fn.module === scope.module && fn.parent?.facts.kind === 'module');
  return ev.project.functions.filter((fn) => fn.facts.kind === 'function' && isIn(fn));
}

/** `getattr(harbour, action)` of a module; members of objects and classes are known to be some of theirs. */
function lookedUp(ev: Evaluation, { args, callee }: Call, scope: ProjectFunction): readonly ProjectFunction[] {
  const [of, name] = args;
  if (
    of === undefined ||
    name?.value.kind === 'string' ||
    !ev.of(callee, scope).has(ev.pool.external('builtins.getattr'))
  )
    return [];
  const isModule = [...ev.of(of.value, scope)].some(({ kind }) => kind === 'module');
  return isModule ? membersOf(ev, of.value, scope) : [];
}

function membersOf(ev: Evaluation, of: Expr, scope: ProjectFunction): readonly ProjectFunction[] {
  return [...ev.of(of, scope)].flatMap((value) => {
    if (value.kind === 'class' || value.kind === 'instance')
      return [...ev.classes.order(value.class), ...ev.classes.subclasses(value.class)].flatMap((cls) =>
        [...cls.methods.values()].flat(),
      );
    if (value.kind !== 'module') return [];
    return ev.project.functions.filter((fn) => fn.module === value.module && fn.parent?.facts.kind === 'module');
  });
}

/** The value goes where the evaluation does not tell one from another. */
function isLost(ev: Evaluation, uses: Uses, use: Use, scope: ProjectFunction): boolean {
  switch (use.kind) {
    case 'part':
      if (use.parent.kind === 'choice') return uses.of(use.parent).some((outer) => isLost(ev, uses, outer, scope));
      if (use.parent.kind === 'other') return !looking.has(use.parent.type);
      return use.parent.kind !== 'await' && use.parent.kind !== 'attribute';
    case 'yielded':
      return true;
    case 'bound': {
      const { target } = use.binding;
      // Attributes of objects are followed; those of functions are not.
      if (target.kind === 'attribute') return [...ev.of(target.of, scope)].some(({ kind }) => kind === 'function');
      return target.kind !== 'name';
    }
    case 'argument':
      if (use.argument === use.parent.args[0] && mappedFunctions(ev, use.parent, scope).length > 0) return false;
      return [...ev.of(use.parent.callee, scope)].some(
        (value) => value.kind === 'external' && holdsValues.test(value.name),
      );
    default:
      return false;
  }
}

/** Expressions that look at their parts and do not hand them on. */
const looking: ReadonlySet<string> = new Set(['comparison_operator', 'not_operator', 'str']);

/** The value may be anything: it stands for what the evaluation could not tell. */
function isOpen(value: Value): boolean {
  if (value.kind === 'unknown' || value.kind === 'some-member') return true;
  // Nobody calls a string or what `zip` gives: an element of it was meant.
  return value.kind === 'object' && /^(?:builtins|itertools|collections)\./u.test(value.name);
}

/** What has attributes that the project may set. */
const owners: ReadonlySet<Value['kind']> = new Set(['instance', 'class', 'function', 'module']);

/** Nobody can be sure what the callee is. For an attribute: although its receiver is known. */
export function isUncertain(ev: Evaluation, call: Call, scope: ProjectFunction): boolean {
  if (ev.isTold(call.callee)) return false;
  const values = [...ev.of(call.callee, scope)];
  // A container is never called: it stands beside its elements where a slice may have been meant.
  const callable = values.filter(({ kind }) => kind !== 'many');
  if (callable.length > 0 && !callable.some(isOpen)) return false;
  if (call.callee.kind !== 'attribute') return true;
  const receivers = [...ev.of(call.callee.of, scope)];
  return receivers.length > 0 && receivers.every(({ kind }) => owners.has(kind));
}

/** What an uncertain call may run that no name tells: members that are looked up, and functions kept as values. */
export function blindTargets(
  ev: Evaluation,
  call: Call,
  scope: ProjectFunction,
  loose: Loose,
): readonly ProjectFunction[] {
  if (!isUncertain(ev, call, scope)) return [];
  const members = [...ev.of(call.callee, scope)].flatMap((value) =>
    value.kind === 'some-member'
      ? [...ev.classes.order(value.class), ...ev.classes.subclasses(value.class)].flatMap((cls) =>
          [...cls.methods.values()].flat(),
        )
      : [],
  );
  return [...members, ...insideWrappers(ev, call, scope), ...loose.all.filter((fn) => loose.has(fn, scope))];
}

/** `lend.__wrapped__(book)`: what `functools.wraps` keeps of the function below. */
function insideWrappers(ev: Evaluation, call: Call, scope: ProjectFunction): readonly ProjectFunction[] {
  if (call.callee.kind !== 'attribute' || !/^__(?:wrapped|func)__$/u.test(call.callee.name)) return [];
  return valueTargets(ev, ev.of(call.callee.of, scope)).map((target) => target.function);
}
