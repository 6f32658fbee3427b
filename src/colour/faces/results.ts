import { callTargets, idOf, isTestModule, type ProjectFunction } from '../../program/index.ts';
import { definition, spot } from '../flips/places.ts';
import { classIn } from './annotations.ts';
import type { Occurrence } from './model.ts';
import type { Surroundings } from './occurrences.ts';
import { calledBy, firstOf, holderIn, takenFrom } from './taken.ts';

/** Functions that give sessions: what they give, and what keeps them as they are. */
export function givenBack(around: Surroundings): readonly Occurrence[] {
  const { graph, ev, knowledge, uses } = around;
  const found: Occurrence[] = [];
  for (const scope of graph.scopes()) {
    const holder = graph.result(scope);
    if (holder === undefined) continue;
    const { facts } = scope;
    const keep = (why: string, place = definition(scope)) => graph.pin(holder, 'plain', why, place);
    const annotation = facts.returnAnnotation;
    if (annotation && !classIn(ev, knowledge, annotation, scope.parent ?? scope))
      keep('the annotation of its result is not just a session');
    for (const expr of facts.isGenerator ? facts.yields : facts.returns) {
      if (facts.usage.delegated.includes(expr)) keep('it hands over to another generator');
      if (holderIn(around, expr, scope)) continue;
      const taken = takenFrom(around, expr, scope, holder);
      if (taken) found.push(taken);
    }
  }
  for (const { expr, scope } of uses.calls) {
    const targets = callTargets(ev, expr, scope).filter(({ function: fn }) => graph.result(fn));
    if (targets.length === 0) continue;
    const called = calledBy(ev, expr, scope);
    for (const { function: fn } of targets) {
      const holder = graph.result(fn);
      const why = fn === called ? whyKept(around, fn, expr, scope) : `nobody knows whether it is what a call reaches`;
      if (holder && why !== undefined) graph.pin(holder, 'plain', why, spot(scope, expr));
    }
  }
  return found;
}

/** A call of which it is not clear that all it gives is followed. */
function whyKept(
  { ev, uses, isAwaited }: Surroundings,
  called: ProjectFunction,
  call: Parameters<typeof calledBy>[1],
  scope: ProjectFunction,
): string | undefined {
  if (isTestModule(scope.module)) return `a test calls ${idOf(called)} itself`;
  if (!called.facts.isGenerator) return undefined;
  const [use, ...more] = uses.of(call);
  // What a generator yields is followed through `with`, where the name is bound, and through `next`.
  const isFirst = use?.kind === 'argument' && firstOf(ev, use.parent, scope) === call;
  const isFollowed = more.length === 0 && (use?.kind === 'entered' || (isFirst && !isAwaited(call)));
  return isFollowed ? undefined : `${idOf(called)} is gone through by hand`;
}
