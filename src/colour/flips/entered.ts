import {
  type Evaluation,
  type Expr,
  isTestModule,
  lastName,
  type ProjectFunction,
  type Value,
} from '../../program/index.ts';
import { siblings } from '../../syntax/index.ts';
import { argumentFor } from './arguments.ts';
import { isImpossible } from './builtins.ts';
import { isProtocol } from './protocols.ts';
import type { FlipRequest, Seed, Site } from './model.ts';

/** `with desk:`; a desk nobody knows may be of any class that can be entered. */
export function enterSite(ev: Evaluation, expr: Expr, scope: ProjectFunction, request: FlipRequest): Site {
  const names = ['__enter__', '__exit__'];
  const values = [...ev.of(expr, scope)];
  const targets = methodsOf(ev, values, names);
  const byName = isBlind(ev, expr, values) ? names.flatMap((name) => ev.project.methodsNamed(name)) : [];
  const types = values.flatMap((value) => typeOf(ev, value) ?? []);
  const isSeed =
    types.length > 0 &&
    types.length === values.length &&
    types.every((type) => request.seedManager?.(type, expr, scope));
  const manager = isSeed ? types[0] : doubledBy(ev, values, '__enter__');
  return {
    scope,
    expr,
    kind: 'enter',
    targets,
    byName: outsideTests(byName, targets),
    seed: manager === undefined ? undefined : { name: manager, gives: 'manager' },
    hasOthers: values.some((value) => isOther(ev, value, names)),
  };
}

/** The dotted name of the class of something made outside of the project, or in a library that is part of it. */
function typeOf(ev: Evaluation, value: Value): string | undefined {
  if (value.kind === 'object') return value.name;
  return value.kind === 'instance' ? ev.types.publicName(value.class.module.name, value.class.qualname) : undefined;
}

/** `for item in shelf`; a shelf nobody knows may be of any class that can be gone through. */
export function iterateSite(ev: Evaluation, expr: Expr, scope: ProjectFunction, request: FlipRequest): Site {
  const names = ['__iter__', '__next__'];
  const given = givenFor(ev, expr, scope);
  const values = given ?? [...ev.of(expr, scope)];
  const targets = methodsOf(ev, values, names);
  const byName =
    given === undefined && isBlind(ev, expr, values) && mayBeOurs(ev, expr, scope)
      ? ev.project.methodsNamed('__iter__')
      : [];
  const name = request.seedIterable?.(expr, scope) ?? doubledBy(ev, values, '__iter__');
  const seed: Seed | undefined = name === undefined ? undefined : { name, gives: 'iterator' };
  return {
    scope,
    expr,
    kind: 'iterate',
    targets,
    byName: outsideTests(byName, targets),
    seed,
    hasOthers: values.some((value) => isOther(ev, value, names)),
  };
}

/** Objects that kept a synchronous form beside the asynchronous one, which waits for that. */
function doubledBy(ev: Evaluation, values: readonly Value[], name: string): string | undefined {
  const methods = methodsOf(ev, values, [name]);
  const isDoubled = (fn: ProjectFunction) =>
    fn.facts.returns.some(
      (expr) =>
        expr.kind === 'call' &&
        [...ev.of(expr.callee, fn)].some(
          (value) => value.kind === 'external' && /^ferryman\.(?:wait|iterate)$/u.test(value.name),
        ),
    );
  const [first] = methods;
  if (first === undefined || !values.every(({ kind }) => kind === 'instance') || !methods.every(isDoubled))
    return undefined;
  return `${first.owner?.facts.name ?? ''}.${siblings.get(name) ?? name}`;
}

function isBlind(ev: Evaluation, expr: Expr, values: readonly Value[]): boolean {
  return (values.length === 0 || values.some((value) => value.kind === 'unknown')) && !ev.isTold(expr);
}

const outsideTests = (all: readonly ProjectFunction[], known: readonly ProjectFunction[]): readonly ProjectFunction[] =>
  all.filter((fn) => !known.includes(fn) && !isTestModule(fn.module));

/** Something that is gone through or entered, and has none of the project's own methods for it. */
function isOther(ev: Evaluation, value: Value, names: readonly string[]): boolean {
  return value.kind !== 'unknown' && !isImpossible(value) && methodsOf(ev, [value], names).length === 0;
}

/** `list(shelves)` is a list, whatever it was made of; `info.items()` is nothing of a project without an `items`. */
function mayBeOurs(ev: Evaluation, expr: Expr, scope: ProjectFunction): boolean {
  if (expr.kind === 'collection' || expr.kind === 'string') return false;
  if (expr.kind !== 'call') return true;
  const callees = [...ev.of(expr.callee, scope)];
  if (callees.length > 0 && callees.every((value) => value.kind === 'external' && makers.test(value.name)))
    return false;
  if (expr.callee.kind !== 'attribute') return true;
  const { name } = expr.callee;
  return ev.project.methodsNamed(name).length + ev.project.functionsNamed(name).length > 0;
}

const makers =
  /^builtins\.(?:list|tuple|set|frozenset|dict|sorted|range|enumerate|zip|map|filter|reversed|str|bytes|vars|dir)$/u;

/** What a parameter that is declared as something to go through is given; an annotation says nothing of its class. */
function givenFor(ev: Evaluation, expr: Expr, scope: ProjectFunction): readonly Value[] | undefined {
  if (expr.kind !== 'name') return undefined;
  const [only, ...more] = ev.scopes.definitions(scope, expr.id) ?? [];
  if (only?.kind !== 'parameter' || more.length > 0) return undefined;
  const annotation = only.function.facts.parameters.find(({ name }) => name === expr.id)?.annotation;
  const type = annotation && lastName(annotation.kind === 'subscript' ? annotation.of : annotation);
  if (type === undefined || !/^(?:Iterable|Iterator|Generator|Collection)$/u.test(type)) return undefined;
  const sites = ev.callSites(only.function);
  const args = sites.map((site) => {
    const call: Expr = { kind: 'call', callee: expr, args: site.args, line: 0, start: 0, end: 0 };
    return { value: argumentFor(ev, call, site.scope, only.function, expr.id, site.bound), scope: site.scope };
  });
  const values = args.flatMap(({ value, scope: at }) => (value ? [...ev.of(value, at)] : []));
  return args.length > 0 && args.every(({ value }) => value !== undefined) ? [...new Set(values)] : undefined;
}

function methodsOf(ev: Evaluation, values: readonly Value[], names: readonly string[]): readonly ProjectFunction[] {
  const found = values.flatMap((value) =>
    value.kind === 'instance' && !isProtocol(ev, value.class)
      ? names.flatMap((name) =>
          [...ev.member(value.class, name, 'instance')].flatMap((member) =>
            member.kind === 'function' ? [member.function] : [],
          ),
        )
      : [],
  );
  return [...new Set(found)];
}
