import type { Knowledge } from '../../knowledge/index.ts';
import {
  type Expr,
  idOf,
  indexUses,
  isTestModule,
  lastName,
  type Place,
  type Program,
  type ProjectFunction,
  spell,
} from '../../program/index.ts';
import { withFingerprints } from '../fingerprint.ts';
import type { AuditFinding } from '../model.ts';
import type { Analysis, Call, Sink } from './model.ts';
import { findCallbacks } from './callbacks.ts';
import { byName } from './by-name.ts';
import { isDead } from './dead.ts';
import { decoratedResult } from './decorators.ts';
import { usesOfValue } from './follow.ts';
import { type Kind, kindOf } from './kinds.ts';
import { type Layer, type Pending, plain } from './layers.ts';
import { rewrappers } from './libraries.ts';
import { findIterables, findManagers } from './managers.ts';
import { wordsFor } from './messages.ts';
import { raisesNearby } from './nearby.ts';
import { callResult, propertyOf, valueOf } from './results.ts';

/** A call that may be a forgotten await, and nobody can say for sure. */
export interface ForgottenUnknown {
  readonly place: Place;
  readonly inside: string;
  readonly what: string;
  readonly why: string;
  readonly isInTests: boolean;
}

export interface ForgottenAwaits {
  /** In the order of files, then places. */
  readonly findings: readonly { readonly kind: Kind; readonly finding: AuditFinding }[];
  readonly unknown: readonly ForgottenUnknown[];
}

/** The findings alone; see `findForgotten`. */
export function forgottenAwaits(program: Program, knowledge: Knowledge): readonly Omit<AuditFinding, 'fingerprint'>[] {
  const { findings, unknown } = findForgotten(program, knowledge);
  return [...findings.map(({ finding }) => finding), ...unknown.filter(({ isInTests }) => !isInTests).map(possible)];
}

/** What is not known is said, as a note. */
function possible({ place, inside, what, why }: ForgottenUnknown): Omit<AuditFinding, 'fingerprint'> {
  return {
    rule: 'possible-forgotten-await',
    place,
    inside,
    what,
    why: `${why.charAt(0).toUpperCase()}${why.slice(1)}.`,
    next: 'See what it calls: annotate the receiver, or await it.',
    applicability: 'needs-review',
    entryPoints: [],
    chain: [],
  };
}

/**
 * Calls of asynchronous functions whose coroutine nobody awaits, gathers, schedules or hands on, through every file of
 * the project. Findings are certain as far as the text goes; where a callee or what becomes of its result cannot be
 * resolved, the call is among `unknown`. `entryPoints` and `chain` are left empty.
 */
