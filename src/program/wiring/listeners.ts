import type { Expr } from '../facts.ts';
import type { ListenerSite, ProjectFunction } from '../model.ts';
import type { Evaluation } from '../values/evaluation.ts';
import { placeOf } from './places.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** `@event.listens_for(target, "name")` on a function of the project. */
export function decoratedListeners(ev: Evaluation, fn: ProjectFunction): readonly ListenerSite[] {
  const scope = fn.parent ?? fn;
  return fn.facts.decorators.flatMap((decorator) => {
    if (decorator.kind !== 'call' || !callsEvent(ev, decorator, scope, 'listens_for')) return [];
    return [{ event: eventName(decorator), function: fn, place: placeOf(scope, decorator) }];
  });
}

/** `event.listen(target, "name", function)`. */
export function registeredListeners(ev: Evaluation, call: Call, scope: ProjectFunction): readonly ListenerSite[] {
  if (!callsEvent(ev, call, scope, 'listen')) return [];
  const given =
    call.args.find((arg) => arg.name === 'fn')?.value ?? call.args.filter((arg) => arg.name === undefined)[2]?.value;
  if (!given) return [];
  return [...ev.of(given, scope)].flatMap((value) =>
    value.kind === 'function'
      ? [{ event: eventName(call), function: value.function, place: placeOf(scope, call) }]
      : [],
  );
}

const registering = {
  listen: /^sqlalchemy\.event\.(?:\w+\.)*listen$/u,
  listens_for: /^sqlalchemy\.event\.(?:\w+\.)*listens_for$/u,
};

function callsEvent(ev: Evaluation, call: Call, scope: ProjectFunction, name: keyof typeof registering): boolean {
  return [...ev.of(call.callee, scope)].some(
    (value) => value.kind === 'external' && value.name.endsWith(name) && registering[name].test(value.name),
  );
}

function eventName(call: Call): string {
  const expr =
    call.args.find((arg) => arg.name === 'identifier')?.value ??
    call.args.filter((arg) => arg.name === undefined)[1]?.value;
  return expr?.kind === 'string' ? expr.value : '?';
}
