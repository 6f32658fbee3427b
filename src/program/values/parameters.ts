import type { Parameter } from '../facts.ts';
import type { ProjectFunction } from '../model.ts';
import { union } from './annotations.ts';
import type { CallSite, Evaluation } from './evaluation.ts';
import { methodForm } from './members.ts';
import type { Values } from './model.ts';

/** What a parameter may hold: its receiver, its annotation, else what its default and its callers give it. */
export function parameterValues(ev: Evaluation, fn: ProjectFunction, name: string): Values {
  const { pool } = ev;
  const { parameters } = fn.facts;
  const at = parameters.findIndex((item) => item.name === name);
  const parameter = parameters[at];
  if (!parameter) return new Set([pool.unknown]);
  if (fn.owner && at === 0 && parameter.form === 'plain' && methodForm(fn) !== 'static') {
    return new Set([methodForm(fn) === 'class' ? pool.class(fn.owner) : pool.instance(fn.owner)]);
  }
  const around = fn.parent ?? fn;
  const wrap = (values: Values): Values =>
    parameter.form === 'args' || parameter.form === 'kwargs'
      ? new Set([...values].map((value) => pool.many(value)))
      : values;
  if (parameter.annotation) {
    const allowed = ev.annotation(parameter.annotation, around);
    if (allowed.size > 0 && !allowed.has(pool.unknown)) return wrap(allowed);
  }
  if (parameter.form === 'args' || parameter.form === 'kwargs') return new Set([pool.many(pool.unknown)]);
  const injected = parameter.default && injectedValues(ev, parameter.default, around);
  if (injected) return injected;
  const sites = ev.callSites(fn);
  const given = sites.map((site) => argumentValues(ev, fn, parameter, at, site));
  const fallback = parameter.default ? ev.of(parameter.default, around) : new Set([pool.unknown]);
  const open = sites.length === 0 || ev.escapes(fn) || fn.facts.decorators.length > 0;
  return union([...given, ...(parameter.default ? [fallback] : []), ...(open ? [new Set([pool.unknown])] : [])]);
}

/** `= Depends(get_session)` gives what `get_session` returns or yields. */
function injectedValues(
  ev: Evaluation,
  value: NonNullable<Parameter['default']>,
  scope: ProjectFunction,
): Values | undefined {
  if (value.kind !== 'call') return undefined;
  const called = [...ev.of(value.callee, scope)];
  if (!called.some((item) => item.kind === 'external' && isDepends(item.name))) return undefined;
  const of = value.args[0]?.value;
  if (!of) return undefined;
  return union(
    [...ev.of(of, scope)].map((item): Values => {
      if (item.kind === 'function') {
        const returned = ev.returned(item.function);
        return item.function.facts.isGenerator ? ev.element(returned) : returned;
      }
      if (item.kind === 'class') return new Set([ev.pool.instance(item.class)]);
      if (item.kind === 'instance') {
        const calls = [...ev.member(item.class, '__call__', 'instance')];
        return union(
          calls.map((member) =>
            member.kind === 'function' ? ev.returned(member.function) : new Set([ev.pool.unknown]),
          ),
        );
      }
      return new Set([ev.pool.unknown]);
    }),
  );
}

/** `fastapi.Depends` or `fastapi.Security`, wherever they were imported from. */
export function isDepends(name: string): boolean {
  return /^fastapi\.(?:\w+\.)*(?:Depends|Security)$/u.test(name);
}

function argumentValues(ev: Evaluation, fn: ProjectFunction, parameter: Parameter, at: number, site: CallSite): Values {
  const { pool } = ev;
  const named = site.args.find((arg) => arg.name === parameter.name);
  if (named) return ev.of(named.value, site.scope);
  const blind = site.args.some((arg) => arg.name === '*' || arg.name === '**');
  if (blind) return new Set([pool.unknown]);
  if (parameter.form === 'keyword') return new Set();
  const position = at - (site.bound && fn.owner ? 1 : 0);
  const positional = site.args.filter((arg) => arg.name === undefined)[position];
  return positional ? ev.of(positional.value, site.scope) : new Set();
}
