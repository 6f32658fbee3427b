import type { Knowledge } from '../../knowledge/index.ts';
import { idOf, isTestModule, type Program, type ProjectFunction } from '../../program/index.ts';
import { locksOf } from '../locks.ts';
import { programModules } from './programs.ts';
import { surroundingsOf } from '../reach.ts';
import type { Finding, Surroundings } from '../surroundings.ts';

/**
 * Why a function may not run on the loop: it reaches something that holds the thread, and that no thread of its own
 * takes off it, or something that answers another thing on the loop than where it runs today. The policy is that of
 * `judgeEndpoints`: brief file access is allowed, libraries nobody knows are not, and what only asynchronous code
 * reaches is on the loop already. A program that serves nobody may hold its loop.
 */
export function holdsLoop(
  program: Program,
  knowledge: Knowledge,
  text: (file: string) => string | undefined,
): (fn: ProjectFunction) => string | undefined {
  const around = surroundingsOf(program, knowledge);
  const isDangerous = locksOf(program, around);
  const own = program.project.functions.filter((fn) => !isTestModule(fn.module));
  const callers = callersOf(own, around);
  const isElsewhere = outsideLoop(program, own, around);
  const against = (counts: (finding: Finding) => boolean) => (fn: ProjectFunction) => {
    const { findings, locks } = around(fn);
    const finding = findings.find(counts);
    if (finding) return `${finding.name} ${finding.fact === 'unknown' ? 'is not known' : finding.fact.why}`;
    const lock = locks.find(isDangerous);
    return lock && `${lock.name} is held across something that waits`;
  };
  const held = spreadUp(callers, own, against(holds));
  const alone = spreadUp(callers, own, against(holdsProgram));
  const programs = programModules(program, text);
  const elsewhere = own.filter((fn) => isElsewhere.has(fn));
  const asked = spreadUp(callers, elsewhere, (fn) => {
    const finding = around(fn).findings.find(({ fact }) => fact !== 'unknown' && fact.effect === 'loop-aware');
    return finding && finding.fact !== 'unknown' ? `${finding.name} ${finding.fact.why}` : undefined;
  });
  return (fn) => (programs.has(fn.module) ? alone : held).get(fn) ?? asked.get(fn);
}

type Callers = ReadonlyMap<ProjectFunction, readonly ProjectFunction[]>;

function callersOf(all: readonly ProjectFunction[], around: (fn: ProjectFunction) => Surroundings): Callers {
  const callers = new Map<ProjectFunction, ProjectFunction[]>();
  for (const fn of all)
    for (const { to } of around(fn).edges) {
      const known = callers.get(to);
      if (known) known.push(fn);
      else callers.set(to, [fn]);
    }
  return callers;
}

/** What speaks against one of these functions speaks against those of them that reach it. */
function spreadUp(
  callers: Callers,
  among: readonly ProjectFunction[],
  reasonIn: (fn: ProjectFunction) => string | undefined,
): ReadonlyMap<ProjectFunction, string> {
  const why = new Map<ProjectFunction, string>();
  const may = new Set(among);
  for (const fn of among) {
    const reason = reasonIn(fn);
    if (reason !== undefined) why.set(fn, reason);
  }
  const queue = [...why.keys()];
  for (const fn of queue) {
    const reason = why.get(fn) ?? '';
    for (const caller of callers.get(fn) ?? []) {
      if (why.has(caller) || !may.has(caller)) continue;
      why.set(caller, reason.startsWith('in ') ? reason : `in ${idOf(fn)}: ${reason}`);
      queue.push(caller);
    }
  }
  return why;
}

/**
 * Synchronous functions that run where no loop does: what is reached both ways, and what nobody is seen to reach, counts
 * as such. A background task, and what is passed on, goes where its own colour says.
 */
function outsideLoop(
  program: Program,
  all: readonly ProjectFunction[],
  around: (fn: ProjectFunction) => Surroundings,
): ReadonlySet<ProjectFunction> {
  const closure = (start: readonly ProjectFunction[]) => {
    const found = new Set(start);
    for (const fn of found)
      for (const { to, how } of around(fn).edges) if (!to.facts.isAsync && how !== 'background') found.add(to);
    return found;
  };
  const onLoop = closure(all.filter(({ facts }) => facts.isAsync));
  const given = program.endpoints.flatMap((each) => [
    each.function,
    ...each.dependencies.flatMap((dependency) => dependency.function ?? []),
  ]);
  const isSync = ({ facts }: ProjectFunction) => !facts.isAsync;
  const background = all.flatMap((fn) => around(fn).edges.flatMap(({ to, how }) => (how === 'background' ? [to] : [])));
  const entries = all.filter((fn) => isSync(fn) && !onLoop.has(fn));
  return closure([...entries, ...given.filter(isSync), ...background.filter(isSync)]);
}

/** Where nobody else is on the loop, waiting and computing hold up nobody. */
function holdsProgram(finding: Finding): boolean {
  return holds(finding) && (finding.fact === 'unknown' || !/^(?:blocks|cpu)$/u.test(finding.fact.effect));
}

/** What is on the loop already, and what is over in no time, does not count. */
function holds({ fact }: Finding): boolean {
  if (fact === 'unknown') return true;
  return fact.effect !== 'database' && fact.effect !== 'loop-aware' && fact.severity !== 'brief';
}
