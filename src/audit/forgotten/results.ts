import {
  type Expr,
  isReadAsAttribute,
  lastName,
  type ProjectClass,
  type ProjectFunction,
  type Value,
} from '../../program/index.ts';
import type { Analysis, Call } from './model.ts';
import { either, type Layer, peeled, type Pending, plain, unknown } from './layers.ts';
import { declaredResult } from './declared.ts';
import { filledValues } from './filled.ts';
import { rewrappers } from './libraries.ts';
import { bindingsNamed, isSeenBy } from './reach.ts';

/** While a decorator's wrapper is looked at: its parameter stands for the decorated function. */
export interface Decorated {
  readonly scope: ProjectFunction;
  readonly id: string;
  readonly gives: Pending;
}

/** What the body of a function gives to its caller, before decorators. */
export function bodyResult(a: Analysis, fn: ProjectFunction, under?: Decorated): Pending {
  const { facts } = fn;
  const all = (exprs: readonly Expr[]) =>
    either(exprs.filter((expr) => expr.kind !== 'literal').map((expr) => valueOf(a, expr, fn, under)));
  if (facts.isGenerator) {
    const delegated = new Set(facts.usage.delegated);
    const whole = facts.yields.filter((expr) => delegated.has(expr)).map((expr) => valueOf(a, expr, fn, under));
    const each = all(facts.yields.filter((expr) => !delegated.has(expr)));
    const given =
      each.layers.length > 0
        ? each.layers
        : (whole.find(({ layers }) => layers[0] === 'container')?.layers.slice(1) ?? []);
    if (facts.isAsync)
      return { layers: ['async-generator', ...(isKept(a, fn, given, under) ? given : [])], sure: true };
    return given.length > 0 ? { layers: ['container', ...given], sure: each.sure } : plain;
  }
  const returned = facts.returns.length > 0 ? all(facts.returns) : plain;
  if (!facts.isAsync)
    return facts.returns.length > 0 || !facts.returnAnnotation ? returned : annotated(facts.returnAnnotation);
  if (!returned.sure || returned.layers.length === 0) return { layers: ['coroutine'], sure: true };
  return { layers: ['coroutine', ...(isKept(a, fn, returned.layers, under) ? returned.layers : [])], sure: true };
}

/** Callers are meant to await what is inside too; if not, it is said where it is made. */
function isKept(a: Analysis, fn: ProjectFunction, inner: readonly Layer[], under: Decorated | undefined): boolean {
  return under !== undefined || (inner[0] !== 'coroutine' && inner[0] !== 'container') || a.consumed(fn, inner);
}

const annotations: Readonly<Record<string, Layer>> = {
  Awaitable: 'coroutine',
  Coroutine: 'coroutine',
  Future: 'future',
  Task: 'future',
  AsyncIterator: 'async-generator',
  AsyncGenerator: 'async-generator',
  AsyncIterable: 'async-generator',
  AsyncContextManager: 'async-manager',
  AbstractAsyncContextManager: 'async-manager',
};

/** A declaration without a body: `def load(self) -> Awaitable[Loan]: ...` */
function annotated(annotation: Expr): Pending {
  const layer = annotations[lastName(annotation.kind === 'subscript' ? annotation.of : annotation)];
  return layer ? { layers: [layer], sure: true } : plain;
}

/** What an expression is; names by the bindings that may reach it. Undecided by depth: a plain value. */
export function valueOf(a: Analysis, expr: Expr, scope: ProjectFunction, under?: Decorated, depth = 0): Pending {
  if (depth > 40) return plain;
  const inner = (part: Expr) => valueOf(a, part, scope, under, depth + 1);
  switch (expr.kind) {
    case 'call':
      return isDecorated(a, expr.callee, scope, under) ? (under?.gives ?? plain) : a.called(expr, scope);
    case 'await':
      return peel(inner(expr.of), 'await');
    case 'choice':
      return either(expr.of.filter((part) => part.kind !== 'literal').map(inner));
    case 'collection': {
      const pending = expr.items.map(inner).find(({ layers }) => layers.length > 0);
      return pending ? { layers: ['container', ...pending.layers], sure: pending.sure } : plain;
    }
    case 'subscript': {
      const of = inner(expr.of);
      return of.layers[0] === 'container' && !isSlice(expr) ? { ...of, layers: of.layers.slice(1) } : of;
    }
    case 'attribute':
      return propertyOf(a, expr, scope);
    case 'name':
      // Below a decorator a name stands for what it decorates there.
      if (under !== undefined) return nameValue(a, expr, scope, under, depth);
      return a.named(expr, () => nameValue(a, expr, scope, under, depth));
    default:
      return plain;
  }
}

