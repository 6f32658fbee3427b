import type { Knowledge } from '../../knowledge/index.ts';
import { idOf, isTestModule, type Program, type ProjectFunction } from '../../program/index.ts';
import { locksOf } from '../locks.ts';
import { surroundingsOf } from '../reach.ts';
import type { Finding } from '../surroundings.ts';

/**
 * Why a function may not run on the loop: it reaches something that holds the thread, and that no thread of its own
 * takes off it. The policy is that of `judgeEndpoints`: brief file access is allowed, libraries nobody knows are not.
 */
export function holdsLoop(program: Program, knowledge: Knowledge): (fn: ProjectFunction) => string | undefined {
  const around = surroundingsOf(program, knowledge);
  const isDangerous = locksOf(program, around);
  const why = new Map<ProjectFunction, string>();
  const callers = new Map<ProjectFunction, ProjectFunction[]>();
  const queue: ProjectFunction[] = [];
  for (const fn of program.project.functions) {
    if (isTestModule(fn.module)) continue;
    const { findings, locks, edges } = around(fn);
    const finding = findings.find(holds);
    const lock = locks.find(isDangerous);
    if (finding) why.set(fn, `${finding.name} ${finding.fact === 'unknown' ? 'is not known' : finding.fact.why}`);
    else if (lock) why.set(fn, `${lock.name} is held across something that waits`);
    if (why.has(fn)) queue.push(fn);
    for (const { to } of edges) {
      const known = callers.get(to);
      if (known) known.push(fn);
      else callers.set(to, [fn]);
    }
  }
  for (const fn of queue) {
    const reason = why.get(fn) ?? '';
    for (const caller of callers.get(fn) ?? []) {
      if (why.has(caller)) continue;
      why.set(caller, reason.startsWith('in ') ? reason : `in ${idOf(fn)}: ${reason}`);
      queue.push(caller);
    }
  }
  return (fn) => why.get(fn);
}

/** What is on the loop already, and what is over in no time, does not count. */
function holds({ fact }: Finding): boolean {
  if (fact === 'unknown') return true;
  return fact.effect !== 'database' && fact.effect !== 'loop-aware' && fact.severity !== 'brief';
}
