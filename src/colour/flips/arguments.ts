import type { Evaluation, Expr, ProjectFunction } from '../../program/index.ts';
import type { Call } from './model.ts';

/** The name of the parameter that an argument of a call fills; undefined where arguments are unpacked or gathered. */
export function parameterFor(
  ev: Evaluation,
  call: Call,
  scope: ProjectFunction,
  fn: ProjectFunction,
  value: Expr,
  bound = isBound(ev, call, scope, fn),
): string | undefined {
  const at = call.args.findIndex((argument) => argument.value === value);
  const argument = call.args[at];
  if (argument === undefined || argument.name === '*' || argument.name === '**') return undefined;
  if (argument.name !== undefined) return named(fn, argument.name);
  if (call.args.slice(0, at).some(({ name }) => name === '*')) return undefined;
  const position = call.args.slice(0, at).filter(({ name }) => name === undefined).length;
  const plain = fn.facts.parameters.filter(({ form }) => form === 'plain');
  return plain[position + (bound && fn.owner ? 1 : 0)]?.name;
}

/** What a call gives a parameter; undefined where it gives nothing that can be told. */
export function argumentFor(
  ev: Evaluation,
  call: Call,
  scope: ProjectFunction,
  fn: ProjectFunction,
  parameter: string,
  bound = isBound(ev, call, scope, fn),
): Expr | undefined {
  return call.args.find(({ value }) => parameterFor(ev, call, scope, fn, value, bound) === parameter)?.value;
}

/** The receiver, or the instance that is made, fills the first parameter. */
function isBound(ev: Evaluation, call: Call, scope: ProjectFunction, fn: ProjectFunction): boolean {
  if (!fn.owner) return false;
  const values = [...ev.of(call.callee, scope)];
  return values.some((value) =>
    value.kind === 'function'
      ? value.function === fn && value.bound
      : value.kind === 'class' || value.kind === 'instance',
  );
}

function named(fn: ProjectFunction, name: string): string | undefined {
  return fn.facts.parameters.find((each) => each.name === name && (each.form === 'plain' || each.form === 'keyword'))
    ?.name;
}