export function isSlice(expr: Extract<Expr, { kind: 'subscript' }>): boolean {
  return expr.index.some((part) => part.kind === 'other' && part.type === 'slice');
}

function peel(pending: Pending, how: Parameters<typeof peeled>[1]): Pending {
  const layers = peeled(pending.layers, how);
  return layers ? { layers, sure: pending.sure } : plain;
}

function isDecorated(a: Analysis, callee: Expr, scope: ProjectFunction, under: Decorated | undefined): boolean {
  return (
    under !== undefined &&
    callee.kind === 'name' &&
    callee.id === under.id &&
    a.uses.home(scope, callee.id) === under.scope
  );
}

function nameValue(
  a: Analysis,
  expr: Extract<Expr, { kind: 'name' }>,
  scope: ProjectFunction,
  under: Decorated | undefined,
  depth: number,
): Pending {
  const home = a.uses.home(scope, expr.id);
  if (!home) return plain;
  const found: Pending[] = [];
  for (const { target, value, how } of bindingsNamed(home, expr.id)) {
    if (how === 'augment' || !value || value.kind === 'literal') continue;
    const span = { ...target, end: how === 'assign' ? value.end : target.end };
    if (!isSeenBy(a.uses, home, expr.id, span, expr)) continue;
    const whole = valueOf(a, value, home, under, depth + 1);
    const isAsync = a.uses.isAsyncIterated(value);
    const entered = home.facts.withs.find((item) => item.context === value);
    if (how === 'assign') found.push(whole);
    else if (how === 'element') found.push(peel(whole, isAsync ? 'async-for' : 'for'));
    else found.push(peel(whole, entered?.isAsync ? 'async-with' : 'with'));
  }
  return either(found);
}

/** A property that gives a coroutine: `await ferry.berth`. */
export function propertyOf(a: Analysis, expr: Extract<Expr, { kind: 'attribute' }>, scope: ProjectFunction): Pending {
  const methods = a.ev.project.methodsNamed(expr.name).filter((method) => isReadAsAttribute(a.ev, method));
  if (methods.length === 0) return plain;
  const found = [...a.ev.of(expr.of, scope)].map((value): Pending => {
    if (value.kind === 'unknown') return unknown;
    if (value.kind !== 'instance') return plain;
    const owner = a.ev.classes.order(value.class).find((cls) => cls.methods.has(expr.name));
    const own = owner?.methods.get(expr.name)?.find((method) => methods.includes(method));
    return own ? a.result(own) : plain;
  });
  return either(found);
}

/** What a call gives, by everything its callee may be. */
export function callResult(a: Analysis, call: Call, scope: ProjectFunction): Pending {
  const { callee } = call;
  const declared = declaredResult(a, callee, scope);
  if (callee.kind === 'attribute' && /^(?:__anext__|asend|athrow|aclose)$/u.test(callee.name)) {
    const of = a.value(callee.of, scope);
    if (of.layers[0] === 'async-generator') return { layers: ['coroutine'], sure: of.sure };
  }
  const isTold = a.ev.isTold(callee);
  const seen = [...a.ev.of(callee, scope)].filter((value) => !isTold || value.kind !== 'unknown');
  const filled = seen.some(({ kind }) => kind === 'unknown') ? filledValues(a, callee, scope) : [];
  const values = filled.length > 0 ? filled : seen;
  if (declared) {
    const known = values.flatMap((value) => (value.kind === 'function' ? [a.result(value.function)] : []));
    return either([{ layers: [declared], sure: true }, ...known]);
  }
  if (values.length === 0) return unknown;
  return either(possible(values).map((value) => valueResult(a, value, call, scope)));
}

/**
 * Values without those that cannot be: the superset says that `ships[0]` of `ships[0].position()` may be a list, and
 * lists have no `position`; what `abc.ABC` gives to a class has none either.
 */
