import type { Expr, Evaluation, ProjectClass, ProjectFunction, Value } from '../program/index.ts';
import { onlyLookedAt } from './handed-on.ts';
import { type Standing, standingsOf } from './standing.ts';

/** Where a value stands without leaving the function that has it; `at` and `scope` are that place. */
export type MayStand = (standing: Standing, at: Expr, scope: ProjectFunction) => boolean;

/**
 * From `expr` on, through names of its function, the value stands only where `may` allows. False where anything else
 * could get hold of it, or where a name that holds it is not known to hold it when it is read.
 */
export function staysHere(ev: Evaluation, expr: Expr, scope: ProjectFunction, value: Value, may: MayStand): boolean {
  const names = new Set<string>();
  const within = scopesIn(ev, scope);
  const stands = (at: Expr, here: ProjectFunction): boolean => {
    const standings = standingsOf(here).get(at) ?? [];
    return (
      standings.length > 0 &&
      standings.every((standing) => {
        if (standing.kind === 'bound') return here === scope && bind(standing.name);
        if (standing.kind === 'entered' && !aliasStays(at, here)) return false;
        return may(standing, at, here);
      })
    );
  };
  /** `with Berth() as berth`: what is entered may give itself. */
  const aliasStays = (context: Expr, here: ProjectFunction): boolean =>
    here.facts.bindings
      .filter((binding) => binding.how === 'enter' && binding.value === context)
      .every(({ target }) => here === scope && target.kind === 'name' && bind(target.id));
  const bind = (name: string): boolean => {
    if (names.has(name)) return true;
    names.add(name);
    if (scope.facts.kind !== 'function') return false;
    return within.every((each) => {
      if (each.facts.globals.includes(name)) return false;
      const isPlain = each.facts.bindings.every(
        ({ target, how }) =>
          !mentionsName(target, name) || (target.kind === 'name' && (how === 'assign' || how === 'enter')),
      );
      return (
        isPlain &&
        readsOf(each, name).every((read) => {
          const values = ev.of(read, each);
          return values.has(value) ? stands(read, each) : values.size > 0 && !values.has(ev.pool.unknown);
        })
      );
    });
  };
  return stands(expr, scope);
}

/** Reads of a parameter, in the function and in those defined inside it, all stand where `may` allows. */
export function parameterStays(ev: Evaluation, fn: ProjectFunction, name: string, may: MayStand): boolean {
  return scopesIn(ev, fn).every(
    (each) =>
      !each.facts.globals.includes(name) &&
      !each.facts.bindings.some(({ target }) => target.kind === 'name' && target.id === name) &&
      readsOf(each, name).every((read) => {
        const standings = standingsOf(each).get(read) ?? [];
        return standings.length > 0 && standings.every((standing) => may(standing, read, each));
      }),
  );
}

/** A function that is only called, dropped, shown or looked at, or answered to a request: nobody else can call it. */
export function functionStays(ev: Evaluation, isAnswer: (scope: ProjectFunction) => boolean): MayStand {
  return (standing, at, scope) => {
    switch (standing.kind) {
      case 'called':
      case 'dropped':
      case 'tested':
      case 'text':
        return true;
      case 'argument':
        return onlyLookedAt(ev, standing.call, scope).includes(at);
      case 'returned':
        return isAnswer(scope);
      default:
        return false;
    }
  };
}

/** Builtins that ask an object something, by its methods, and keep nothing of it. */
const asks = /^builtins\.(?:len|str|repr|format|print|bool|int|float|abs|round|hash|isinstance|id)$/u;

/** An object whose methods run only because of what the places do with it: each of them says so itself. */
export function objectStays(ev: Evaluation): MayStand {
  return (standing, _at, scope) => {
    switch (standing.kind) {
      case 'called':
      case 'member':
      case 'entered':
      case 'iterated':
      case 'dropped':
      case 'tested':
      case 'text':
        return true;
      case 'argument': {
        const callees = [...ev.of(standing.call.callee, scope)];
        return callees.length > 0 && callees.every((callee) => callee.kind === 'external' && asks.test(callee.name));
      }
      default:
        return false;
    }
  };
}

const plainBases = /^(?:builtins\.object|abc\.ABC|typing(?:_extensions)?\.(?:Protocol|Generic))$/u;
const plainDecorators =
  /^(?:builtins\.(?:property|staticmethod|classmethod)|abc\.abstractmethod|functools\.cached_property)$/u;
const givesItself = new Set(['__enter__', '__aenter__', '__iter__', '__aiter__']);
const hooks = ['__new__', '__getattr__', '__getattribute__', '__setattr__', '__init_subclass__', '__class_getitem__'];
const contained = new WeakMap<ProjectClass, boolean>();

/** No method gives `self` away, and nothing but the class's own text makes its methods. */
export function isSelfContained(ev: Evaluation, cls: ProjectClass): boolean {
  const before = contained.get(cls);
  if (before !== undefined) return before;
  const answer =
    ev.classes.externalBases(cls).every((base) => plainBases.test(base)) &&
    ev.classes.order(cls).every((each) => isPlainClass(ev, each));
  contained.set(cls, answer);
  return answer;
}

function isPlainClass(ev: Evaluation, cls: ProjectClass): boolean {
  const { facts, methods, body } = cls;
  if (facts.decorators.length > 0 || facts.bases.some(({ name }) => name !== undefined)) return false;
  if (hooks.some((name) => methods.has(name))) return false;
  // an attribute of the class may be a descriptor, which gets the object when it is read
  if (body.facts.bindings.some(({ value }) => value && value.kind !== 'literal' && value.kind !== 'string'))
    return false;
  return [...methods].every(([name, all]) => all.every((method) => keepsSelf(ev, method, name)));
}

function keepsSelf(ev: Evaluation, method: ProjectFunction, name: string): boolean {
  const around = method.parent ?? method;
  const decorators = method.facts.decorators.map((expr) => {
    if (expr.kind === 'attribute' && /^(?:setter|getter|deleter)$/u.test(expr.name)) return 'builtins.property';
    const [value, ...more] = ev.of(expr, around);
    return value?.kind === 'external' && more.length === 0 ? value.name : '?';
  });
  if (!decorators.every((decorator) => plainDecorators.test(decorator))) return false;
  if (decorators.some((decorator) => /(?:static|class)method$/u.test(decorator))) return true;
  const [self] = method.facts.parameters;
  if (self?.form !== 'plain') return false;
  return parameterStays(
    ev,
    method,
    self.name,
    ({ kind }, _at, scope) => kind === 'member' || (kind === 'returned' && scope === method && givesItself.has(name)),
  );
}

/** The scope and those defined inside it; they follow it in the project's list. */
function scopesIn(ev: Evaluation, scope: ProjectFunction): readonly ProjectFunction[] {
  const { functions } = ev.project;
  const isInside = (fn: ProjectFunction | undefined): boolean => {
    for (let at = fn; at; at = at.parent) if (at === scope) return true;
    return false;
  };
  let end = scope.id + 1;
  while (isInside(functions[end])) end += 1;
  return functions.slice(scope.id, end);
}

function readsOf(scope: ProjectFunction, name: string): readonly Expr[] {
  return [...standingsOf(scope).keys()].filter((expr) => expr.kind === 'name' && expr.id === name);
}

function mentionsName(target: Expr, name: string): boolean {
  if (target.kind === 'name') return target.id === name;
  if (target.kind === 'collection') return target.items.some((item) => mentionsName(item, name));
  return target.kind === 'other' && target.parts.some((part) => mentionsName(part, name));
}
