import type { Argument, Parameter } from '../facts.ts';
import type { ProjectFunction } from '../model.ts';
import { union } from './annotations.ts';
import type { CallSite, Evaluation } from './evaluation.ts';
import { methodForm } from './members.ts';
import type { Value, Values } from './model.ts';
import { filledByPytest } from './pytest.ts';

/** What a parameter may hold: its receiver, its annotation, else what its default and its callers give it. */
export function parameterValues(ev: Evaluation, fn: ProjectFunction, name: string): Values {
  const { pool } = ev;
  const { parameters } = fn.facts;
  const at = parameters.findIndex((item) => item.name === name);
  const parameter = parameters[at];
  if (!parameter) return pool.only(pool.unknown);
  if (fn.owner && at === 0 && parameter.form === 'plain' && methodForm(fn) !== 'static') {
    return pool.only(methodForm(fn) === 'class' ? pool.class(fn.owner, true) : pool.instance(fn.owner));
  }
  const around = fn.parent ?? fn;
  const wrap = (values: Values): Values =>
    parameter.form === 'args' || parameter.form === 'kwargs'
      ? pool.set([...values].map((value) => pool.many(value)))
      : values;
  if (parameter.annotation) {
    const allowed = ev.annotation(parameter.annotation, around);
    if (allowed.size > 0 && !allowed.has(pool.unknown)) return wrap(allowed);
  }
  const injected = parameter.default && injectedValues(ev, parameter.default, around);
  if (injected) return injected;
  const filled = parameter.default ? undefined : filledByPytest(ev, fn, parameter);
  if (filled) return filled;
  const sites = ev.callSites(fn);
  const given = sites.map((site) => argumentValues(ev, fn, parameter, at, site));
  const gathers = parameter.form === 'args' || parameter.form === 'kwargs';
  const open = sites.length === 0 || ev.escapes(fn) || fn.facts.decorators.length > 0;
  const values = union([
    ...given,
    ...(parameter.default ? [ev.of(parameter.default, around)] : []),
    ...(open ? [pool.only(pool.unknown)] : []),
  ]);
  return wrap(gathers && values.size === 0 ? pool.only(pool.unknown) : values);
}

/** `= Depends(get_session)` gives what `get_session` returns or yields. */
function injectedValues(
  ev: Evaluation,
  value: NonNullable<Parameter['default']>,
  scope: ProjectFunction,
): Values | undefined {
  if (value.kind !== 'call') return undefined;
  const called = [...ev.of(value.callee, scope)];
  if (!called.some(isDependency)) return undefined;
  const of = value.args[0]?.value;
  if (!of) return undefined;
  return union(
    [...ev.of(of, scope)].map((item): Values => {
      if (item.kind === 'function') {
        const returned = ev.returned(item.function);
        return item.function.facts.isGenerator ? ev.element(returned) : returned;
      }
      if (item.kind === 'class') return ev.pool.only(ev.pool.instance(item.class));
      if (item.kind === 'instance') {
        const calls = [...ev.member(item.class, '__call__', 'instance')];
        return union(
          calls.map((member) =>
            member.kind === 'function' ? ev.returned(member.function) : ev.pool.only(ev.pool.unknown),
          ),
        );
      }
      return ev.pool.only(ev.pool.unknown);
    }),
  );
}

/** The callee of `Depends(...)` or `Security(...)`, FastAPI's own source as a part of the project included. */
export function isDependency(value: Value): boolean {
  if (value.kind === 'external') return isDepends(value.name);
  if (value.kind === 'function') return isDepends(`${value.function.module.name}.${value.function.qualname}`);
  return value.kind === 'class' && isDepends(`${value.class.module.name}.${value.class.qualname}`);
}

/** `fastapi.Depends` or `fastapi.Security`, wherever they were imported from. */
function isDepends(name: string): boolean {
  return /^fastapi\.(?:\w+\.)*(?:Depends|Security)$/u.test(name);
}

/** Unpacked arguments fill whatever comes after them: all of their elements count. */
function argumentValues(ev: Evaluation, fn: ProjectFunction, parameter: Parameter, at: number, site: CallSite): Values {
  const { args, scope } = site;
  const spread = (name: '*' | '**') =>
    args.filter((arg) => arg.name === name).map((arg) => ev.element(ev.of(arg.value, scope)));
  const values = (of: readonly Argument[]) => of.map((arg) => ev.of(arg.value, scope));
  const position = at - (site.bound && fn.owner ? 1 : 0);
  const star = args.findIndex((arg) => arg.name === '*');
  const before = (star < 0 ? args : args.slice(0, star)).filter((arg) => arg.name === undefined);
  const after = star < 0 ? [] : args.slice(star).filter((arg) => arg.name === undefined);
  if (parameter.form === 'args') return union([...values(before.slice(position)), ...values(after), ...spread('*')]);
  if (parameter.form === 'kwargs') {
    const own = new Set(fn.facts.parameters.map(({ name }) => name));
    const others = args.filter(({ name }) => name !== undefined && name !== '*' && name !== '**' && !own.has(name));
    return union([...values(others), ...spread('**')]);
  }
  const named = args.find((arg) => arg.name === parameter.name);
  if (named) return ev.of(named.value, scope);
  if (parameter.form === 'keyword') return union(spread('**'));
  const positional = before[position];
  if (positional) return ev.of(positional.value, scope);
  return union([...values(after), ...spread('*'), ...spread('**')]);
}
