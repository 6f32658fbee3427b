import type { Fact, Knowledge } from '../knowledge/index.ts';
import { type Endpoint, idOf, type Program } from '../program/index.ts';
import { locksOf } from './locks.ts';
import type { EndpointVerdict, JudgeOptions, OffloadSite, Reason, Step } from './model.ts';
import { Offloader } from './offload.ts';
import { surroundingsOf } from './reach.ts';
import { callKey, type Finding, type LockUse } from './surroundings.ts';
import { keptInThreads } from './threaded.ts';
import { type Reached, type Visit, Walker } from './walk.ts';

/**
 * Decide for every endpoint whether it may run on the loop. An endpoint is `bridged` only when everything that its
 * function, its dependencies, its background tasks and the session listeners reach is known and fit:
 *
 * - network, sleep, subprocess, CPU-heavy work, threads, executors, thread-local state: `threaded`;
 * - a lock: `threaded` when anyone holds it across something that waits, see `dangerousLocks`;
 * - a call into a library that no knowledge file describes: `threaded` unless `unknown: 'bridge'`;
 * - local file metadata and small files (`brief`): bridged and noted, unless `brief: 'thread'`. They hold the loop no
 *   longer than a database driver that decodes a result; uploads, archives and directory trees are no small files;
 * - what `async def` code reaches is on the loop already; threading the endpoint would not change it, so it is noted;
 * - an endpoint that works with a database and meets the first two only behind calls that can go to a thread (see
 *   `Offloader`) is bridged, with those calls in `offloads`. Without a database there is nothing to gain by it;
 * - what the project's settings keep in a thread stays there, see `keptInThreads`.
 *
 * Values are found by names, imports, annotations, constructors and call sites; where nobody knows the receiver,
 * every method of that name counts. Not seen: `getattr` with a computed name, `exec`, code outside the project that
 * calls back by other ways than the functions it was given.
 */
export function judgeEndpoints(
  program: Program,
  knowledge: Knowledge,
  options: JudgeOptions = {},
): readonly EndpointVerdict[] {
  const judge = new Judge(program, knowledge, options);
  // A call in a thread is there for everybody. Those that one endpoint needs may be all that the next one needs.
  const verdicts = program.endpoints.map((endpoint) => judge.judge(endpoint));
  return keptInThreads(
    program,
    verdicts.map((verdict) => judge.withOffloads(verdict)),
  );
}

interface Moved {
  readonly chosen: ReadonlyMap<string, OffloadSite>;
  /** Names of what keeps the endpoint from the loop nevertheless. */
  readonly left: ReadonlySet<string>;
}

const nothingToMove: Moved = { chosen: new Map(), left: new Set() };

class Judge {
  readonly #walker: Walker;
  readonly #offloader: Offloader;
  readonly #knowledge: Knowledge;
  readonly #isDangerous: (use: LockUse) => boolean;
  readonly #policy: Required<JudgeOptions>;
  /** Calls that go to a thread, by their keys. */
  readonly #offloads = new Map<string, OffloadSite>();

