import {
  entersSession,
  type Faces,
  type Flip,
  holdsLoop,
  judgeEndpoints,
  type NativeChange,
  type NativeRequest,
  savedHops,
  settleFlips,
  solveFaces,
} from '../../colour/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { type Expr, idOf, lowestPython, type Program, type ProjectFunction } from '../../program/index.ts';
import { runRecipes, textsOf } from '../../recipes/index.ts';
import { hashed } from '../hashed.ts';
import { isBridged, notBridged } from './bridged.ts';
import type { NativePlan, PlannedFlip } from './model.ts';
import { remainders } from './remaining.ts';
import { seedOf } from './seeds.ts';
import { selectFunctions } from './select.ts';
import { heldSessions } from './sessions.ts';

/**
 * Which of the selected functions go native, and the texts after it. Nothing is written. What cannot go is in
 * `remaining` with its reason. `kept`: functions that stay synchronous whatever speaks for them, by `module:qualname`,
 * each with its reason. Throws `FERRY_NOT_BRIDGED` before day one, and what `selectFunctions` throws.
 */
export function makeNativePlan(
  program: Program,
  knowledge: Knowledge,
  selection: readonly string[],
  kept: ReadonlyMap<string, string> = new Map(),
): NativePlan {
  if (!isBridged(program)) throw notBridged(program.root);
  const wanted = selectFunctions(program, knowledge, selection);
  const minor = lowestPython(program.root);
  const text = textsOf(program);
  const holds = holdsLoop(program, knowledge, text);
  const threaded = threadedHandlers(program, knowledge);
  const request: NativeRequest = {
    seed: (call, scope) => seedOf(program, knowledge, call, scope),
    wanted,
    unfit: (fn) => kept.get(idOf(fn)) ?? threaded.get(fn) ?? holds(fn),
    text,
    ...(minor === undefined ? {} : { minor }),
  };
  const { change, hops, sessions } = settled(program, knowledge, request);
  const flips = [...change.flipped.values()].sort(byPlace);
  const { files, findings } = runRecipes(program, knowledge, {
    fitness: [],
    threadedCalls: [],
    native: {
      flips: flips.map((flip) => ({
        ...flip,
        why: hops.has(flip.function) ? `It ${SAVES_HOP}, and has nothing to wait for.` : sentence(flip, change),
      })),
      uses: change.sites,
      relays: change.relays,
      sessions,
      minor,
    },
  });
  return {
    root: program.root,
    files: files.map(hashed),
    findings,
    endpoints: [],
    flips: flips.map((flip) => {
      const plan = planned(flip, change);
      return hops.has(flip.function) ? { ...plan, chain: [plan.id, SAVES_HOP] } : plan;
    }),
    remaining: [...remainders(program, knowledge, change), ...heldSessions(sessions)],
  };
}

/** Why a dependency that awaits nothing becomes asynchronous. */
const SAVES_HOP = 'saves a thread hop of every request';

interface Settled {
  readonly change: NativeChange;
  /** Dependencies that flip for the thread hop they save, and nothing else. */
  readonly hops: ReadonlySet<ProjectFunction>;
  readonly sessions: Faces;
}

/**
 * The change, and which names then hold the asynchronous face of their session. A block whose name cannot hold it stays
 * a synchronous `with`, and the change is settled again without it.
 */
function settled(program: Program, knowledge: Knowledge, request: NativeRequest): Settled {
  const enters = entersSession(program, knowledge);
  const left = new Set<Expr>();
  const asked: NativeRequest = {
    ...request,
    seedManager: (_, expr, scope) => !left.has(expr) && enters(expr, scope),
  };
  for (;;) {
    const needed = settleFlips(program, asked);
    const hops = new Map(savedHops(program, knowledge, needed, asked).map((flip) => [flip.function, flip]));
    const change: NativeChange = { ...needed, flipped: new Map([...needed.flipped, ...hops]) };
    const sessions = solveFaces(program, knowledge, change);
    if (sessions.contradicted.length === 0) return { change, hops: new Set(hops.keys()), sessions };
    for (const expr of sessions.contradicted) left.add(expr);
  }
}

/** Handlers that stay in threads, whatever keeps them there, the owner's setting too: native ones run on the loop. */
function threadedHandlers(program: Program, knowledge: Knowledge): ReadonlyMap<ProjectFunction, string> {
  return new Map(
    judgeEndpoints(program, knowledge).flatMap(({ endpoint, verdict, reasons }) => {
      if (verdict !== 'threaded' || endpoint.isAsync) return [];
      const [first] = reasons;
      const why = first === undefined ? '' : `: ${first.what} ${first.why}`;
      return [[endpoint.function, `its endpoint stays in a thread${why}`] as const];
    }),
  );
}

function planned({ function: fn, ...flip }: Flip, change: NativeChange): PlannedFlip {
  const chain = chainOf({ function: fn, ...flip }, change);
  return { id: idOf(fn), file: fn.module.file, line: fn.facts.span.line, chain };
}

/** The way to a seed: each function awaits the next. */
function chainOf(flip: Flip, change: NativeChange): readonly string[] {
  const names: string[] = [];
  const seen = new Set<ProjectFunction>();
  for (let at: Flip | undefined = flip; at && !seen.has(at.function); ) {
    seen.add(at.function);
    names.push(idOf(at.function));
    const next: ProjectFunction | undefined = at.because ? at.because.to : at.family;
    if (next === undefined && at.because) names.push(at.because.what);
    at = next && change.flipped.get(next);
    if (at === undefined && next) names.push(idOf(next));
  }
  return names;
}

function sentence(flip: Flip, change: NativeChange): string {
  const [, ...rest] = chainOf(flip, change);
  if (rest.length === 0) return 'It is asynchronous wherever it is defined.';
  return flip.because ? `It awaits ${rest.join(' -> ')}.` : `It is of one family with ${rest.join(' -> ')}.`;
}

function byPlace(a: Flip, b: Flip): number {
  const [one, other] = [a.function.module.file, b.function.module.file];
  return one === other ? a.function.facts.span.start - b.function.facts.span.start : one < other ? -1 : 1;
}
