import {
  eachExpression,
  type Evaluation,
  type Expr,
  type ProjectClass,
  type ProjectFunction,
  spell,
  type Use,
  type Uses,
} from '../../program/index.ts';
import type { Call } from './model.ts';
import { siblings } from '../../syntax/index.ts';
import { ducks, looksAtObject, takesBoth } from './tables.ts';

/** A function used as a value where somebody may call it who does not await. */
export interface Escape {
  readonly function: ProjectFunction;
  readonly expr: Expr;
  readonly scope: ProjectFunction;
  readonly why: string;
  /** The function is not handed on itself: an object is, which has it as a special method. */
  readonly isObject?: true;
}

/** What Python runs when somebody calls, enters or goes through an object. */
const protocols: readonly string[] = ['__call__', ...siblings.keys()];

/**
 * Methods that run outside the project's calls: of objects that libraries are given, of classes and objects used as
 * decorators, and what is named in text that is evaluated.
 */
export function findHanded(ev: Evaluation, uses: Uses): ReadonlyMap<ProjectFunction, Escape> {
  const found = new Map<ProjectFunction, Escape>();
  const add = (fn: ProjectFunction, expr: Expr, scope: ProjectFunction, why: string) => {
    if (!found.has(fn)) found.set(fn, { function: fn, expr, scope, why });
  };
  const known = new Map<ProjectClass, readonly ProjectFunction[]>();
  const methodsOf = (cls: ProjectClass): readonly ProjectFunction[] => {
    let methods = known.get(cls);
    if (methods === undefined) known.set(cls, (methods = protocols.flatMap((name) => memberOf(ev, cls, name))));
    return methods;
  };
  for (const scope of ev.project.functions) {
    // `desk.lend(book)` may run it under any name.
    if (scope.owner && /^__getattr(?:ibute)?__$/u.test(scope.facts.name))
      for (const expr of scope.facts.returns)
        for (const value of ev.of(expr, scope))
          if (value.kind === 'function')
            add(value.function, expr, scope, `${scope.qualname} gives it for an attribute`);
    for (const { decorators } of [...scope.facts.functions, ...scope.facts.classes])
      for (const expr of decorators)
        for (const value of ev.of(expr, scope))
          if (value.kind === 'class' || value.kind === 'instance')
            for (const fn of memberOf(ev, value.class, '__call__')) add(fn, expr, scope, 'it is used as a decorator');
    eachExpression(scope.facts, (expr) => {
      if (expr.kind === 'call') {
        for (const fn of replacedBy(ev, expr, scope))
          add(fn, expr, scope, 'setattr may put something else in its place');
        const named = namedByText(ev, expr, scope);
        for (const fn of named) add(fn, expr, scope, `${spell(expr.callee)} may run it`);
      }
      for (const value of ev.of(expr, scope)) {
        if (value.kind !== 'instance') continue;
        for (const { name, by } of duckCalls(ev, uses.of(expr), scope))
          for (const fn of memberOf(ev, value.class, name)) add(fn, expr, scope, `${by} calls it`);
        const methods = methodsOf(value.class);
        if (methods.length === 0) continue;
        const why = uses
          .of(expr)
          .map((use) => problemOf(ev, use, scope))
          .find((each) => each !== undefined);
        if (why === undefined) continue;
        for (const fn of methods) if (!found.has(fn)) found.set(fn, { function: fn, expr, scope, why, isObject: true });
      }
    });
  }
  return found;
}

function memberOf(ev: Evaluation, cls: ProjectClass, name: string): readonly ProjectFunction[] {
  return [...ev.member(cls, name, 'instance')].flatMap((value) => (value.kind === 'function' ? [value.function] : []));
}

/** Methods that a library runs of what it is given, by their names. */
function duckCalls(
  ev: Evaluation,
  uses: readonly Use[],
  scope: ProjectFunction,
): readonly { readonly name: string; readonly by: string }[] {
  return uses.flatMap((use) => {
    if (use.kind !== 'argument') return [];
    return [...ev.of(use.parent.callee, scope)].flatMap((value) => {
      if (value.kind !== 'external') return [];
      const names = ducks.flatMap(([callee, methods]) => (callee.test(value.name) ? methods : []));
      return names.map((name) => ({ name, by: value.name }));
    });
  });
}

/** Why this use may call, enter or go through an object synchronously. */
function problemOf(ev: Evaluation, use: Use, scope: ProjectFunction): string | undefined {
  if (use.kind === 'yielded') return use.delegated ? '`yield from` goes through it' : undefined;
  if (use.kind === 'bound')
    return use.binding.how === 'assign' && use.binding.target.kind === 'collection' ? 'it is unpacked' : undefined;
  if (use.kind === 'part') {
    if (use.parent.kind !== 'other') return undefined;
    return use.parent.type === 'list_splat' ? 'it is unpacked' : undefined;
  }
  if (use.kind !== 'argument') return undefined;
  if (use.argument.name === '*') return 'it is unpacked';
  for (const value of ev.of(use.parent.callee, scope)) {
    const name = value.kind === 'external' ? value.name : value.kind === 'object' ? `${value.name}.__call__` : '';
    if (name === '' || name.includes('().') || looksAtObject.test(name) || takesBoth.test(name)) continue;
    return `${name} may use it synchronously`;
  }
  return undefined;
}

/** `setattr(cls, name, wrapper)` for a name nobody knows: methods of the class, or of those that `cls` decorates. */
function replacedBy(ev: Evaluation, call: Call, scope: ProjectFunction): readonly ProjectFunction[] {
  const [object, name] = call.args.map(({ value }) => value);
  if (object === undefined || name === undefined || name.kind === 'string') return [];
  if (!ev.of(call.callee, scope).has(ev.pool.external('builtins.setattr'))) return [];
  const known = [...ev.of(object, scope)].flatMap((value) => (value.kind === 'class' ? [value.class] : []));
  const isGiven = object.kind === 'name' && scope.facts.parameters[0]?.name === object.id;
  const decorated = isGiven ? ev.project.classes.filter((cls) => isDecoratedBy(ev, cls, scope)) : [];
  return [...known, ...decorated].flatMap((cls) => [...cls.methods.values()].flat());
}

function isDecoratedBy(ev: Evaluation, cls: ProjectClass, decorator: ProjectFunction): boolean {
  return cls.facts.decorators.some((expr) =>
    [...ev.of(expr, cls.parent)].some((value) => value.kind === 'function' && value.function === decorator),
  );
}

/** `eval("lend(book)")`, `methodcaller("lend")`: what the text names; whatever there is where nobody knows the text. */
function namedByText(ev: Evaluation, call: Call, scope: ProjectFunction): readonly ProjectFunction[] {
  const { project } = ev;
  const text = call.args[0]?.value;
  const names = text?.kind === 'string' ? (text.value.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []) : undefined;
  return [...ev.of(call.callee, scope)].flatMap((value): readonly ProjectFunction[] => {
    if (value.kind !== 'external') return [];
    const isEvaluated = /^builtins\.(?:eval|exec)$/u.test(value.name);
    if (!isEvaluated && value.name !== 'operator.methodcaller') return [];
    if (names) return names.flatMap((name) => [...project.functionsNamed(name), ...project.methodsNamed(name)]);
    return project.functions.filter((fn) => (isEvaluated ? fn.module === scope.module : fn.owner !== undefined));
  });
}
