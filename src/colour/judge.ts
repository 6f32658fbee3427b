import type { Fact, Knowledge } from '../knowledge/index.ts';
import type { Endpoint, Place, Program, ProjectFunction } from '../program/index.ts';
import { dangerousLocks } from './locks.ts';
import type { EndpointVerdict, JudgeOptions, ReachKind, Reason, Step } from './model.ts';
import { surroundingsOf } from './reach.ts';
import type { Finding, LockUse, Surroundings } from './surroundings.ts';

interface Visit {
  readonly fn: ProjectFunction;
  readonly from: Visit | undefined;
  readonly place: Place;
  readonly how: ReachKind;
  /** Already on the loop today: an `async def` and what it calls. */
  readonly onLoop: boolean;
}

/**
 * Decide for every endpoint whether it may run on the loop. An endpoint is `bridged` only when everything that its
 * function, its dependencies, its background tasks and the session listeners reach is known and fit:
 *
 * - network, sleep, subprocess, CPU-heavy work, threads, executors, thread-local state: `threaded`;
 * - a lock: `threaded` when anyone holds it across something that waits, see `dangerousLocks`;
 * - a call into a library that no knowledge file describes: `threaded` unless `unknown: 'bridge'`;
 * - local file metadata and small files (`brief`): bridged and noted, unless `brief: 'thread'`. They hold the loop no
 *   longer than a database driver that decodes a result; uploads, archives and directory trees are no small files;
 * - what `async def` code reaches is on the loop already; threading the endpoint would not change it, so it is noted.
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
  const around = surroundingsOf(program, knowledge);
  const isDangerous = dangerousLocks(program.project.functions, around);
  const policy = { brief: options.brief ?? 'bridge', unknown: options.unknown ?? 'thread' };
  return program.endpoints.map((endpoint): EndpointVerdict => {
    const reached = walk(program, endpoint, around, knowledge);
    const reasons = new Map<string, Reason>();
    const notes = new Map<string, Reason>();
    for (const { visit, finding } of reached.findings) {
      const reason = reasonOf(endpoint, visit, finding);
      const into = visit.onLoop || allows(policy, finding) ? notes : reasons;
      if (!into.has(reason.what)) into.set(reason.what, reason);
    }
    for (const { visit, use } of reached.locks) {
      if (!isDangerous(use)) continue;
      const reason = lockReason(endpoint, visit, use);
      const into = visit.onLoop ? notes : reasons;
      if (!into.has(reason.what)) into.set(reason.what, reason);
    }
    for (const dependency of endpoint.dependencies) {
      const reason = dependencyReason(endpoint, dependency, knowledge);
      if (reason) (policy.unknown === 'thread' ? reasons : notes).set(reason.what, reason);
    }
    return {
      endpoint,
      database: reached.database,
      verdict: reasons.size === 0 ? 'bridged' : 'threaded',
      reasons: [...reasons.values()],
      notes: [...notes.values()],
    };
  });
}

function allows(policy: Required<JudgeOptions>, { fact }: Finding): boolean {
  if (fact === 'unknown') return policy.unknown === 'bridge';
  return fact.severity === 'brief' && policy.brief === 'bridge';
}

interface Reached {
  readonly database: boolean;
  readonly findings: readonly { readonly visit: Visit; readonly finding: Finding }[];
  readonly locks: readonly { readonly visit: Visit; readonly use: LockUse }[];
}

/** Breadth first, so that chains are as short as they can be. What is reached both ways counts as not on the loop. */
function walk(
  program: Program,
  endpoint: Endpoint,
  around: (fn: ProjectFunction) => Surroundings,
  knowledge: Knowledge,
): Reached {
  const findings: { visit: Visit; finding: Finding }[] = [];
  const locks: { visit: Visit; use: LockUse }[] = [];
  const threadedFirst = new Set<ProjectFunction>();
  const onLoop = new Set<ProjectFunction>();
  let database = false;
  const spread = (roots: readonly Visit[]): void => {
    const queue = [...roots];
    for (const visit of queue) {
      const seen = visit.onLoop ? onLoop : threadedFirst;
      if (seen.has(visit.fn) || threadedFirst.has(visit.fn)) continue;
      seen.add(visit.fn);
      const own = around(visit.fn);
      for (const finding of own.findings) {
        if (finding.fact !== 'unknown' && finding.fact.effect === 'database') database = true;
        else findings.push({ visit, finding });
      }
      for (const use of own.locks) locks.push({ visit, use });
      for (const edge of own.edges)
        queue.push({ fn: edge.to, from: visit, place: edge.place, how: edge.how, onLoop: visit.onLoop });
    }
  };
  const root = (fn: ProjectFunction, place: Place, how: ReachKind): Visit => ({
    fn,
    from: undefined,
    place,
    how,
    onLoop: fn.facts.isAsync,
  });
  const roots = [
    root(endpoint.function, endpoint.place, 'endpoint'),
    ...endpoint.dependencies.flatMap((item) => (item.function ? [root(item.function, item.place, 'dependency')] : [])),
  ];
  spread(roots.filter((visit) => !visit.onLoop));
  spread(roots.filter((visit) => visit.onLoop));
  const session = /^(?:sqlalchemy|sqlmodel)\.(?:\w+\.)*(?:Session|Connection|Engine|scoped_session)$/u;
  for (const parameter of endpoint.function.facts.parameters) {
    const values = program.evaluation.parameter(endpoint.function, parameter.name);
    if (
      [...values].some(
        (value) => value.kind === 'object' && knowledge.lineage(value.name).some((name) => session.test(name)),
      )
    )
      database = true;
  }
  if (database) {
    const loop = endpoint.isAsync && roots.every((visit) => visit.onLoop);
    spread(
      program.listeners
        .filter((item) => !['test', 'conftest'].includes(item.function.module.role))
        .map((item) => ({ ...root(item.function, item.place, 'listener'), onLoop: loop })),
    );
  }
  return { database, findings, locks };
}

