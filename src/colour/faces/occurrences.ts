import type { Knowledge } from '../../knowledge/index.ts';
import {
  type Evaluation,
  type Expr,
  type ProjectFunction,
  spell,
  type Target,
  type Use,
  type Uses,
  valueTargets,
} from '../../program/index.ts';
import { parameterFor } from '../flips/arguments.ts';
import type { Call } from '../flips/model.ts';
import { spot } from '../flips/places.ts';
import type { HolderGraph } from './graph.ts';
import { facedBy } from './kinds.ts';
import type { Holder, Occurrence, Side } from './model.ts';

/** What the native change makes of the project, as far as sessions are concerned. */
export interface Surroundings {
  readonly ev: Evaluation;
  readonly knowledge: Knowledge;
  readonly uses: Uses;
  readonly graph: HolderGraph;
  /** The expression is awaited, or entered asynchronously, from now on. */
  isAwaited(expr: Expr): boolean;
  /** What the call gives goes through the runtime's `wait`. */
  isBridged(call: Expr): boolean;
  /** A dependency in whose place something else may be put. */
  isOverridden(fn: ProjectFunction): boolean;
}

/** Every use of what a name holds, or of what calling a function gives. */
export function occurrencesOf(
  around: Surroundings,
  expr: Expr,
  scope: ProjectFunction,
  holder: Holder,
): readonly Occurrence[] {
  const { graph, ev, knowledge, uses } = around;
  const { face, now } = graph.nodeOf(holder);
  // `await open_session()`: nothing can be written between the two.
  const awaited = awaitAround(uses, expr);
  const isRigid = awaited !== undefined || around.isAwaited(expr);
  const core = awaited ?? expr;
  const base = { scope, face, core, has: holder, isRigid };
  return uses.of(core).flatMap((use): Occurrence[] => {
    const outer = outside(ev, knowledge, use, core, scope, face.plain);
    if (outer === undefined) {
      const asked = wantedBy(around, use, core, scope, holder, undefined);
      // What is written for an asynchronous session that somebody has already is right as it is.
      const wanted = now === 'face' && typeof asked === 'string' ? 'any' : asked;
      return [{ ...base, expr: core, written: undefined, wanted }];
    }
    const { expr: whole, written } = outer;
    return uses.of(whole).map((each) => {
      const wanted = wantedBy(around, each, whole, scope, holder, written);
      return { ...base, expr: whole, written, wanted };
    });
  });
}

function awaitAround(uses: Uses, expr: Expr): Expr | undefined {
  const [use] = uses.of(expr);
  return use?.kind === 'part' && use.parent.kind === 'await' ? use.parent : undefined;
}

/** What is written around it already: `.sync_session` behind it, or `async_session(...)` around it. */
function outside(
  ev: Evaluation,
  knowledge: Knowledge,
  use: Use,
  core: Expr,
  scope: ProjectFunction,
  plain: string,
): { readonly expr: Expr; readonly written: Side } | undefined {
  if (use.kind === 'part' && use.parent.kind === 'attribute' && use.parent.name === plain)
    return { expr: use.parent, written: 'plain' };
  if (use.kind === 'argument' && facedBy(ev, knowledge, use.parent, scope) === core)
    return { expr: use.parent, written: 'face' };
  return undefined;
}

function wantedBy(
  around: Surroundings,
  use: Use,
  expr: Expr,
  scope: ProjectFunction,
  holder: Holder,
  written: Side | undefined,
): Occurrence['wanted'] {
  const { graph, uses } = around;
  switch (use.kind) {
    case 'bare':
    case 'tested':
      return 'any';
    case 'returned':
      return graph.result(scope) ?? 'plain';
    case 'yielded':
      return use.delegated ? 'plain' : (graph.result(scope) ?? 'plain');
    case 'bound': {
      const { target, how } = use.binding;
      return (how === 'assign' && target.kind === 'name' && graph.name(scope, target.id)) || 'plain';
    }
    case 'entered':
      return use.item.isAsync || around.isAwaited(expr) ? 'face' : 'plain';
    case 'argument':
      return parameterWanted(around, use.parent, expr, scope);
    case 'part':
      if (use.parent.kind === 'attribute') return memberWanted(around, use.parent, holder, written);
      return isComparedWithNone(use.parent) || isOnlyTested(uses, use.parent) ? 'any' : 'plain';
    case 'target':
      // `del db`, and whatever else is no value.
      graph.pin(holder, 'plain', `${spell(expr)} stands where nothing can be written around it`, spot(scope, expr));
      return 'plain';
    default:
      return 'plain';
  }
}

/** `db.commit()`: awaited from now on, done at once, or the same whichever face it is. */
function memberWanted(
  { graph, uses, isAwaited }: Surroundings,
  member: Extract<Expr, { kind: 'attribute' }>,
  holder: Holder,
  written: Side | undefined,
): Side | 'any' {
  const { face, now } = graph.nodeOf(holder);
  if (face.same.has(member.name)) return 'any';
  const isFaceNow = (written ?? now) === 'face';
  if (isFaceNow) return 'face';
  const calls = uses.of(member).flatMap((use) => (use.kind === 'callee' ? [use.parent] : []));
  return face.awaited.has(member.name) && calls.length > 0 && calls.every(isAwaited) ? 'face' : 'plain';
}

/** The parameter that takes it, where everything the call may run has one; all of them are then on one side. */
function parameterWanted(around: Surroundings, call: Call, value: Expr, scope: ProjectFunction): Holder | Side {
  const { ev, graph } = around;
  const values = ev.of(call.callee, scope);
  const targets = valueTargets(ev, values);
  const isKnown = [...values].every((each) => valueTargets(ev, [each]).length > 0);
  const holders = targets.map((target) => parameterOf(around, call, scope, target, value));
  const [first] = holders;
  if (first === undefined || !isKnown || holders.includes(undefined)) return 'plain';
  for (const other of holders) if (other) graph.unite(first, other);
  return first;
}

function parameterOf(
  { ev, graph }: Surroundings,
  call: Call,
  scope: ProjectFunction,
  { function: fn }: Target,
  value: Expr,
): Holder | undefined {
  const name = parameterFor(ev, call, scope, fn, value);
  return name === undefined ? undefined : graph.name(fn, name);
}

/** `db is None`, `db is not None`. */
function isComparedWithNone(parent: Expr): boolean {
  return (
    parent.kind === 'other' &&
    parent.type === 'comparison_operator' &&
    parent.parts.some((part) => part.kind === 'literal' && part.type === 'None')
  );
}

/** `if not db:` */
function isOnlyTested(uses: Uses, parent: Expr): boolean {
  return (
    parent.kind === 'other' && parent.type === 'not_operator' && uses.of(parent).every(({ kind }) => kind === 'tested')
  );
}
