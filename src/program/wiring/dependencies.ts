import type { Expr, Parameter } from '../facts.ts';
import type { Dependency, ProjectFunction } from '../model.ts';
import { lastName } from '../values/annotations.ts';
import type { Evaluation } from '../values/evaluation.ts';
import type { Value } from '../values/model.ts';
import { isDependency } from '../values/parameters.ts';
import { placeOf } from './places.ts';
import type { ScopedDependencies } from './routers.ts';

type Call = Extract<Expr, { kind: 'call' }>;

interface Found {
  readonly call: Call;
  readonly scope: ProjectFunction;
  /** The annotation whose class is meant by an empty `Depends()`. */
  readonly annotation: Expr | undefined;
}

/** Everything FastAPI calls to fill a function's parameters, dependencies of dependencies included, each once. */
export function dependenciesOf(
  ev: Evaluation,
  functions: readonly ProjectFunction[],
  lists: readonly ScopedDependencies[],
): readonly Dependency[] {
  const found = new Map<string, Dependency>();
  const visited = new Set<ProjectFunction>();
  const add = (item: Found): void => {
    for (const dependency of resolve(ev, item)) {
      const key = `${dependency.function?.id} ${dependency.external} ${dependency.place.file}:${dependency.place.start}`;
      if (found.has(key)) continue;
      found.set(key, dependency);
      if (dependency.function) visit(dependency.function);
    }
  };
  const visit = (fn: ProjectFunction): void => {
    if (visited.has(fn)) return;
    visited.add(fn);
    for (const item of parametersOf(ev, fn)) add(item);
  };
  for (const fn of functions) visit(fn);
  for (const { list, scope } of lists)
    for (const call of dependsIn(ev, list, scope)) add({ call, scope, annotation: undefined });
  return [...found.values()];
}

function parametersOf(ev: Evaluation, fn: ProjectFunction): readonly Found[] {
  return fn.facts.parameters.flatMap((parameter) => foundFor(ev, fn, parameter));
}

function foundFor(ev: Evaluation, fn: ProjectFunction, parameter: Parameter): readonly Found[] {
  const scope = fn.parent ?? fn;
  const direct = parameter.default ? dependsIn(ev, parameter.default, scope) : [];
  const annotated = parameter.annotation ? annotatedDepends(ev, parameter.annotation, scope) : [];
  return [...direct.map((call) => ({ call, scope, annotation: parameter.annotation })), ...annotated];
}

/** What FastAPI calls to fill one parameter; empty where it is no dependency. */
export function dependenciesFor(ev: Evaluation, fn: ProjectFunction, parameter: Parameter): readonly Dependency[] {
  return foundFor(ev, fn, parameter).flatMap((item) => resolve(ev, item));
}

/** `Depends(...)` calls standing in an expression: alone, or as items of a list. */
function dependsIn(ev: Evaluation, expr: Expr, scope: ProjectFunction): readonly Call[] {
  switch (expr.kind) {
    case 'call': {
      const values = [...ev.of(expr.callee, scope)];
      return values.some(isDependency) ? [expr] : [];
    }
    case 'collection':
      return expr.items.flatMap((item) => dependsIn(ev, item, scope));
    case 'choice':
      return expr.of.flatMap((item) => dependsIn(ev, item, scope));
    case 'name':
    case 'attribute':
      return namedDepends(ev, expr, scope);
    case 'other':
      return expr.parts.flatMap((item) => dependsIn(ev, item, scope));
    default:
      return [];
  }
}

/** `protected = [Depends(get_user)]` used by name: read where it is bound, in the same or another module. */
function namedDepends(
  ev: Evaluation,
  expr: Extract<Expr, { kind: 'name' | 'attribute' }>,
  scope: ProjectFunction,
): readonly Call[] {
  return definitionsOf(ev, expr, scope).flatMap(({ value, at }) => (value === expr ? [] : dependsIn(ev, value, at)));
}

function definitionsOf(
  ev: Evaluation,
  expr: Extract<Expr, { kind: 'name' | 'attribute' }>,
  scope: ProjectFunction,
): readonly { value: Expr; at: ProjectFunction }[] {
  if (expr.kind === 'attribute') {
    return [...ev.of(expr.of, scope)].flatMap((value) =>
      value.kind === 'module' && value.module ? boundIn(ev, ev.project.bodyOf(value.module), expr.name) : [],
    );
  }
  for (let at: ProjectFunction | undefined = scope; at; at = at.parent) {
    if (ev.scopes.definitions(at, expr.id)) return boundIn(ev, at, expr.id);
  }
  return [];
}