function chainOf(endpoint: Endpoint, visit: Visit): readonly Step[] {
  const steps: Step[] = [];
  for (let at: Visit | undefined = visit; at; at = at.from) {
    steps.unshift({ name: `${at.fn.module.name}:${at.fn.qualname}`, place: at.place, how: at.how });
  }
  if (steps[0]?.how !== 'endpoint') steps.unshift({ name: endpoint.id, place: endpoint.place, how: 'endpoint' });
  return steps;
}

function reasonOf(endpoint: Endpoint, visit: Visit, finding: Finding): Reason {
  const known: Fact | undefined = finding.fact === 'unknown' ? undefined : finding.fact;
  const chain = [...chainOf(endpoint, visit), { name: finding.name, place: finding.place, how: finding.how }];
  return {
    chain,
    what: finding.name,
    effect: known?.effect ?? 'unknown',
    severity: known?.severity ?? 'stall',
    why: known?.why ?? 'nothing is known of this library',
    remedy: known?.remedy ?? 'Describe it in a knowledge file of your own.',
  };
}

function lockReason(endpoint: Endpoint, visit: Visit, use: LockUse): Reason {
  return {
    chain: [...chainOf(endpoint, visit), { name: use.name, place: use.place, how: 'context' }],
    what: use.name,
    effect: 'lock',
    severity: 'stall',
    why: 'the lock is held across something that waits; on one thread the next request would wait for ever',
    remedy: 'Hold it for in-memory work only, or use an asyncio.Lock.',
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
    why: fact === 'unknown' ? 'nobody can tell which function this dependency is' : fact.why,
    remedy:
      fact === 'unknown'
        ? 'Name the function in Depends(...), or describe the library in a knowledge file.'
        : fact.remedy,
  };
}
