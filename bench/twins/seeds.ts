import type { FlipRequest } from '../../src/colour/flips/index.ts';
import {
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
  const { given, calls, managers } = library.seeds;
  const names = new Set(calls.flatMap((each) => each.names));
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
    seed: (call, scope) => dottedNames(evaluation, call.callee, scope).find((name) => names.has(name)),
    seedManager: (type) => evaluation.types.lineage(type).some((each) => types.has(each)),
    wanted: () => true,
  };
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
