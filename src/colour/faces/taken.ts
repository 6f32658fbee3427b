import type { Evaluation, Expr, ProjectFunction } from '../../program/index.ts';
import type { Call } from '../flips/model.ts';
import { kindOf, peel } from './kinds.ts';
import type { Holder, Occurrence } from './model.ts';
import type { Surroundings } from './occurrences.ts';

/**
 * What a holder takes, where that is no holder itself: `SessionLocal()`, `request.state.db`. Undefined where it may be
 * something else than a session. Holders are looked at from where they are used.
 */
export function takenFrom(
  { ev, knowledge, isAwaited }: Surroundings,
  expr: Expr,
  scope: ProjectFunction,
  wanted: Holder | 'face' | 'plain',
): Occurrence | undefined {
  const { core, written } = peel(ev, knowledge, expr, scope);
  const kind = kindOf(ev, knowledge, ev.of(core, scope));
  if (kind === undefined) return undefined;
  const isRigid = isAwaited(core);
  return { scope, face: kind.face, expr, core, written, has: kind.side, wanted, isRigid };
}

/** The expression is a holder's own, or one with something written around it. */
export function holderIn(around: Surroundings, expr: Expr, scope: ProjectFunction): Holder | undefined {
  const { core } = peel(around.ev, around.knowledge, expr, scope);
  return holderOf(around, core.kind === 'await' ? core.of : core, scope);
}

function holderOf({ ev, graph, uses }: Surroundings, core: Expr, scope: ProjectFunction): Holder | undefined {
  if (core.kind === 'name') {
    const home = uses.home(scope, core.id);
    return home && graph.name(home, core.id);
  }
  if (core.kind !== 'call') return undefined;
  const first = firstOf(ev, core, scope);
  const called = calledBy(ev, first ?? core, scope);
  return called?.facts.isGenerator === (first !== undefined) ? graph.result(called) : undefined;
}

/** The generator that `next(open_session())` takes the first session of. */
export function firstOf(ev: Evaluation, call: Call, scope: ProjectFunction): Call | undefined {
  const [first, ...more] = call.args;
  if (first?.value.kind !== 'call' || first.name !== undefined || more.length > 0) return undefined;
  const isNext = [...ev.of(call.callee, scope)].every(
    (value) => value.kind === 'external' && value.name === 'builtins.next',
  );
  return isNext ? first.value : undefined;
}

/** The one function of the project that a call runs. */
export function calledBy(ev: Evaluation, call: Call, scope: ProjectFunction): ProjectFunction | undefined {
  const [value, ...more] = ev.of(call.callee, scope);
  return value?.kind === 'function' && more.length === 0 ? value.function : undefined;
}
