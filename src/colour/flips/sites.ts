import {
  callTargets,
  type Evaluation,
  isTestModule,
  type Program,
  type ProjectFunction,
  type Uses,
  type Value,
  valueTargets,
} from '../../program/index.ts';
import { couldBind } from './bindable.ts';
import { blindTargets, findLoose, isUncertain, type Loose } from './blind.ts';
import { isImpossible, lacks } from './builtins.ts';
import { madeSites } from './constructors.ts';
import { enterSite, iterateSite } from './entered.ts';
import { mappedFunctions } from './mapped.ts';
import type { Call, FlipRequest, Seed, Site } from './model.ts';
import { readSites } from './properties.ts';
import { wrappedCall } from './wrappers.ts';

/** All sites of a project, in the order of its functions. */
export function findSites(program: Program, uses: Uses, request: FlipRequest): readonly Site[] {
  const ev = program.evaluation;
  const loose = findLoose(ev, uses);
  const found: Site[] = uses.calls.flatMap(({ expr, scope }) => [
    callSite(ev, uses, loose, expr, scope, request),
    ...waitedFor(ev, expr, scope),
    ...mapped(ev, expr, scope),
  ]);
  found.push(...readSites(ev), ...madeSites(ev, uses));
  for (const scope of ev.project.functions) {
    for (const item of scope.facts.withs) if (!item.isAsync) found.push(enterSite(ev, item.context, scope, request));
    const asyncIterated = new Set(scope.facts.usage.asyncIterated);
    for (const { value, how } of scope.facts.bindings) {
      if (how !== 'element' || value === undefined || asyncIterated.has(value)) continue;
      found.push(iterateSite(ev, value, scope, request));
    }
  }
  return found.filter((site) => site.targets.length > 0 || site.byName.length > 0 || site.seed !== undefined);
}

/** Whatever it reaches gives something to await, and gets it: it was asynchronous before. */
function isAwaited(ev: Evaluation, uses: Uses, call: Call, scope: ProjectFunction): boolean {
  return uses.of(call).some((use) => {
    if (use.kind === 'part') return use.parent.kind === 'await';
    if (use.kind !== 'argument') return false;
    return [...ev.of(use.parent.callee, scope)].some(
      (value) => value.kind === 'external' && /^(?:asyncio\.|ferryman\.(?:maybe_)?wait$)/u.test(value.name),
    );
  });
}

function callSite(
  ev: Evaluation,
  uses: Uses,
  loose: Loose,
  call: Call,
  scope: ProjectFunction,
  request: FlipRequest,
): Site {
  const wrapped = wrappedCall(ev, call, scope);
  const all = callTargets(ev, call, scope).filter((target) => target.how === 'resolved');
  const stored = guessed(ev, call, scope);
  const resolved = all.map((target) => target.function).filter((fn) => !stored.has(fn));
  // What is made is a site of its own; `super().__init__()` reaches no class whose objects are made asynchronously.
  const isHere = (fn: ProjectFunction) => isFunction(fn) && fn.facts.name !== '__init__';
  const known = [...new Set([...resolved, ...wrapped])].filter(isHere);
  // What a decorator was given is what it was put on, whatever else the evaluation thinks.
  const isSure =
    known.length === 0 || wrapped.length > 0 || isTestModule(scope.module) || isNothingElse(ev, call, scope);
  const targets = isSure ? known : [];
  const candidates = isAwaited(ev, uses, call, scope)
    ? []
    : [...unknownTargets(ev, call, scope), ...blindTargets(ev, call, scope, loose)];
  const guesses = [...candidates, ...stored, ...(isSure ? [] : known)];
  const byName = new Set(guesses.filter((fn) => isHere(fn) && mayBind(fn, call, loose)));
  for (const target of targets) byName.delete(target);
  return {
    scope,
    expr: call,
    kind: 'call',
    targets,
    byName: [...byName],
    seed: targets.length === 0 ? seedOf(request.seed(call, scope)) : undefined,
    hasOthers: false,
  };
}

/** `wait(call())`, `iterate(call())`: what is bridged now is asynchronous as soon as the function around it can be. */
function waitedFor(ev: Evaluation, call: Call, scope: ProjectFunction): readonly Site[] {
  if (isTestModule(scope.module)) return [];
  const site = (expr: Call, name: string, gives: Seed['gives']): Site => ({
    scope,
    expr,
    kind: 'call',
    targets: [],
    byName: [],
    seed: { name, gives },
    hasOthers: false,
  });
  const given = call.args[0]?.value;
  return [...ev.of(call.callee, scope)].flatMap((value) => {
    if (value.kind !== 'external') return [];
    if (value.name === ITERATE) return [site(call, ITERATE, 'iterator')];
    return value.name === WAIT && given?.kind === 'call' ? [site(given, WAIT, 'coroutine')] : [];
  });
}

/** `list(map(lend, books))` calls `lend`. */
function mapped(ev: Evaluation, call: Call, scope: ProjectFunction): readonly Site[] {
  const targets = mappedFunctions(ev, call, scope);
  if (targets.length === 0) return [];
  return [{ scope, expr: call, kind: 'call', targets, byName: [], seed: undefined, shape: 'mapped', hasOthers: false }];
}

