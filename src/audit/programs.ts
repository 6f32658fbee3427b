import { judgeEndpoints, type EndpointVerdict, type surroundingsOf } from '../colour/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import {
  eachExpression,
  type Expr,
  idOf,
  installedCommands,
  isTestModule,
  type Program,
  type ProjectFunction,
} from '../program/index.ts';
import { asEntryPoint } from './entry-points.ts';
import type { ProgramAudit, ProgramKind } from './model.ts';

type Around = ReturnType<typeof surroundingsOf>;

/**
 * What runs the application's code besides requests: commands, tasks of a queue, migrations, scheduled jobs and
 * scripts. `shared` are the functions that wait for something and that endpoints run, too: they cannot go native before
 * these programs can await.
 */
export function auditPrograms(
  program: Program,
  knowledge: Knowledge,
  around: Around,
  verdicts: readonly EndpointVerdict[],
): readonly ProgramAudit[] {
  const found = programsOf(program);
  if (found.size === 0) return [];
  const served = waitingAmong(
    around,
    reachedFrom(
      around,
      verdicts.flatMap(({ endpoint }) => [
        endpoint.function,
        ...endpoint.dependencies.flatMap(({ function: fn }) => (fn ? [fn] : [])),
      ]),
    ),
  );
  const judged = judgeEndpoints({ ...program, endpoints: [...found.keys()].map(asEntryPoint) }, knowledge, {
    offload: false,
    edits: 'no',
  });
  return judged
    .map(({ endpoint, database, reasons, notes }): ProgramAudit => {
      const { function: fn, id, place, isAsync } = endpoint;
      const kind = found.get(fn) ?? 'script';
      const reached = [...reachedFrom(around, [fn])];
      const blocking = new Set(
        [...reasons, ...notes].flatMap(({ effect, what }) => (effect === 'blocks' ? [what] : [])),
      );
      const shared = reached.filter((each) => each !== fn && served.has(each) && each.facts.kind === 'function');
      return {
        id,
        kind,
        place,
        isAsync: isAsync || reached.some((each) => startsLoop(program, each)),
        database: database || kind === 'migration',
        blocking: [...blocking].sort(),
        shared: shared.map(idOf).sort(),
      };
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

function programsOf(program: Program): ReadonlyMap<ProjectFunction, ProgramKind> {
  const found = new Map<ProjectFunction, ProgramKind>();
  const { project, evaluation } = program;
  for (const fn of project.functions) {
    const { module, facts, parent } = fn;
    if (isTestModule(module) || module.role === 'setup') continue;
    for (const decorator of facts.decorators) {
      const kind = kindOfDecorator(program, decorator, fn);
      if (kind) found.set(fn, kind);
    }
    if (module.role === 'alembic' && parent?.facts.kind === 'module' && migrations.test(facts.name))
      found.set(fn, 'migration');
    if (facts.kind === 'module' && module.facts.hasMainGuard) found.set(fn, 'script');
    eachExpression(facts, (expr) => {
      if (expr.kind !== 'call' || !isJobCall(program, expr, fn)) return;
      const given = expr.args.find(({ name }) => name === undefined || name === 'func')?.value;
      for (const value of given ? evaluation.of(given, fn) : [])
        if (value.kind === 'function') found.set(value.function, 'job');
    });
  }
  for (const fn of installedCommands(program).keys()) if (!found.has(fn)) found.set(fn, 'command');
  return found;
}

const migrations = /^(?:upgrade|downgrade|run_migrations\w*)$/u;
const commands =
  /^(?:(?:click|rich_click|asyncclick|typer|cyclopts)\.[\w.()]*(?:command|group|callback|default)|flask\.[\w.()]*cli\.(?:command|group))$/u;
const tasks =
  /^(?:celery\.[\w.()]*(?:task|shared_task|periodic_task)|(?:huey|dramatiq|procrastinate|taskiq)\.[\w.()]*(?:task|actor)|rq\.[\w.()]*job)$/u;
const jobs =
  /^(?:apscheduler\.[\w.()]*scheduled_job|(?:fastapi_utils|fastapi_restful)\.[\w.()]*repeat_every|schedule\.repeat)$/u;

function kindOfDecorator(program: Program, decorator: Expr, fn: ProjectFunction): ProgramKind | undefined {
  const callee = decorator.kind === 'call' ? decorator.callee : decorator;
  const values = [...program.evaluation.of(callee, fn.parent ?? fn)];
  for (const value of values) {
    if (value.kind !== 'external') continue;
    if (commands.test(value.name)) return 'command';
    if (tasks.test(value.name)) return 'task';
    if (jobs.test(value.name)) return 'job';
  }
  // nobody knows the receiver: its name and what the module is for decide
  if (callee.kind !== 'attribute' || !values.some((value) => value.kind === 'unknown')) return undefined;
  if (callee.name === 'task' && fn.module.role === 'celery') return 'task';
  if (callee.name === 'scheduled_job') return 'job';
  return callee.name === 'command' && fn.module.role === 'cli' ? 'command' : undefined;
}

function isJobCall(program: Program, call: Extract<Expr, { kind: 'call' }>, scope: ProjectFunction): boolean {
  if (call.callee.kind !== 'attribute' || !['add_job', 'do'].includes(call.callee.name)) return false;
  return [...program.evaluation.of(call.callee, scope)].some(
    (value) =>
      (value.kind === 'external' && /^(?:apscheduler|schedule)\./u.test(value.name)) ||
      (value.kind === 'unknown' && call.callee.kind === 'attribute' && call.callee.name === 'add_job'),
  );
}

/** `asyncio.run(main())`. */
function startsLoop({ evaluation }: Program, fn: ProjectFunction): boolean {
  let starts = false;
  eachExpression(fn.facts, (expr) => {
    if (expr.kind !== 'call' || expr.callee.kind === 'lambda') return;
    if (expr.callee.kind === 'attribute' && expr.callee.name === 'run_until_complete') starts = true;
    for (const value of evaluation.of(expr.callee, fn))
      if (value.kind === 'external' && /^(?:asyncio|anyio|uvloop|trio)\.run$/u.test(value.name)) starts = true;
  });
  return starts;
}

/** Those that reach the database, or something else that waits. */
function waitingAmong(around: Around, functions: ReadonlySet<ProjectFunction>): ReadonlySet<ProjectFunction> {
  const callers = new Map<ProjectFunction, ProjectFunction[]>();
  const waiting = new Set<ProjectFunction>();
  for (const fn of functions) {
    const { edges, findings } = around(fn);
    for (const { to } of edges) callers.set(to, [...(callers.get(to) ?? []), fn]);
    const waits = findings.some(
      ({ fact }) => fact !== 'unknown' && (fact.effect === 'database' || fact.effect === 'blocks'),
    );
    if (waits) waiting.add(fn);
  }
  for (const fn of waiting) for (const caller of callers.get(fn) ?? []) waiting.add(caller);
  return waiting;
}

function reachedFrom(around: Around, roots: readonly ProjectFunction[]): ReadonlySet<ProjectFunction> {
  const reached = new Set(roots);
  for (const fn of reached) for (const { to } of around(fn).edges) reached.add(to);
  return reached;
}
