import type { Surroundings } from '../colour/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import {
  type Argument,
  eachExpression,
  type Expr,
  findSessions,
  idOf,
  type Program,
  type ProjectFunction,
  spell,
} from '../program/index.ts';
import type { AuditFinding } from './model.ts';

type Hazard = Omit<AuditFinding, 'fingerprint'>;
type Call = Extract<Expr, { kind: 'call' }>;

const CACHES = /^(?:functools\.(?:lru_cache|cache)|cachetools\.(?:cached|cachedmethod))$/u;
const RUNS_LOOP =
  /^asyncio\.(?:run|Runner\.run|AbstractEventLoop\.run_until_complete|get_event_loop\(\)\.run_until_complete|new_event_loop\(\)\.run_until_complete)$/u;
const FAN_OUT = /^(?:asyncio\.(?:gather|wait|as_completed)|anyio\.create_task_group\(\)\.start_soon)$/u;

/** What works on threads and behaves differently on the event loop, outside of tests. */
export function hazards(
  program: Program,
  knowledge: Knowledge,
  around: (fn: ProjectFunction) => Surroundings,
): readonly Hazard[] {
  const reader = new HazardReader(program, knowledge, around);
  const functions = program.project.functions.filter(({ module }) => module.role === 'application');
  return [...functions.flatMap((fn) => reader.ofFunction(fn)), ...reader.registries(), ...openSessions(program)];
}

/** Sessions that nobody closes: in threads the garbage collector gave their connections back. */
function openSessions(program: Program): readonly Hazard[] {
  return findSessions(program.evaluation, program.endpoints)
    .filter(({ end, inside }) => (end === 'never' || end === 'returned') && inside.module.role === 'application')
    .map(({ call, inside, end }) =>
      hazard(inside, call, {
        what: `nobody closes this session (${spell(call)})`,
        why:
          end === 'returned'
            ? 'A dependency that returns it cannot close it. In threads the garbage collector gave its connection back; a connection of the loop it can only cut.'
            : 'In threads the garbage collector gave its connection back; a connection of the loop it can only cut.',
        next: 'Open it with `with`; a dependency yields it from there. Until then the crossing closes it when the request ends, and counts it.',
      }),
    );
}

class HazardReader {
  readonly #program: Program;
  readonly #knowledge: Knowledge;
  readonly #around: (fn: ProjectFunction) => Surroundings;

  constructor(program: Program, knowledge: Knowledge, around: (fn: ProjectFunction) => Surroundings) {
    this.#program = program;
    this.#knowledge = knowledge;
    this.#around = around;
  }

