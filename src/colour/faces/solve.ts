import type { Knowledge } from '../../knowledge/index.ts';
import {
  type Evaluation,
  type Expr,
  indexUses,
  isTestModule,
  type Program,
  type ProjectFunction,
  type Uses,
} from '../../program/index.ts';
import type { NativeChange } from '../flips/index.ts';
import { definition } from '../flips/places.ts';
import { classIn } from './annotations.ts';
import { boundTo } from './bound.ts';
import { given } from './called.ts';
import { keepEscaping } from './escaping.ts';
import { ADAPTER, AT_SOURCE, HolderGraph } from './graph.ts';
import { addHolders } from './holders.ts';
import type { AnnotationEdit, FaceEdit, Faces, Holder, Occurrence, Side } from './model.ts';
import { occurrencesOf, type Surroundings } from './occurrences.ts';
import { givenBack } from './results.ts';
import { calledBy, firstOf } from './taken.ts';

/**
 * Which parameters, variables and results hold the asynchronous face of their session once the functions of `change`
 * are native, so that least has to be written around sessions: a minimum cut between places that await and places that
 * use a session synchronously. What is not seen in full keeps the synchronous session.
 */
export function solveFaces(program: Program, knowledge: Knowledge, change: NativeChange): Faces {
  const ev = program.evaluation;
  const uses = indexUses(ev);
  const graph = new HolderGraph();
  const awaited = new Set<Expr>(change.sites.flatMap(({ expr, how }) => (how === 'await' ? [expr] : [])));
  const bridged = new Set<Expr>(change.sites.flatMap(({ expr, how }) => (how === 'wait' ? [expr] : [])));
  const guessed = new Set<Expr>(change.sites.flatMap(({ expr, how }) => (how === 'maybe' ? [expr] : [])));
  const around: Surroundings = {
    ev,
    knowledge,
    uses,
    graph,
    isAwaited: (expr) => awaited.has(expr),
    isBridged: (call) => bridged.has(call) || isWaitedFor(ev, uses, call),
    isOverridden: overridden(program, uses),
  };
  addHolders(graph, ev, knowledge);
  keepEscaping(around, new Set(program.endpoints.map((endpoint) => endpoint.function)));
  const occurrences = [
    ...graph.all().flatMap(({ holder }) => (holder.kind === 'name' ? boundTo(around, holder.scope, holder.name) : [])),
    ...given(around),
    ...givenBack(around),
    ...graph.all().flatMap(({ holder }) => usesOf(around, holder, guessed)),
  ];
  joinAnnotations(program, around);
  for (const occurrence of occurrences) charge(graph, occurrence);
  return { ...written(around, occurrences), contradicted: graph.contradicted(), kept: keptIn(graph, change) };
}

/** `wait(lend(db))` that is written already. */
function isWaitedFor(ev: Evaluation, uses: Uses, call: Expr): boolean {
  return uses.of(call).some((use) => {
    const scope = use.kind === 'argument' ? uses.scopeOf(use.parent) : undefined;
    if (use.kind !== 'argument' || scope === undefined) return false;
    return [...ev.of(use.parent.callee, scope)].some(
      (value) => value.kind === 'external' && value.name === 'ferryman.wait',
    );
  });
}

/** Whether something may be put into the place of a dependency: then its annotation is what tells of its sessions. */
function overridden({ endpoints }: Program, uses: Uses): (fn: ProjectFunction) => boolean {
  if (uses.attributes('dependency_overrides').length === 0) return () => false;
  const dependencies = new Set(endpoints.flatMap((endpoint) => endpoint.dependencies.map((each) => each.function)));
  return (fn) => dependencies.has(fn);
}

/** Where a holder's session is used. */
function usesOf(around: Surroundings, holder: Holder, guessed: ReadonlySet<Expr>): readonly Occurrence[] {
  const { uses, ev } = around;
  if (holder.kind === 'name')
    return uses
      .reads(holder.scope, holder.name)
      .flatMap(({ expr, scope }) => occurrencesOf(around, expr, scope, holder));
  const { isGenerator } = holder.scope.facts;
  return uses.calls.flatMap(({ expr, scope }) => {
    const call = isGenerator ? firstOf(ev, expr, scope) : expr;
    if (call === undefined || calledBy(ev, call, scope) !== holder.scope || isTestModule(scope.module)) return [];
    const found = occurrencesOf(around, expr, scope, holder);
    return around.isBridged(expr) || guessed.has(expr) ? found.map((each) => ({ ...each, isRigid: true })) : found;
  });
}

