import { findForgotten } from '../audit/index.ts';
import { typesOf } from '../colour/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import { makeNativePlan, type NativePlan } from '../plan/index.ts';
import { callTargets, indexUses, openProgram, type Program, type ProjectFunction } from '../program/index.ts';
import { withCopy } from './copy.ts';

/** Rounds after which a plan that is still contradicted is given up: each takes at least one function out. */
const ROUNDS = 6;

/**
 * The plan, proven on its own result: the migrated text is read once more, and awaits that it forgets are looked for
 * in it. A function whose coroutine would be lost somewhere stays synchronous, and the plan is made again without it.
 */
export async function provenPlan(
  program: Program,
  knowledge: Knowledge,
  selection: readonly string[],
): Promise<NativePlan> {
  const kept = new Map<string, string>();
  const known = new Set(findForgotten(program, knowledge).findings.map(({ finding }) => finding.fingerprint));
  let plan = makeNativePlan(program, knowledge, selection, kept);
  for (let round = 0; round < ROUNDS && plan.flips.length > 0; round++) {
    const lost = await withCopy(program.root, program, plan, async (copy) =>
      lostIn(await openProgram(copy, { types: typesOf(knowledge) }), knowledge, known, plan),
    );
    if (lost.size === 0) return plan;
    for (const [id, why] of lost) kept.set(id, why);
    plan = makeNativePlan(program, knowledge, selection, kept);
  }
  return plan;
}

/** Functions that went native and whose coroutine is lost somewhere, by `module:qualname`. */
function lostIn(
  after: Program,
  knowledge: Knowledge,
  known: ReadonlySet<string>,
  plan: NativePlan,
): ReadonlyMap<string, string> {
  const flipped = new Set(plan.flips.map(({ id }) => id));
  const lost = new Map<string, string>();
  const calls = callsByPlace(after);
  for (const { finding } of findForgotten(after, knowledge).findings) {
    if (known.has(finding.fingerprint)) continue;
    const { file, start, line } = finding.place;
    const why = `its coroutine would be lost at ${file}:${line}: ${finding.what}`;
    for (const fn of calls.get(`${file} ${start}`) ?? []) {
      const id = `${fn.module.name}:${fn.qualname}`;
      if (flipped.has(id)) lost.set(id, why);
    }
  }
  return lost;
}

/** Which functions the calls that begin at a place may run. */
function callsByPlace({ evaluation }: Program): ReadonlyMap<string, readonly ProjectFunction[]> {
  const found = new Map<string, ProjectFunction[]>();
  for (const { expr, scope } of indexUses(evaluation).calls) {
    const key = `${scope.module.file} ${expr.start}`;
    const targets = callTargets(evaluation, expr, scope).map((target) => target.function);
    found.set(key, [...(found.get(key) ?? []), ...targets]);
  }
  return found;
}
