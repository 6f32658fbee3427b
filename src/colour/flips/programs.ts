import {
  eachExpression,
  type Evaluation,
  importClosure,
  installedCommands,
  isProperty,
  type Module,
  type Program,
  type ProjectFunction,
  type Uses,
} from '../../program/index.ts';
import type { Site } from './model.ts';

/** Modules that are run as programs and never loaded by what serves requests: scripts and commands. */
export function programModules(program: Program, text: (file: string) => string | undefined): ReadonlySet<Module> {
  const known = modules.get(program.evaluation);
  if (known) return known;
  const endpoints = new Set(program.endpoints.map((endpoint) => endpoint.function.module));
  const isServing = (module: Module) => module.role === 'application' || endpoints.has(module);
  const served = importClosure({ program, text }, program.modules.filter(isServing));
  const found = new Set(program.modules.filter((module) => isProgram(module) && !served.has(module)));
  modules.set(program.evaluation, found);
  return found;
}

const modules = new WeakMap<Evaluation, ReadonlySet<Module>>();

const isProgram = ({ role }: Module): boolean => role === 'script' || role === 'cli';

/**
 * Why functions of programs stay synchronous: a command that installing the project makes is called by a script that
 * does not await, and a program with an engine of its own has nothing of the application's to wait for.
 */
export function programBoundary(
  program: Program,
  text: (file: string) => string | undefined,
): (fn: ProjectFunction) => string | undefined {
  const only = programModules(program, text);
  const sources = { program, text };
  const commands = installedCommands(program);
  const onTheLoop = new Set(program.project.functions.filter(takesRuntimeEngine).map((fn) => fn.module));
  const known = new Map<Module, boolean>();
  const onOwnEngine = (module: Module): boolean => {
    let own = known.get(module);
    if (own === undefined) {
      const reached = importClosure(sources, [module]);
      const engines = program.databases.filter(({ kind, module: where }) => kind === 'engine' && reached.has(where));
      own = engines.length > 0 && ![...reached].some((each) => onTheLoop.has(each));
      known.set(module, own);
    }
    return own;
  };
  return (fn) => {
    const command = commands.get(fn);
    if (command !== undefined) return `the command ${command} calls it, and does not await`;
    return only.has(fn.module) && onOwnEngine(fn.module)
      ? 'the program has a synchronous engine of its own'
      : undefined;
  };
}

/** The scope imports what makes the application's engine. */
function takesRuntimeEngine({ facts }: ProjectFunction): boolean {
  return facts.imports.some(
    ({ module, name }) =>
      module === 'ferryman' && (name === undefined || /^(?:create_engine|engine_from_config)$/u.test(name)),
  );
}

/**
 * Why a program must not run the function by `asyncio.run`: something in its reach starts a loop, a thread or a process
 * of its own, or counts on Ctrl-C being raised where it stands. Undefined when nothing does.
 */
export function whyNoLoop(
  ev: Evaluation,
  uses: Uses,
  sites: readonly Site[],
): (fn: ProjectFunction) => string | undefined {
  const next = Map.groupBy(sites, (site) => site.scope);
  const calls = Map.groupBy(uses.calls, (call) => call.scope);
  const own = new Map<ProjectFunction, string | undefined>();
  const problemOf = (fn: ProjectFunction): string | undefined => {
    if (own.has(fn)) return own.get(fn);
    let why: string | undefined;
    for (const { expr } of calls.get(fn) ?? []) {
      const { callee } = expr;
      const name = [...ev.of(callee, fn)].flatMap((value) => (value.kind === 'external' ? [value.name] : []));
      const starter = name.find((each) => starters.test(each));
      if (starter !== undefined) why ??= `${fn.qualname} calls ${starter}`;
      else if (callee.kind === 'attribute' && /^run_(?:until_complete|forever)$/u.test(callee.name))
        why ??= `${fn.qualname} calls ${callee.name}`;
    }
    eachExpression(fn.facts, (expr) => {
      if (expr.kind === 'name' && expr.id === 'KeyboardInterrupt') why ??= `${fn.qualname} looks for KeyboardInterrupt`;
    });
    own.set(fn, why);
    return why;
  };
  const after = (fn: ProjectFunction): readonly ProjectFunction[] => {
    const found = [...(next.get(fn) ?? []).flatMap((site) => [...site.targets, ...site.byName])];
    found.push(...ev.project.functions.filter((each) => each.parent === fn));
    eachExpression(fn.facts, (expr) => {
      if (expr.kind === 'attribute') found.push(...ev.project.methodsNamed(expr.name).filter(isProperty));
    });
    return found;
  };
  const answers = new Map<ProjectFunction, string | undefined>();
  return (start) => {
    if (answers.has(start)) return answers.get(start);
    const reached = new Set([start]);
    let why: string | undefined;
    for (const fn of reached) {
      why = problemOf(fn);
      if (why !== undefined) break;
      for (const each of after(fn)) reached.add(each);
    }
    answers.set(start, why);
    return why;
  };
}

/** What cannot be called where a loop runs, or brings another loop, thread or process into the program. */
const starters =
  /^(?:asyncio\.(?:\w+\.)?(?:run|Runner|new_event_loop|get_event_loop|set_event_loop)(?:$|\()|anyio\.(?:run|from_thread)|trio\.run|uvicorn\.|hypercorn\.|granian\.|gunicorn\.|daphne\.|nest_asyncio\.|asgiref\.|os\.fork|signal\.\w+|threading\.(?:Thread|Timer)|_thread\.|concurrent\.futures\.|multiprocessing\.)/u;