export function findForgotten(program: Program, knowledge: Knowledge): ForgottenAwaits {
  const a = analyse(program, knowledge);
  const found = new Map<Expr, { scope: ProjectFunction; kind: Kind; layers: readonly Layer[]; at?: Expr }>();
  const open = new Map<Expr, ForgottenUnknown>();
  const callbacks = findCallbacks(a);
  for (const { expr, scope } of callbacks.given)
    if (!isDead(a, expr, scope)) found.set(expr, { scope, kind: 'callback', layers: ['coroutine'] });
  for (const { expr, scope } of findManagers(a))
    if (!isDead(a, expr, scope)) found.set(expr, { scope, kind: 'with', layers: ['async-manager'] });
  for (const { expr, scope } of findIterables(a))
    if (!isDead(a, expr, scope)) found.set(expr, { scope, kind: 'async-generator', layers: ['async-generator'] });

  const judge = (expr: Expr, scope: ProjectFunction, { layers, sure }: Pending): void => {
    if (layers.length === 0 || found.has(expr) || isDead(a, expr, scope)) return;
    const nearby = raisesNearby(a, expr, scope, layers);
    const certain: readonly Sink[] | undefined = nearby && [{ kind: 'lost', at: nearby, raises: true }];
    const sinks = certain ?? a.follow(expr, scope, layers);
    if (sinks.some((sink) => sink.kind === 'good')) return;
    const handed = sinks.some((sink) => sink.kind === 'handed');
    const all = sinks.filter((sink) => sink.kind === 'lost');
    const lost = all.find((sink) => sink.raises) ?? (handed ? undefined : all[0]);
    if (handed && !lost) return;
    if (layers[0] === 'future' && !lost && !sinks.some((sink) => sink.kind === 'unknown' && sink.isRunning)) return;
    if (layers[0] === 'manager' && !lost) return;
    const doubt = lost?.raises ? undefined : sinks.find((sink) => sink.kind === 'unknown');
    if (!sure || doubt) {
      const why = sure ? (doubt?.why ?? '') : 'nobody knows for certain what is called';
      const isInTests = isTestModule(scope.module);
      open.set(expr, { ...spot(expr, scope), what: `${spell(expr)} may want an await`, why, isInTests });
      return;
    }
    const isMap = expr.kind === 'call' && expr.callee.kind === 'name' && expr.callee.id === 'map';
    const kind = isMap ? 'callback' : kindOf(a, expr, scope, layers, sinks.length === 0);
    found.set(expr, { scope, kind, layers, ...(lost ? { at: lost.at } : {}) });
  };
  for (const { expr: call, scope } of a.uses.calls) {
    if (callbacks.blamed.has(call)) continue;
    if (isAskedOfPending(a, call, scope) || isRelay(a, call, scope)) continue;
    const pending = a.called(call, scope);
    judge(call, scope, pending.layers.length > 0 ? pending : byName(a, call, scope, pending));
  }
  for (const { expr, scope } of a.uses.dotted) judge(expr, scope, propertyOf(a, expr, scope));

  const sorted = [...found].map(([expr, rest]) => ({ expr, ...rest, ...spot(expr, rest.scope) })).sort(byPlace);
  const findings = sorted.map(({ expr, scope, kind, layers, at, place, inside }) => {
    const where = at && at.line !== expr.line ? ` (line ${at.line})` : '';
    return {
      rule: 'forgotten-await' as const,
      place,
      inside,
      ...wordsFor(kind, spell(expr), layers, where, scope.facts.isAsync),
      applicability: 'needs-review' as const,
      entryPoints: [],
      chain: [],
    };
  });
  const kinds = sorted.map(({ kind }) => kind);
  return {
    findings: withFingerprints(findings).map((finding, at) => ({ finding, kind: kinds[at] ?? 'value' })),
    unknown: [...open.values()].sort(byPlace),
  };
}

function spot(expr: Expr, scope: ProjectFunction): { place: Place; inside: string } {
  const { line, start, end } = expr;
  return {
    place: { file: scope.module.file, line, start, end },
    inside: idOf(scope),
  };
}

function byPlace(one: { place: Place }, other: { place: Place }): number {
  const { file, start } = one.place;
  return file === other.place.file ? start - other.place.start : file < other.place.file ? -1 : 1;
}

/** `find(title).lend()`: that `find` wants an await is said once. */
function isAskedOfPending(a: Analysis, call: Call, scope: ProjectFunction): boolean {
  if (call.callee.kind !== 'attribute') return false;
  const [top] = a.value(call.callee.of, scope).layers;
  if (top === 'async-generator' && /^(?:__anext__|asend|athrow|aclose)$/u.test(call.callee.name)) return false;
  return top !== undefined && top !== 'future' && top !== 'container';
}

/** `list(jobs)` gives on what is followed from where it was made. */
function isRelay(a: Analysis, call: Call, scope: ProjectFunction): boolean {
  return [...a.ev.of(call.callee, scope)].some(
    (value) =>
      value.kind === 'external' &&
      (rewrappers.test(value.name) || /(?:\.cast|^contextlib\.aclosing)$/u.test(value.name)),
  );
}

const enoughCycles = 10_000;