  ofFunction(fn: ProjectFunction): readonly Hazard[] {
    const found = fn.facts.decorators.flatMap((decorator) => this.#cached(fn, decorator));
    eachExpression(fn.facts, (expr) => {
      if (expr.kind === 'call')
        found.push(...this.#background(fn, expr), ...this.#fanOut(fn, expr), ...this.#loop(fn, expr));
    });
    return found;
  }

  /** Thread-local registries: every request of a loop has the same thread. */
  registries(): readonly Hazard[] {
    return this.#program.databases
      .filter(
        ({ kind, hasScopeFunction, callee }) =>
          kind === 'scoped-session' && !hasScopeFunction && !callee.startsWith('ferryman.'),
      )
      .filter(({ module }) => module.role === 'application')
      .map((site) =>
        hazard(site.inside, site.call, {
          what: 'scoped_session(...) keeps one session for each thread',
          why: 'All requests on an event loop share one thread, and so one session.',
          next: '`ferryman migrate` scopes it by request.',
          applicability: 'safe',
        }),
      );
  }

  #cached(fn: ProjectFunction, decorator: Expr): readonly Hazard[] {
    const names = this.#names(decorator, fn.parent ?? fn);
    if (!names.some((name) => CACHES.test(name))) return [];
    if (fn.facts.isAsync)
      return [
        hazard(fn, decorator, {
          what: `${fn.qualname} caches coroutines`,
          why: 'A coroutine can be awaited once; whoever gets it from the cache awaits a spent one.',
          next: 'Cache what it returns, with an asynchronous cache.',
        }),
      ];
    const takesSession = fn.facts.parameters.some(({ name }) =>
      this.#isSession(this.#program.evaluation.parameter(fn, name)),
    );
    const { findings } = this.#around(fn);
    if (!takesSession && !findings.some(({ fact }) => fact !== 'unknown' && fact.effect === 'database')) return [];
    return [
      hazard(fn, decorator, {
        what: `${fn.qualname} caches what it read from the database`,
        why: takesSession
          ? 'The cache keeps the session of a request that is over, and the objects that belong to it.'
          : 'Objects of a session that is closed cannot load what they have not loaded yet.',
        next: 'Cache plain values, by plain keys.',
      }),
    ];
  }

  /** `tasks.add_task(send, db, booking)`: the session is closed when the task runs, or shared with it. */
  #background(fn: ProjectFunction, call: Call): readonly Hazard[] {
    if (call.callee.kind !== 'attribute' || call.callee.name !== 'add_task') return [];
    const given = call.args.slice(1).find(({ value }) => this.#isSession(this.#program.evaluation.of(value, fn)));
    if (given === undefined) return [];
    return [
      hazard(fn, call, {
        what: `a background task is given the request's session (${spell(given.value)})`,
        why: 'It runs after the answer, when the dependency that made the session may have closed it.',
        next: 'Let the task open a session of its own.',
      }),
    ];
  }

  /** `asyncio.gather(load(db, 1), load(db, 2))`: one session must not be used by two tasks at once. */
  #fanOut(fn: ProjectFunction, call: Call): readonly Hazard[] {
    if (!this.#names(call.callee, fn).some((name) => FAN_OUT.test(name))) return [];
    const sessions = call.args.flatMap(({ value }) =>
      value.kind === 'call' ? this.#sessionsAmong(value.args, fn) : [],
    );
    const shared = sessions.find((name, index) => sessions.indexOf(name) !== index);
    if (shared === undefined) return [];
    return [
      hazard(fn, call, {
        what: `two tasks at once use one session (${shared})`,
        why: 'A session, and its connection, can do one thing at a time; on a loop both tasks reach it in turns.',
        next: 'Give each task a session of its own, or await one after the other.',
      }),
    ];
  }

  #loop(fn: ProjectFunction, call: Call): readonly Hazard[] {
    if (fn.facts.kind === 'module' || !this.#names(call.callee, fn).some((name) => RUNS_LOOP.test(name))) return [];
    return [
      hazard(fn, call, {
        what: `${spell(call.callee)}(...) starts an event loop of its own`,
        why: 'It is refused where a loop runs already. The crossing runs the coroutine on that loop; native code awaits it.',
        next: 'Nothing for day one; make the caller native to be rid of it.',
      }),
    ];
  }

  #sessionsAmong(args: readonly Argument[], fn: ProjectFunction): readonly string[] {
    return args
      .filter(({ value }) => this.#isSession(this.#program.evaluation.of(value, fn)))
      .map(({ value }) => spell(value));
  }

  #isSession(values: ReturnType<Program['evaluation']['of']>): boolean {
    return [...values].some(
      (value) =>
        value.kind === 'object' &&
        this.#knowledge
          .lineage(value.name)
          .some((name) => /^(?:sqlalchemy|sqlmodel)\.(?:\w+\.)*(?:Async)?Session$/u.test(name)),
    );
  }

  #names(expr: Expr, scope: ProjectFunction): readonly string[] {
    return [...this.#program.evaluation.of(expr, scope)].flatMap((value) =>
      value.kind === 'external' || value.kind === 'object' ? [value.name.replace(/\(\)$/u, '')] : [],
    );
  }
}

function hazard(
  fn: ProjectFunction,
  at: Expr,
  said: Pick<Hazard, 'what' | 'why' | 'next'> & Partial<Pick<Hazard, 'applicability'>>,
): Hazard {
  return {
    rule: 'hazard',
    place: { file: fn.module.file, line: at.line, start: at.start, end: at.end },
    inside: idOf(fn),
    applicability: 'needs-review',
    ...said,
    entryPoints: [],
    chain: [],
  };
}