/** The seed that stands in a call of the runtime's `wait`. */
const WAIT = 'ferryman.wait';

/** The same for its `iterate`. */
export const ITERATE = 'ferryman.iterate';

/** What the runtime bridges now and what can be awaited, or gone through, once the code around it is asynchronous. */
export const isBridge = (seed: string | undefined): boolean => seed === WAIT || seed === ITERATE;

const seedOf = (seed: string | Seed | undefined): Seed | undefined =>
  typeof seed === 'string' ? { name: seed, gives: 'coroutine' } : seed;

const isFunction = ({ facts }: ProjectFunction): boolean => facts.kind === 'function';

/** The callee is one of the functions that are known, and nothing beside them that gives no coroutine. */
function isNothingElse(ev: Evaluation, call: Call, scope: ProjectFunction): boolean {
  return [...ev.of(call.callee, scope)].every((value) => {
    if (value.kind === 'unknown') return ev.isTold(call.callee);
    // What a lambda gives, and the instance of a class, cannot be awaited.
    if (value.kind === 'class' || (value.kind === 'function' && !isFunction(value.function))) return false;
    if (value.kind !== 'external' && value.kind !== 'object') return true;
    return isImpossible(value) || (isOfResult(value.name) && ev.isTold(call.callee));
  });
}

/** `builtins.dict.get().lend`: of what something outside gave, as good as unknown. */
const isOfResult = (name: string): boolean => name.includes('().');

/** A function that became an attribute of a class is given the receiver, too; a method kept as a value may be unbound. */
function mayBind(fn: ProjectFunction, call: Call, loose: Loose): boolean {
  if (couldBind(fn, call.args)) return true;
  if (!loose.all.includes(fn)) return false;
  if (fn.owner) return couldBind({ ...fn, owner: undefined }, call.args);
  if (call.callee.kind !== 'attribute') return false;
  return couldBind(fn, [{ name: undefined, value: call.callee.of }, ...call.args]);
}

/** Among what values say is called there, what nobody can be sure of. */
function guessed(ev: Evaluation, call: Call, scope: ProjectFunction): ReadonlySet<ProjectFunction> {
  if (call.callee.kind === 'attribute' || !isUncertain(ev, call, scope)) return storedAnywhere(ev, call, scope);
  return new Set(valueTargets(ev, ev.of(call.callee, scope)).map((target) => target.function));
}

/**
 * What is only reached because somebody stored it under that name on some object, or because one of several receivers
 * that nobody can tell apart has it: receivers outside the project count as unknown for what is inside.
 */
function storedAnywhere(ev: Evaluation, call: Call, scope: ProjectFunction): ReadonlySet<ProjectFunction> {
  if (call.callee.kind !== 'attribute' || ev.isTold(call.callee)) return new Set();
  const receivers = [...ev.of(call.callee.of, scope)];
  const inside = receivers.filter(({ kind }) => kind !== 'unknown' && kind !== 'object' && kind !== 'many');
  if (inside.length === receivers.length) return new Set();
  const certain = new Set(
    valueTargets(ev, ev.attribute(new Set(inside), call.callee.name)).map((target) => target.function),
  );
  const all = valueTargets(ev, ev.of(call.callee, scope)).map((target) => target.function);
  return new Set(all.filter((fn) => !certain.has(fn)));
}

/** Names propose: whatever has the name may be meant, unless types have told what the receiver is. */
function unknownTargets(ev: Evaluation, call: Call, scope: ProjectFunction): readonly ProjectFunction[] {
  if (call.callee.kind !== 'attribute' || ev.isTold(call.callee)) return [];
  const receivers = [...ev.of(call.callee.of, scope)];
  const { name } = call.callee;
  const values = ev.of(call.callee, scope);
  // A known receiver may not have it itself: `__getattr__` and metaclasses find it elsewhere.
  const isMissing = values.size === 0 || values.has(ev.pool.unknown);
  // A list that has no such method is not meant where a desk beside it has; where nothing has it, values are wrong.
  const isWrong = receivers.some((value) => lacks(value, name)) && valueTargets(ev, values).length === 0;
  const isBlind = isMissing || isWrong || receivers.some(({ kind }) => kind === 'unknown');
  if (receivers.length === 0 || isBlind) {
    // In tests what is unknown is mostly a library's: clients, responses, mocks. There only rare names count.
    if (isTestModule(scope.module))
      return callTargets(ev, call, scope).flatMap((target) => (target.how === 'name' ? [target.function] : []));
    const inTests = (fn: ProjectFunction) => isTestModule(fn.module);
    return [...ev.project.methodsNamed(name), ...ev.project.functionsNamed(name)].filter((fn) => !inTests(fn));
  }
  return receivers.flatMap((value) => (value.kind === 'some-member' ? membersOf(ev, value) : []));
}

function membersOf(ev: Evaluation, value: Extract<Value, { kind: 'some-member' }>): readonly ProjectFunction[] {
  return ev.classes.order(value.class).flatMap((cls) => [...cls.methods.values()].flat());
}
