import { isTestModule, type Program, type ProjectFunction } from '../program/index.ts';
import type { LockUse, Surroundings } from './surroundings.ts';

const judged = new WeakMap<(fn: ProjectFunction) => Surroundings, (use: LockUse) => boolean>();

/** The dangerous locks of a program; found once, however many ask. */
export function locksOf(program: Program, around: (fn: ProjectFunction) => Surroundings): (use: LockUse) => boolean {
  const isDangerous = judged.get(around) ?? dangerousLocks(program.project.functions, around);
  judged.set(around, isDangerous);
  return isDangerous;
}

/**
 * Which locks are dangerous on a loop. A lock that is only ever held while nothing waits is harmless there: the loop
 * switches at I/O, so nobody can meet it taken by another request of the same thread. One held across database I/O,
 * a blocking call, a `yield` or an `await` is not: the next request would wait for it on the thread that must free it.
 */
export function dangerousLocks(
  functions: readonly ProjectFunction[],
  around: (fn: ProjectFunction) => Surroundings,
): (use: LockUse) => boolean {
  const bad = new Set<string>();
  const uses: { readonly use: LockUse; readonly fn: ProjectFunction }[] = [];
  for (const fn of functions) {
    if (isTestModule(fn.module)) continue;
    for (const use of around(fn).locks) uses.push({ use, fn });
  }
  const isBad = (use: LockUse) => use.site === undefined || bad.has(use.site);
  const waiting = waits(around, isBad);
  for (let changed = true; changed; ) {
    changed = false;
    waiting.forget();
    for (const { use, fn } of uses) {
      if (use.site === undefined || bad.has(use.site)) continue;
      if (use.leaves || waiting.inside(fn, use)) {
        bad.add(use.site);
        changed = true;
      }
    }
  }
  return isBad;
}

/** Whether anything that waits is reached from a block. */
function waits(around: (fn: ProjectFunction) => Surroundings, isBad: (use: LockUse) => boolean) {
  let known = new Map<ProjectFunction, boolean>();
  const pauses = ({ findings }: Pick<Surroundings, 'findings'>) =>
    findings.some(
      ({ fact }) =>
        fact !== 'unknown' && fact.effect !== 'harmless' && (fact.severity === 'stall' || fact.effect === 'database'),
    );
  const reaches = (start: ProjectFunction): boolean => {
    const cached = known.get(start);
    if (cached !== undefined) return cached;
    const seen = new Set([start]);
    for (const fn of seen) {
      const own = around(fn);
      if (known.get(fn) || pauses(own) || own.locks.some(isBad)) {
        known.set(start, true);
        return true;
      }
      if (known.get(fn) !== false) for (const edge of own.edges) seen.add(edge.to);
    }
    for (const fn of seen) known.set(fn, false); // nothing below any of them waits
    return false;
  };
  return {
    forget: () => {
      known = new Map();
    },
    inside(fn: ProjectFunction, { body, place }: LockUse): boolean {
      const own = around(fn);
      const within = (item: { readonly place: { readonly start: number; readonly end: number } }) =>
        body.start <= item.place.start && item.place.end <= body.end;
      const nested = own.locks.filter((use) => within(use) && use.place.start !== place.start);
      return (
        pauses({ findings: own.findings.filter(within) }) ||
        nested.some(isBad) ||
        own.edges.filter(within).some((edge) => reaches(edge.to))
      );
    },
  };
}