/** What an occurrence costs on each side; what cannot be written is no choice. */
function charge(graph: HolderGraph, { has, wanted, written, isRigid, scope }: Occurrence): void {
  if (wanted === 'any' || has === wanted) return;
  const place = definition(scope);
  if (typeof has === 'string') {
    if (typeof wanted === 'string') return;
    if (isRigid && written === undefined) graph.pin(wanted, has, 'what it is given is awaited where it stands', place);
    else graph.cost(wanted, has === 'face' ? 'plain' : 'face', AT_SOURCE);
  } else if (typeof wanted === 'string') {
    if (isRigid && written === undefined) graph.pin(has, 'plain', 'its result is used as it comes', place);
    else graph.cost(has, wanted === 'face' ? 'plain' : 'face', ADAPTER);
  } else if (isRigid && written === undefined) graph.unite(has, wanted);
  else graph.pair(has, wanted);
}

/** Parameters that share the text of an annotation share what it says. */
function joinAnnotations(program: Program, { ev, knowledge, graph }: Surroundings): void {
  const first = new Map<Expr, Holder | 'other'>();
  const see = (annotation: Expr | undefined, scope: ProjectFunction, holder: Holder | undefined) => {
    const spot = annotation && classIn(ev, knowledge, annotation, scope);
    if (spot === undefined) return;
    const known = first.get(spot.expr);
    if (known === undefined) first.set(spot.expr, holder ?? 'other');
    if (holder && known && known !== 'other') graph.unite(holder, known);
    const kept = holder === undefined ? known : known === 'other' ? holder : undefined;
    if (kept && kept !== 'other')
      graph.pin(kept, 'plain', 'its annotation is shared with something that is not followed', definition(scope));
  };
  for (const fn of program.project.functions) {
    const scope = fn.parent ?? fn;
    for (const { name, annotation } of fn.facts.parameters) see(annotation, scope, graph.name(fn, name));
    see(fn.facts.returnAnnotation, scope, graph.result(fn));
    for (const { target, annotation } of fn.facts.bindings)
      see(annotation, fn, target.kind === 'name' ? graph.name(fn, target.id) : undefined);
  }
}

/** What has to be written where. */
function written(around: Surroundings, occurrences: readonly Occurrence[]): Omit<Faces, 'contradicted' | 'kept'> {
  const { graph } = around;
  const side = (of: Holder | Side): Side => (typeof of === 'string' ? of : graph.side(of));
  const faced = new Set<Expr>();
  const covered = new Set(occurrences.map(({ core }) => core));
  const edits = occurrences.flatMap((occurrence): FaceEdit[] => {
    const { has, wanted } = occurrence;
    const write = wanted === 'any' || side(has) === side(wanted) ? undefined : side(wanted);
    if (side(has) === 'face' || occurrence.written === 'face') faced.add(occurrence.expr);
    return write === occurrence.written ? [] : [{ occurrence, write }];
  });
  const turned = graph.all().filter(({ holder, now }) => now === 'plain' && graph.side(holder) === 'face');
  const annotations = new Map<Expr, AnnotationEdit>();
  for (const { holder, face } of turned)
    for (const { expr, scope } of annotationsOf(around, holder)) annotations.set(expr, { expr, scope, face });
  const unannotated = turned.filter(
    ({ holder: { kind, scope } }) =>
      kind === 'result' && scope.facts.returnAnnotation === undefined && around.isOverridden(scope),
  );
  return {
    turned,
    edits,
    annotations: [...annotations.values()],
    unannotated,
    givesFace: (expr) => faced.has(expr),
    covers: (expr) => covered.has(expr),
  };
}

function annotationsOf({ ev, knowledge }: Surroundings, { scope, ...holder }: Holder) {
  const around = scope.parent ?? scope;
  const own =
    holder.kind === 'result'
      ? [{ annotation: scope.facts.returnAnnotation, at: around }]
      : [
          ...scope.facts.parameters.flatMap(({ name, annotation }) =>
            name === holder.name ? [{ annotation, at: around }] : [],
          ),
          ...scope.facts.bindings.flatMap(({ target, annotation }) =>
            target.kind === 'name' && target.id === holder.name ? [{ annotation, at: scope }] : [],
          ),
        ];
  return own.flatMap(({ annotation, at }) => (annotation && classIn(ev, knowledge, annotation, at)) ?? []);
}

/** What stays synchronous in native code, and why. */
function keptIn(graph: HolderGraph, { flipped }: NativeChange): Faces['kept'] {
  return graph.all().flatMap(({ holder }) => {
    const isNative = holder.scope.facts.isAsync || flipped.has(holder.scope);
    if (!isNative || graph.side(holder) === 'face') return [];
    const pin = graph.pinOf(holder);
    return pin === undefined ? [] : [{ holder, why: pin.why, place: pin.place }];
  });
}
