import type { FlipRequest } from '../../src/colour/index.ts';
import {
  callTargets,
  eachExpression,
  type Evaluation,
  type Expr,
  lastName,
  type Program,
  type ProjectFunction,
} from '../../src/program/index.ts';
import type { Library } from './library.ts';

/** What is asynchronous by decree, as the solver asks for it. Throws for a given function that is not there. */
export function requestFor(
  library: Library,
  { evaluation, project }: Program,
): FlipRequest & {
  readonly given: ReadonlySet<ProjectFunction>;
} {
  const { given, calls, managers, parameters, iterables, bases } = library.seeds;
  const gives = new Map(calls.flatMap((each) => each.names.map((name) => [name, each.gives] as const)));
  const users = new Set(parameters.flatMap((each) => each.names));
  const through = new Set(iterables.flatMap((each) => each.names));
  const twins = new Set(bases.flatMap((each) => each.names));
  const types = new Set(managers.flatMap((each) => each.names));
  const found = given.flatMap(({ module, functions }) =>
    functions.flatMap((qualname) => {
      const ones = project.functions.filter((fn) => fn.module.file === module && fits(qualname, fn));
      if (ones.length === 0) throw new TypeError(`${library.id}: there is no ${qualname} in ${module}`);
      return ones;
    }),
  );
  return {
    given: new Set(found),
    seed(call, scope) {
      const { callee } = call;
      const members =
        callee.kind === 'attribute'
          ? attributeNames(evaluation, callee.of, scope).map((name) => `${name}.${callee.name}`)
          : [];
      const name = [...dottedNames(evaluation, callee, scope), ...members].find((each) => gives.has(each));
      if (name !== undefined) return { name, gives: gives.get(name) ?? 'coroutine' };
      return usersFunction(evaluation, callee, scope, users);
    },
    seedIterable: (expr, scope) => attributeNames(evaluation, expr, scope).find((name) => through.has(name)),
    hasTwin: (base) => twins.has(base),
    seedManager: (type) => evaluation.types.lineage(type).some((each) => types.has(each)),
    wanted: () => true,
  };
}

/** A function of the user's: a name of a function's own, an attribute, or what a method gives. */
function usersFunction(
  evaluation: Evaluation,
  expr: Expr,
  scope: ProjectFunction,
  wanted: ReadonlySet<string>,
): string | undefined {
  if (expr.kind === 'attribute') return attributeNames(evaluation, expr, scope).find((name) => wanted.has(name));
  if (expr.kind === 'call') {
    const given = callTargets(evaluation, expr, scope).map(({ function: fn }) => `${fn.module.file} ${fn.qualname}()`);
    return given.find((name) => wanted.has(name));
  }
  if (expr.kind !== 'name') return undefined;
  for (let at: ProjectFunction | undefined = scope; at; at = at.parent) {
    const name = `${at.module.file} ${at.qualname}.${expr.id}`;
    if (evaluation.scopes.definitions(at, expr.id)) return wanted.has(name) ? name : undefined;
  }
  return undefined;
}

/** `Class.attribute` for each class of the project that the receiver may be of, and those it derives from. */
function attributeNames(evaluation: Evaluation, expr: Expr, scope: ProjectFunction): readonly string[] {
  if (expr.kind !== 'attribute') return [];
  return [...evaluation.of(expr.of, scope)].flatMap((value) =>
    value.kind === 'instance' ? evaluation.classes.order(value.class).map((cls) => `${cls.qualname}.${expr.name}`) : [],
  );
}

/** `Class.*` means every method of the class that is left to whoever derives from it. */
function fits(wanted: string, fn: ProjectFunction): boolean {
  if (!wanted.endsWith('.*')) return wanted === fn.qualname;
  return fn.qualname === `${wanted.slice(0, -1)}${fn.facts.name}` && fn.facts.kind === 'function' && isLeftOpen(fn);
}

/** It is abstract, or does nothing but raise. */
function isLeftOpen({ facts }: ProjectFunction): boolean {
  const isAbstract = facts.decorators.some((expr) => lastName(expr) === 'abstractmethod');
  const calls: Expr[] = [];
  eachExpression(facts, (expr) => expr.kind === 'call' && calls.push(expr));
  const isRaised = facts.usage.tested.some(({ expr, how }) => how === 'raise' && (calls[0] ?? expr) === expr);
  return isAbstract || (calls.length <= 1 && isRaised && facts.returns.length === 0 && facts.bindings.length === 0);
}

/** Dotted names under which an expression is known outside of the project, those of inherited members too. */
export function dottedNames(evaluation: Evaluation, expr: Expr, scope: ProjectFunction): readonly string[] {
  return [...evaluation.of(expr, scope)].flatMap((value) => {
    if (value.kind !== 'external' && value.kind !== 'object') return [];
    const cut = value.name.lastIndexOf('.');
    const lineage = cut < 0 ? [] : evaluation.types.lineage(value.name.slice(0, cut));
    return [value.name, ...lineage.map((owner) => `${owner}${value.name.slice(cut)}`)];
  });
}
