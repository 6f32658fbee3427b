import type { Knowledge } from '../knowledge/index.ts';
import { type Endpoint, type Place, type Program, type ProjectFunction, isTestModule } from '../program/index.ts';
import type { ReachKind } from './model.ts';
import { type Call, callKey, type Finding, type LockUse, type Surroundings } from './surroundings.ts';

/** A function on the way from an endpoint. */
export interface Visit {
  readonly fn: ProjectFunction;
  readonly from: Visit | undefined;
  readonly place: Place;
  readonly how: ReachKind;
  /** The call in `from` that runs it. */
  readonly call: Call | undefined;
  /** Already on the loop today: an `async def` and what it calls. */
  readonly onLoop: boolean;
  /** Below a call that goes to a thread. */
  readonly inThread: boolean;
}

/** What runs for one endpoint, and what it meets. */
export interface Reached {
  readonly database: boolean;
  readonly findings: readonly { readonly visit: Visit; readonly finding: Finding }[];
  readonly locks: readonly { readonly visit: Visit; readonly use: LockUse }[];
  /** Synchronous database calls that run on the loop already. */
  readonly queries: readonly { readonly visit: Visit; readonly finding: Finding }[];
  /** Keys of the calls in threads at which it stopped. */
  readonly stopped: ReadonlySet<string>;
}

/** Follows calls from endpoints. Breadth first, so that chains are as short as they can be. */
export class Walker {
  readonly #program: Program;
  readonly #knowledge: Knowledge;
  readonly #around: (fn: ProjectFunction) => Surroundings;

  constructor(program: Program, knowledge: Knowledge, around: (fn: ProjectFunction) => Surroundings) {
    this.#program = program;
    this.#knowledge = knowledge;
    this.#around = around;
  }

  /**
   * What is reached both ways counts as not on the loop. Below calls with a key in `inThreads` only that counts which may
   * run later, when the thread is done: generators, and functions that are passed on.
   */
  walk(endpoint: Endpoint, inThreads: ReadonlySet<string>): Reached {
    const findings: { visit: Visit; finding: Finding }[] = [];
    const locks: { visit: Visit; use: LockUse }[] = [];
    const queries: { visit: Visit; finding: Finding }[] = [];
    /** Not on the loop: what is reached both ways need not be gone through again. */
    const seen = new Set<ProjectFunction>();
    const stopped = new Set<string>();
    let database = false;
    const waiting = {
      sync: new Set<ProjectFunction>(),
      loop: new Set<ProjectFunction>(),
      thread: new Set<ProjectFunction>(),
    };
    /** Most edges lead to where somebody has been, or is about to go in the same way: they need not be queued. */
    const isWorthIt = ({ fn, onLoop, inThread }: Pick<Visit, 'fn' | 'onLoop' | 'inThread'>): boolean => {
      const kind = inThread ? waiting.thread : onLoop ? waiting.loop : waiting.sync;
      if (seen.has(fn) || kind.has(fn)) return false;
      kind.add(fn);
      return true;
    };
    const spread = (roots: readonly Visit[]): void => {
      const queue = roots.filter(isWorthIt);
      for (const visit of queue) {
        if (seen.has(visit.fn)) continue;
        if (!visit.inThread && !visit.onLoop) seen.add(visit.fn);
        const goesToThread = (call: Call | undefined): boolean => {
          if (call === undefined || inThreads.size === 0 || !inThreads.has(callKey(visit.fn, call))) return false;
          stopped.add(callKey(visit.fn, call));
          return true;
        };
        const own = this.#around(visit.fn);
        for (const finding of own.findings) {
          if (finding.fact !== 'unknown' && finding.fact.effect === 'database') {
            database = true;
            if (visit.onLoop && !visit.inThread && finding.how === 'call') queries.push({ visit, finding });
          } else if (visit.inThread ? clingsToThread(finding) : !goesToThread(finding.call))
            findings.push({ visit, finding });
        }
        if (!visit.inThread) for (const use of own.locks) locks.push({ visit, use });
        for (const { to, place, how, call } of own.edges) {
          const runsLater = to.facts.isGenerator || how === 'mention' || how === 'background';
          const inThread = (visit.inThread || goesToThread(call)) && !runsLater;
          // A background task goes where its own colour says, whatever its endpoint's is; so does an asynchronous
          // function that is only passed on. One that is called here may be run by `asyncio.run`, in this thread.
          const onLoop =
            how === 'background' ? to.facts.isAsync : visit.onLoop || (how === 'mention' && to.facts.isAsync);
          if (isWorthIt({ fn: to, onLoop, inThread }))
            queue.push({ fn: to, from: visit, place, how, call, onLoop, inThread });
        }
      }
    };
    const roots = rootsOf(endpoint);
    spread(roots.filter((visit) => !visit.onLoop));
    spread(roots.filter((visit) => visit.onLoop));
    database ||= this.#takesSession(endpoint);
    if (database) {
      const loop = endpoint.isAsync && roots.every((visit) => visit.onLoop);
      spread(
        this.#program.listeners
          .filter((item) => !isTestModule(item.function.module))
          .map((item) => ({ ...root(item.function, item.place, 'listener'), onLoop: loop })),
      );
    }
    return { database, findings, locks, queries, stopped };
  }

  #takesSession(endpoint: Endpoint): boolean {
    const session = /^(?:sqlalchemy|sqlmodel)\.(?:\w+\.)*(?:Session|Connection|Engine|scoped_session)$/u;
    return endpoint.function.facts.parameters.some(({ name }) =>
      [...this.#program.evaluation.parameter(endpoint.function, name)].some(
        (value) => value.kind === 'object' && this.#knowledge.lineage(value.name).some((each) => session.test(each)),
      ),
    );
  }
}

/** Not even in another thread is it what it was: others count on this one, or nobody knows what they count on. */
function clingsToThread({ fact }: Finding): boolean {
  return fact === 'unknown' || fact.offload === 'never';
}

function rootsOf(endpoint: Endpoint): readonly Visit[] {
  return [
    root(endpoint.function, endpoint.place, 'endpoint'),
    ...endpoint.dependencies.flatMap((item) => (item.function ? [root(item.function, item.place, 'dependency')] : [])),
  ];
}

function root(fn: ProjectFunction, place: Place, how: ReachKind): Visit {
  return { fn, from: undefined, place, how, call: undefined, onLoop: fn.facts.isAsync, inThread: false };
}
