import { callTargets, eachExpression, type Program, type ProjectFunction } from '../../src/program/index.ts';
import type { Decision, Why } from './compare.ts';
import type { Pair } from './pair.ts';
import { keyOf, type Site } from './sites.ts';

/** Why we decided as we did, as far as the solver's own answers say: the decision that others follow from. */
export function tracer(
  program: Program,
  pairs: readonly Pair[],
  given: ReadonlySet<ProjectFunction>,
  { flipped, sites, kept: stopped }: Decision,
): Why {
  const pairOf = new Map(pairs.map((pair) => [pair.sync, pair]));
  const kept = new Map(stopped.map((each) => [each.function, each]));
  const bridged = new Set(
    sites.filter(({ isKnown }) => isKnown === false).map(({ scope, expr }) => `${scope.id} ${keyOf(expr)}`),
  );
  const calls = new Map<ProjectFunction, ReadonlyMap<string, readonly ProjectFunction[]>>();
  const targetsOf = (scope: ProjectFunction, site: Site): readonly ProjectFunction[] => {
    let own = calls.get(scope);
    if (own === undefined) calls.set(scope, (own = readCalls(program, scope)));
    return own.get(keyOf(site.span)) ?? [];
  };
  const isAsync = (fn: ProjectFunction) => flipped.has(fn) || given.has(fn) || fn.facts.isAsync;

  const whyNot = (fn: ProjectFunction, seen: Set<ProjectFunction>): string => {
    if (seen.has(fn)) return 'a cycle';
    seen.add(fn);
    const own = kept.get(fn);
    if (own) return `kept: ${own.why} [${own.place.file}:${own.place.line}]`;
    const pair = pairOf.get(fn);
    if (pair === undefined) return `${nameOf(fn)} has nothing to await, and is built differently`;
    const awaited = pair.sites.filter(({ answer }) => answer.isAwaited).map(({ sync }) => sync);
    if (awaited.length === 0) return 'nothing is awaited in it';
    const reasons = awaited.map((site) => whyNoAwait(fn, site, seen));
    return reasons.find((reason) => !reason.startsWith('a cycle')) ?? 'a cycle';
  };
  const whyNoAwait = (scope: ProjectFunction, site: Site, seen: Set<ProjectFunction>): string => {
    if (bridged.has(`${scope.id} ${keyOf(site.span)}`)) return 'bridged as it runs: nobody knows what is called';
    const targets = targetsOf(scope, site);
    if (targets.length === 0) return `no target: ${site.kind} ${site.text}`;
    if (targets.some(isAsync)) {
      if (isAsync(scope)) return `a target is asynchronous, the ${site.kind} is not seen: ${site.text}`;
      const own = kept.get(scope);
      return own ? whyNot(scope, seen) : `a target is asynchronous, ${nameOf(scope)} does not follow`;
    }
    const reasons = targets.map((fn) => whyNot(fn, new Set(seen)));
    return reasons.find((reason) => reason.startsWith('kept')) ?? reasons[0] ?? 'no target';
  };
  const whyAsync = (fn: ProjectFunction, seen: Set<ProjectFunction>): string => {
    const flip = flipped.get(fn);
    if (flip === undefined || seen.has(fn)) return given.has(fn) ? `given: ${nameOf(fn)}` : 'a cycle';
    seen.add(fn);
    if (flip.because === undefined) {
      return flip.family ? `family of ${nameOf(flip.family)}` : 'family of a given function';
    }
    const { to, what, place } = flip.because;
    if (to === undefined) return `seed ${what} [${place.file}:${place.line}]`;
    const pair = pairOf.get(to);
    if (pair?.answer.facts.isAsync ?? false)
      return `it awaits ${nameOf(to)}, asynchronous in both (${flipped.get(to)?.gives ?? 'given'})`;
    return whyAsync(to, seen);
  };
  return (kind, sync, site) => {
    switch (kind) {
      case 'flip missed':
        return whyNot(sync, new Set());
      case 'await missed':
        return site ? whyNoAwait(sync, site, new Set()) : '';
      case 'flip wrong':
        return whyAsync(sync, new Set());
      case 'await wrong': {
        const target = site && targetsOf(sync, site).find(isAsync);
        const isFree = pairOf.get(sync)?.answer.facts.isAsync ?? false;
        if (!isFree) return whyAsync(sync, new Set());
        return target
          ? `in an asynchronous function, calls ${nameOf(target)}: ${whyAsync(target, new Set())}`
          : 'a seed';
      }
    }
  };
}

function readCalls(program: Program, scope: ProjectFunction): ReadonlyMap<string, readonly ProjectFunction[]> {
  const found = new Map<string, readonly ProjectFunction[]>();
  eachExpression(scope.facts, (expr) => {
    if (expr.kind !== 'call') return;
    found.set(
      keyOf(expr),
      callTargets(program.evaluation, expr, scope).map((target) => target.function),
    );
  });
  return found;
}

function nameOf(fn: ProjectFunction): string {
  return `${fn.module.file} ${fn.qualname}`;
}