  constructor(program: Program, knowledge: Knowledge, options: JudgeOptions) {
    const around = surroundingsOf(program, knowledge);
    this.#walker = new Walker(program, knowledge, around);
    this.#offloader = new Offloader(program.evaluation, knowledge, around);
    this.#knowledge = knowledge;
    this.#isDangerous = locksOf(program, around);
    this.#policy = {
      brief: options.brief ?? 'bridge',
      unknown: options.unknown ?? 'thread',
      offload: options.offload ?? true,
      edits: options.edits ?? 'yes',
    };
  }

  judge(endpoint: Endpoint): EndpointVerdict {
    const reached = this.#walker.walk(endpoint, new Set());
    const { database } = reached;
    const { reasons, notes, onLoop } = this.#weigh(endpoint, reached);
    const { chosen, left } =
      reasons.length === 0
        ? nothingToMove
        : this.#policy.edits === 'no'
          ? { chosen: new Map<string, OffloadSite>(), left: new Set(reasons.map(({ what }) => what)) }
          : this.#offload(endpoint);
    const canMove = left.size === 0;
    // Without a database there is nothing to gain by it.
    const isMoved = canMove && database && this.#policy.offload;
    if (isMoved) for (const [key, site] of chosen) this.#offloads.set(key, site);
    return {
      endpoint,
      database,
      verdict: reasons.length === 0 || isMoved ? 'bridged' : 'threaded',
      reasons: reasons.map((reason) => ({ ...reason, movable: !left.has(reason.what) })),
      notes,
      onLoop,
      queries: reached.queries.map(({ visit, finding }) => reasonOf(endpoint, visit, finding)),
      offloads: [],
      edits: canMove ? chosen.size : undefined,
    };
  }

  /** The same, with the calls that are in threads when every endpoint has been judged. */
  withOffloads(verdict: EndpointVerdict): EndpointVerdict {
    if (verdict.verdict === 'threaded' || verdict.reasons.length === 0) return verdict;
    const { stopped } = this.#walker.walk(verdict.endpoint, new Set(this.#offloads.keys()));
    const offloads = [...stopped].flatMap((key) => this.#offloads.get(key) ?? []);
    return { ...verdict, reasons: [], notes: [...verdict.notes, ...verdict.reasons], offloads };
  }

  /** Choose calls to go to threads until nothing keeps the endpoint from the loop; `left` is what still does. */
  #offload(endpoint: Endpoint): Moved {
    const chosen = new Map<string, OffloadSite>();
    for (;;) {
      const inThreads = new Set([...this.#offloads.keys(), ...chosen.keys()]);
      const { blocking, reasons } = this.#weigh(endpoint, this.#walker.walk(endpoint, inThreads));
      const cuts = blocking.flatMap((item) => this.#offloader.cut(item) ?? []);
      // A function that goes as a whole takes along what else it calls.
      const whole = cuts.filter((cut) => cut.isWhole);
      const before = chosen.size;
      for (const { site } of whole.length > 0 ? whole : cuts) chosen.set(callKey(site.scope, site.call), site);
      if (chosen.size === before) return { chosen, left: new Set(reasons.map(({ what }) => what)) };
    }
  }

  /** What keeps the endpoint from the loop, and what is only worth knowing. */
  #weigh(endpoint: Endpoint, reached: Reached) {
    const reasons = new Map<string, Reason>();
    const notes = new Map<string, Reason>();
    /** The first of each name counts; chains are long, and are put together only for that one. */
    const add = (into: Map<string, Reason>, what: string, reason: () => Reason) => {
      if (!into.has(what)) into.set(what, reason());
    };
    // Code that is on the loop already is answered as before when it asks for the loop.
    const findings = reached.findings.filter(
      ({ visit, finding: { fact } }) => !visit.onLoop || fact === 'unknown' || fact.effect !== 'loop-aware',
    );
    const blocking = findings.filter(({ visit, finding }) => !visit.onLoop && !allows(this.#policy, finding));
    const dangerous = reached.locks.filter(({ use }) => this.#isDangerous(use));
    const isBlocking = new Set(blocking);
    for (const item of findings)
      add(isBlocking.has(item) ? reasons : notes, item.finding.name, () =>
        reasonOf(endpoint, item.visit, item.finding),
      );
    for (const { visit, use } of dangerous)
      add(visit.onLoop ? notes : reasons, use.name, () => lockReason(endpoint, visit, use));
    for (const dependency of endpoint.dependencies) {
      const reason = dependencyReason(endpoint, dependency, this.#knowledge);
      if (reason) (this.#policy.unknown === 'thread' ? reasons : notes).set(reason.what, reason);
    }
    const isOnLoop = ({ visit }: { readonly visit: Visit }) => visit.onLoop;
    const onLoop = [
      ...findings.filter(isOnLoop).map(({ visit, finding }) => reasonOf(endpoint, visit, finding)),
      ...dangerous.filter(isOnLoop).map(({ visit, use }) => lockReason(endpoint, visit, use)),
    ];
    return { reasons: [...reasons.values()], notes: [...notes.values()], onLoop, blocking };
  }
}

function allows(policy: Required<JudgeOptions>, { fact }: Finding): boolean {
  if (fact === 'unknown') return policy.unknown === 'bridge';
  return fact.severity === 'brief' && policy.brief === 'bridge';
}

function chainOf(endpoint: Endpoint, visit: Visit): readonly Step[] {
  const steps: Step[] = [];
  for (let at: Visit | undefined = visit; at; at = at.from) {
    steps.push({ name: idOf(at.fn), place: at.place, how: at.how });
  }
  if (steps.at(-1)?.how !== 'endpoint') steps.push({ name: endpoint.id, place: endpoint.place, how: 'endpoint' });
  return steps.reverse();
}

function reasonOf(endpoint: Endpoint, visit: Visit, finding: Finding): Reason {
  const known: Fact | undefined = finding.fact === 'unknown' ? undefined : finding.fact;
  const chain = [...chainOf(endpoint, visit), { name: finding.name, place: finding.place, how: finding.how }];
  return {
    chain,
    what: finding.name,
    effect: known?.effect ?? 'unknown',
    severity: known?.severity ?? 'stall',
    why: known?.why ?? 'belongs to a library that no knowledge file describes',
    remedy: known?.remedy ?? 'Describe it in a knowledge file of your own.',
    waits: known?.waits ?? true,
    onLoop: visit.onLoop,
    movable: false,
  };
}

function lockReason(endpoint: Endpoint, visit: Visit, use: LockUse): Reason {
  return {
    chain: [...chainOf(endpoint, visit), { name: use.name, place: use.place, how: 'context' }],
    what: use.name,
    effect: 'lock',
    severity: 'stall',
    why: 'is held across something that waits; on one thread the next request would wait for ever',
    remedy: 'Hold it for in-memory work only, or use an asyncio.Lock.',
    waits: true,
    onLoop: visit.onLoop,
    movable: false,
  };
}

function dependencyReason(
  endpoint: Endpoint,
  dependency: Endpoint['dependencies'][number],
  knowledge: Knowledge,
): Reason | undefined {
  if (dependency.function) return undefined;
  const name = dependency.external ?? dependency.text;
  const fact = dependency.external === undefined ? 'unknown' : knowledge.lookup(dependency.external);
  if (fact !== 'unknown' && (fact.effect === 'harmless' || fact.effect === 'database')) return undefined;
  const start: Step = { name: endpoint.id, place: endpoint.place, how: 'endpoint' };
  return {
    chain: [start, { name, place: dependency.place, how: 'dependency' }],
    what: name,
    effect: fact === 'unknown' ? 'unknown' : fact.effect,
    severity: 'stall',
    why: fact === 'unknown' ? 'is a dependency of which nobody can tell what function it is' : fact.why,
    remedy:
      fact === 'unknown'
        ? 'Name the function in Depends(...), or describe the library in a knowledge file.'
        : fact.remedy,
    waits: true,
    onLoop: false,
    movable: false,
  };
}