export function possible(values: readonly Value[]): readonly Value[] {
  const isKnown = values.some((value) => value.kind === 'function' || value.kind === 'external');
  return values.filter((value) => !isOverload(value) && !(isKnown && isImpossible(value)));
}

function isImpossible(value: Value): boolean {
  if (value.kind !== 'external') return false;
  if (/^(?:abc\.ABC|typing(?:_extensions)?\.(?:Generic|Protocol))\.(?!register$)[a-z]/u.test(value.name)) return true;
  return value.name.startsWith('builtins.list.') && !containerMethods.has(value.name.slice('builtins.list.'.length));
}

const containerMethods = new Set(
  `append extend insert remove pop clear index count sort reverse copy get items keys values popitem setdefault update
  add discard union intersection difference popleft appendleft rotate most_common elements send throw close`.split(
    /\s+/u,
  ),
);

function isOverload(value: Value): boolean {
  return value.kind === 'function' && value.function.facts.decorators.some((expr) => lastName(expr) === 'overload');
}

function valueResult(a: Analysis, value: Value, call: Call, scope: ProjectFunction): Pending {
  switch (value.kind) {
    case 'function': {
      const result = a.result(value.function);
      return a.isWrappedElsewhere(value.function) ? { ...result, sure: false } : result;
    }
    case 'instance': {
      const members = [...a.ev.member(value.class, '__call__', 'instance')];
      return either(members.map((member) => (member.kind === 'function' ? a.result(member.function) : unknown)));
    }
    case 'class':
      return awaitableOf(a, value.class);
    case 'external':
      return externalResult(a, value.name, call, scope);
    case 'unknown':
    case 'some-member':
      return unknown;
    default:
      return plain;
  }
}

/**
 * An object whose class has `__await__`. Where that is all it is good for it wants an await; with methods of its own it
 * may be used without one.
 */
function awaitableOf(a: Analysis, cls: ProjectClass): Pending {
  const order = a.ev.classes.order(cls);
  if (!order.some(({ methods }) => methods.has('__await__'))) return plain;
  const names = order.flatMap(({ methods }) => [...methods.keys()]);
  const layer: Layer = names.some((name) => name === '__aenter__' || name === '__aiter__') ? 'either' : 'coroutine';
  const bases = a.ev.classes.externalBases(cls);
  const isKnown = bases.every((base) => /^(?:builtins\.object|abc\.ABC|(?:typing|collections\.abc)\.\w+)$/u.test(base));
  return { layers: [layer], sure: isKnown && !names.some((name) => !name.startsWith('_')) };
}

function externalResult(a: Analysis, name: string, call: Call, scope: ProjectFunction): Pending {
  // what a field of a dataclass holds is not what `field()` gives
  if (name.startsWith('dataclasses.field().')) return unknown;
  const positional = call.args.filter((arg) => arg.name === undefined).map((arg) => arg.value);
  if (name === 'builtins.map' && positional[0]) {
    const each = functionResult(a, positional[0], scope);
    return each.layers.length > 0 ? { layers: ['container', ...each.layers], sure: each.sure } : plain;
  }
  if (/^typing(?:_extensions)?\.cast$/u.test(name) && positional[1]) return a.value(positional[1], scope);
  if (name === 'contextlib.aclosing' && positional[0]) {
    const given = a.value(positional[0], scope);
    return given.layers[0] === 'async-generator' ? { ...given, layers: ['async-manager', ...given.layers] } : plain;
  }
  if (rewrappers.test(name) && positional[0]) {
    const given = a.value(positional[0], scope);
    return given.layers[0] === 'container' ? given : plain;
  }
  const layer = a.knowledge.awaitable(name);
  return layer ? { layers: [layer], sure: true } : plain;
}

/** What calling the value of an expression gives, where that value is functions of the project and nothing else. */
export function functionResult(a: Analysis, expr: Expr, scope: ProjectFunction): Pending {
  const values = [...a.ev.of(expr, scope)];
  if (values.length === 0 || values.some((value) => value.kind !== 'function')) return plain;
  return either(values.map((value) => (value.kind === 'function' ? a.result(value.function) : plain)));
}