function analyse(program: Program, knowledge: Knowledge): Analysis {
  const uses = indexUses(program.evaluation);
  const ev = program.evaluation;
  const results = new Map<ProjectFunction, Pending>();
  const called = new Map<Call, Pending>();
  const named = new Map<Expr, Pending>();
  const running = new Set<unknown>();
  let cycles = 0;
  const following = new Map<Expr, Set<string>>();
  const consumed = new Map<string, boolean>();
  const framework = new Set<ProjectFunction>();
  for (const endpoint of program.endpoints) {
    framework.add(endpoint.function);
    for (const { function: fn } of endpoint.dependencies) if (fn) framework.add(fn);
  }
  let wrapped: ReadonlySet<ProjectFunction> | undefined;
  let callers: Map<ProjectFunction, { call: Call; scope: ProjectFunction }[]> | undefined;
  const indexCallers = () => {
    const index = new Map<ProjectFunction, { call: Call; scope: ProjectFunction }[]>();
    for (const { expr: call, scope } of uses.calls) {
      for (const value of ev.of(call.callee, scope)) {
        if (value.kind !== 'function') continue;
        const list = index.get(value.function);
        if (list) list.push({ call, scope });
        else index.set(value.function, [{ call, scope }]);
      }
    }
    return index;
  };
  /** Compute once; while it is being computed, a plain value answers. */
  const once = <K>(known: Map<K, Pending>, key: K, compute: () => Pending): Pending => {
    const before = known.get(key);
    if (before) return before;
    if (running.has(key)) {
      cycles += 1;
      return plain;
    }
    running.add(key);
    const earlier = cycles;
    const pending = compute();
    running.delete(key);
    // What was found out on the way round a cycle holds for its start only; a project of nothing but cycles must end.
    if (cycles === earlier || running.size === 0 || cycles > enoughCycles) known.set(key, pending);
    return pending;
  };
  const a: Analysis = {
    program,
    ev,
    uses,
    knowledge,
    result: (fn) => once(results, fn, () => decoratedResult(a, fn)),
    called: (call, scope) => once(called, call, () => callResult(a, call, scope)),
    value: (expr, scope) => valueOf(a, expr, scope),
    named: (read, compute) => once(named, read, compute),
    follow(expr, scope, layers): readonly Sink[] {
      if (layers.length > 5) return [{ kind: 'unknown', why: 'it goes in circles' }];
      const key = layers.join();
      const before = following.get(expr) ?? new Set();
      if (before.has(key)) return [];
      following.set(expr, before.add(key));
      try {
        return usesOfValue(a, expr, scope, layers);
      } finally {
        before.delete(key);
      }
    },
    consumed(fn, layers) {
      const key = `${fn.id} ${layers.join()}`;
      const known = consumed.get(key);
      if (known !== undefined) return known;
      consumed.set(key, false); // who asks on the way round gets no for an answer
      const names = fn.facts.decorators.map((expr) => lastName(expr.kind === 'call' ? expr.callee : expr));
      const isManager = names.includes('asynccontextmanager');
      const outer = isManager ? 'async-manager' : fn.facts.isGenerator ? 'async-generator' : 'coroutine';
      const answer = a
        .callsOf(fn)
        .some(({ call, scope }) =>
          a.follow(call, scope, [outer, ...layers]).some((sink) => sink.kind === 'good' && !sink.isDropped),
        );
      consumed.set(key, answer);
      return answer;
    },
    isWrappedElsewhere: (fn) => (wrapped ??= wrappedFunctions(a)).has(fn),
    isFramework: (fn) => framework.has(fn),
    callsOf: (fn) => (callers ??= indexCallers()).get(fn) ?? [],
  };
  return a;
}

function wrappedFunctions(a: Analysis): ReadonlySet<ProjectFunction> {
  const found = new Set<ProjectFunction>();
  for (const { expr: call, scope } of a.uses.calls) {
    const name = lastName(call.callee);
    if (name !== 'asynccontextmanager' && name !== 'contextmanager') continue;
    for (const { value } of call.args)
      for (const item of a.ev.of(value, scope)) if (item.kind === 'function') found.add(item.function);
  }
  return found;
}