function boundIn(
  ev: Evaluation,
  scope: ProjectFunction,
  name: string,
  depth = 0,
): readonly { value: Expr; at: ProjectFunction }[] {
  if (depth > 8) return [];
  return (ev.scopes.definitions(scope, name) ?? []).flatMap((definition) => {
    if (definition.kind === 'binding')
      return definition.binding.value ? [{ value: definition.binding.value, at: definition.scope }] : [];
    if (definition.kind !== 'import' || definition.item.name === undefined) return [];
    const module = ev.project.moduleNamed(ev.project.importedFrom(definition.item, definition.scope.module));
    return module ? boundIn(ev, ev.project.bodyOf(module), definition.item.name, depth + 1) : [];
  });
}

/** `Annotated[Session, Depends(get_session)]`, also behind a name. */
function annotatedDepends(ev: Evaluation, expr: Expr, scope: ProjectFunction, depth = 0): readonly Found[] {
  if (depth > 8) return [];
  switch (expr.kind) {
    case 'subscript': {
      if (lastName(expr.of) !== 'Annotated')
        return expr.index.flatMap((part) => annotatedDepends(ev, part, scope, depth + 1));
      const index = expr.index.length === 1 && expr.index[0]?.kind === 'collection' ? expr.index[0].items : expr.index;
      const own = index.slice(1).flatMap((part) => dependsIn(ev, part, scope));
      const inner = index[0] ? annotatedDepends(ev, index[0], scope, depth + 1) : [];
      return [...inner, ...own.map((call) => ({ call, scope, annotation: index[0] }))];
    }
    case 'choice':
      return expr.of.flatMap((part) => annotatedDepends(ev, part, scope, depth + 1));
    case 'name':
    case 'attribute':
      return [...ev.of(expr, scope)].flatMap((value) =>
        value.kind === 'alias' ? annotatedDepends(ev, value.expr, value.scope, depth + 1) : [],
      );
    default:
      return [];
  }
}

function resolve(ev: Evaluation, item: Found): readonly Dependency[] {
  const given = item.call.args.find((arg) => arg.name === undefined || arg.name === 'dependency')?.value;
  const common = { text: spell(given ?? item.annotation), place: placeOf(item.scope, item.call) };
  const target = given ?? item.annotation;
  const values = target ? [...ev.of(target, item.scope)] : [];
  if (values.length === 0) return [{ ...common, function: undefined, external: undefined }];
  return values.flatMap((value) => called(ev, value).map((fn) => ({ ...common, ...fn })));
}

function called(ev: Evaluation, value: Value): readonly Pick<Dependency, 'function' | 'external'>[] {
  switch (value.kind) {
    case 'function':
      return [{ function: value.function, external: undefined }];
    case 'class': {
      const inits = ['__init__', '__new__'].flatMap((name) => {
        const holder = ev.classes.order(value.class).find((cls) => cls.methods.has(name));
        return holder?.methods.get(name) ?? [];
      });
      if (inits.length > 0) return inits.map((fn) => ({ function: fn, external: undefined }));
      return [{ function: value.class.body, external: undefined }];
    }
    case 'instance': {
      const calls = [...ev.member(value.class, '__call__', 'instance')];
      return calls.map((member) =>
        member.kind === 'function'
          ? { function: member.function, external: undefined }
          : { function: undefined, external: member.kind === 'external' ? member.name : undefined },
      );
    }
    case 'external':
    case 'object':
      return [{ function: undefined, external: value.name }];
    default:
      return [{ function: undefined, external: undefined }];
  }
}

/** An expression as a person would name it. */
export function spell(expr: Expr | undefined): string {
  switch (expr?.kind) {
    case undefined:
      return '?';
    case 'name':
      return expr.id;
    case 'attribute':
      return `${spell(expr.of)}.${expr.name}`;
    case 'call':
      return `${spell(expr.callee)}(${expr.args.length > 0 ? '...' : ''})`;
    case 'subscript':
      return `${spell(expr.of)}[...]`;
    case 'string':
      return JSON.stringify(expr.value);
    case 'await':
      return `await ${spell(expr.of)}`;
    default:
      return `<${expr?.kind}>`;
  }
}
