import {
  type Argument,
  callTargets,
  type Evaluation,
  eachExpression,
  eachPart,
  type Expr,
  type ProjectFunction,
} from '../program/index.ts';
import type { Call } from './surroundings.ts';

/**
 * Arguments of a call that are given to functions of the project which do nothing with them but call them, or hand them
 * to closures that do. Where such an argument is a function, its calls are known as calls; that it was mentioned says
 * nothing more.
 */
export function argumentsOnlyCalled(ev: Evaluation, call: Call, scope: ProjectFunction): readonly Expr[] {
  const values = [...ev.of(call.callee, scope)];
  if (values.length === 0 || !values.every((value) => value.kind === 'function')) return [];
  const targets = callTargets(ev, call, scope);
  if (targets.some(({ how, function: fn }) => how !== 'resolved' || fn.facts.decorators.length > 0)) return [];
  if (call.args.some(({ name }) => name === '*' || name === '**')) return [];
  return call.args
    .filter((arg) =>
      targets.every(({ function: fn, bound }) => {
        const name = parameterFor(fn, call.args, arg, bound && fn.owner !== undefined);
        return name !== undefined && !ev.isWide(fn, name) && isOnlyCalled(ev, fn, name);
      }),
    )
    .map(({ value }) => value);
}

function parameterFor(
  { facts }: ProjectFunction,
  args: readonly Argument[],
  arg: Argument,
  skipsFirst: boolean,
): string | undefined {
  if (arg.name !== undefined) {
    return facts.parameters.find(({ name, form }) => name === arg.name && (form === 'plain' || form === 'keyword'))
      ?.name;
  }
  const position = args.filter(({ name }) => name === undefined).indexOf(arg) + (skipsFirst ? 1 : 0);
  const parameter = facts.parameters[position];
  return parameter?.form === 'plain' ? parameter.name : undefined;
}

const known = new WeakMap<Evaluation, Map<string, boolean>>();

/** Every use of the parameter, in the function and in those defined inside it, calls it or only looks at it. */
function isOnlyCalled(ev: Evaluation, fn: ProjectFunction, name: string): boolean {
  const answers = known.get(ev) ?? new Map<string, boolean>();
  known.set(ev, answers);
  const key = `${fn.id} ${name}`;
  const answer = answers.get(key) ?? usesOnlyCall(ev, fn, name);
  answers.set(key, answer);
  return answer;
}

function usesOnlyCall(ev: Evaluation, fn: ProjectFunction, name: string): boolean {
  const { functions } = ev.project;
  // What is defined inside a function follows it in the list.
  let end = fn.id + 1;
  for (let next = functions[end]; next && isWithin(next, fn); next = functions[end]) end += 1;
  const inside = functions.slice(fn.id, end);
  return inside.every((each) => {
    if (each.facts.bindings.some(({ target }) => target.kind === 'name' && target.id === name)) return false;
    if (each.facts.globals.includes(name)) return false;
    // Places at which the name is called, or looked at; any other mention of it may keep it.
    const fine = new Set<Expr>();
    eachExpression(each.facts, (expr) => {
      if (expr.kind === 'call') fine.add(expr.callee);
      for (const seen of onlyLookedAt(ev, expr, each)) fine.add(seen);
    });
    let isFine = true;
    eachExpression(each.facts, (expr) => {
      if (expr.kind === 'name' && expr.id === name && !fine.has(expr)) isFine = false;
    });
    return isFine && !defaults(each).some((expr) => mentions(expr, name));
  });
}

function isWithin(fn: ProjectFunction, around: ProjectFunction): boolean {
  for (let at = fn.parent; at; at = at.parent) if (at === around) return true;
  return false;
}

const looks =
  /^(?:functools\.(?:wraps|update_wrapper)|inspect\.(?:signature|iscoroutinefunction|getdoc|getmodule|isfunction|unwrap)|asyncio\.iscoroutinefunction|builtins\.(?:callable|isinstance|repr|str|id|hasattr|type))$/u;

/** Parts of an expression that are asked for their name, signature or kind, and are not kept or called for it. */
export function onlyLookedAt(ev: Evaluation, expr: Expr, scope: ProjectFunction): readonly Expr[] {
  if (expr.kind === 'attribute')
    return /^__(?:name|qualname|doc|module|annotations|defaults|code)__$/u.test(expr.name) ? [expr.of] : [];
  if (expr.kind !== 'call') return [];
  const values = [...ev.of(expr.callee, scope)];
  const isLook = values.length > 0 && values.every((value) => value.kind === 'external' && looks.test(value.name));
  return isLook ? expr.args.map(({ value }) => value) : [];
}

function defaults({ facts }: ProjectFunction): readonly Expr[] {
  return facts.parameters.flatMap((parameter) => parameter.default ?? []);
}

function mentions(expr: Expr, name: string): boolean {
  let found = false;
  eachPart(expr, (part) => {
    if (part.kind === 'name' && part.id === name) found = true;
  });
  return found;
}
