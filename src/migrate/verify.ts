import { findForgotten } from '../audit/index.ts';
import { FerryError } from '../base/index.ts';
import { typesOf } from '../colour/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import { makeNativePlan, type NativePlan } from '../plan/index.ts';
import {
  callTargets,
  idOf,
  indexUses,
  openProgram,
  type Program,
  type ProjectFunction,
  type SeeOptions,
} from '../program/index.ts';
import { withCopy } from './copy.ts';
import { type TypeProblem, typeProblems } from './typecheck.ts';

/** Rounds after which a plan that is still contradicted is given up: each takes at least one function out. */
const ROUNDS = 12;

/** What speaks against a plan: functions that have to stay, each with its reason, and what fits no function. */
interface Objections {
  readonly kept: ReadonlyMap<string, string>;
  readonly findings: NativePlan['findings'];
}

/**
 * The plan, proven on its own result: the migrated text is read once more, and awaits that it forgets are looked for
 * in it; with `see` a language server reads it, too. A function whose coroutine would be lost somewhere stays
 * synchronous, and the plan is made again without it. What cannot be traced to a function is a finding. Throws
 * `FERRY_UNPROVEN` when that does not end.
 */
export async function provenPlan(
  program: Program,
  knowledge: Knowledge,
  selection: readonly string[],
  see?: SeeOptions,
): Promise<NativePlan> {
  const kept = new Map<string, string>();
  const known = new Set(findForgotten(program, knowledge).findings.map(({ finding }) => finding.fingerprint));
  for (let round = 0; round < ROUNDS; round++) {
    const plan = makeNativePlan(program, knowledge, selection, kept);
    if (plan.flips.length === 0) return plan;
    const lost = await withCopy(program.root, program, plan, async (copy) =>
      lostIn(await openProgram(copy, { types: typesOf(knowledge) }), knowledge, known, plan),
    );
    // Types are asked last: a server takes longer than reading the text once more.
    const typed =
      lost.kept.size > 0 || see === undefined ? nothing : doubted(await typeProblems(program, plan, see), plan);
    if (lost.kept.size + typed.kept.size === 0)
      return { ...plan, findings: [...plan.findings, ...lost.findings, ...typed.findings] };
    for (const [id, why] of [...lost.kept, ...typed.kept]) kept.set(id, why);
  }
  throw unproven(program.root, kept);
}

const nothing: Objections = { kept: new Map(), findings: [] };

/** Functions that went native and whose coroutine is lost somewhere, by `module:qualname`. */
function lostIn(after: Program, knowledge: Knowledge, known: ReadonlySet<string>, plan: NativePlan): Objections {
  const flipped = new Set(plan.flips.map(({ id }) => id));
  const kept = new Map<string, string>();
  const findings: NativePlan['findings'][number][] = [];
  const fresh = findForgotten(after, knowledge).findings.filter(({ finding }) => !known.has(finding.fingerprint));
  if (fresh.length === 0) return nothing;
  const calls = callsByPlace(after);
  for (const { finding } of fresh) {
    const { file, start, line } = finding.place;
    const ids = (calls.get(`${file} ${start}`) ?? []).map(idOf);
    const ours = ids.filter((id) => flipped.has(id));
    for (const id of ours) kept.set(id, `its coroutine would be lost at ${file}:${line}: ${finding.what}`);
    if (ours.length === 0) findings.push(doubt(file, line, finding.what, finding.why));
  }
  return { kept, findings };
}

/** The functions that a line with a type problem names stay; without one it is for a person to see. */
function doubted(problems: readonly TypeProblem[], plan: NativePlan): Objections {
  const kept = new Map<string, string>();
  const findings: NativePlan['findings'][number][] = [];
  for (const { file, line, message, text } of problems) {
    const words = new Set(text.match(/\w+/gu));
    const [first = ''] = message.split('\n');
    const isHead = /^(?:async )?def /u.test(text);
    const named = isHead
      ? []
      : plan.flips.filter(({ id }) => words.has(id.slice(Math.max(id.lastIndexOf('.'), id.lastIndexOf(':')) + 1)));
    for (const { id } of named) kept.set(id, `types object at ${file}:${line}: ${first}`);
    if (named.length === 0) findings.push(doubt(file, line, text, first));
  }
  return { kept, findings };
}

function doubt(file: string, line: number, what: string, why: string): NativePlan['findings'][number] {
  return {
    recipe: 'native/flip',
    file,
    line,
    what,
    why: `${why.replace(/\.$/u, '')}.`,
    applicability: 'needs-review',
    next: 'See whether something is to be awaited there.',
    changed: false,
  };
}

function unproven(root: string, kept: ReadonlyMap<string, string>): FerryError {
  const [last = ['', '']] = [...kept].slice(-1);
  return new FerryError({
    code: 'FERRY_UNPROVEN',
    message: `After ${ROUNDS} plans the result still loses coroutines, the last one of ${last[0]}: ${last[1]}`,
    where: root,
    next: 'Make fewer functions native at once, and report this with the project if you can.',
    exitCode: 1,
  });
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
