import { FerryError, type FileSystemRoot } from '../../src/base/index.ts';
import { type NativeChange, typesOf } from '../../src/colour/index.ts';
import { type Knowledge, loadKnowledge } from '../../src/knowledge/index.ts';
import { openProgram, type ProjectFunction, type Types } from '../../src/program/index.ts';
import { type Case, readCases } from '../audit/labels.ts';
import { shuffled } from '../corpus/shuffle.ts';
import { decide } from './decide.ts';
import { differences, type Job, perform } from './execute.ts';
import { judge } from './judge.ts';
import { nameOf, wrappedTogether } from './names.ts';
import { readFiles, readPrograms, seedable, seeded } from './variants.ts';

/** A program that does something else than before. */
export interface Failure {
  readonly id: string;
  readonly how: readonly string[];
  readonly files: ReadonlyMap<string, string>;
}

/** What was counted; `missed`, `wrong` and `failures` name case, variant and place. */
export interface Figures {
  cases: number;
  variants: number;
  /** Programs that were changed and run. */
  ran: number;
  flips: number;
  awaits: number;
  waits: number;
  maybes: number;
  /** Functions that have something to await and stay, by reason. */
  readonly kept: Map<string, number>;
  readonly missed: string[];
  readonly wrong: string[];
  readonly failures: Failure[];
  seconds: number;
}

interface Ran {
  readonly id: string;
  readonly of: string;
  readonly files: ReadonlyMap<string, string>;
}

interface Tools {
  readonly work: FileSystemRoot;
  readonly knowledge: Knowledge;
  readonly types: Types;
}

/** Every variant of the chosen cases (`feature` or `feature/case`, none for all). */
export async function measure(work: FileSystemRoot, chosen: readonly string[], seed: number): Promise<Figures> {
  const begun = performance.now();
  const knowledge = loadKnowledge();
  const tools: Tools = { work, knowledge, types: typesOf(knowledge) };
  const figures: Figures = {
    cases: 0,
    variants: 0,
    ran: 0,
    flips: 0,
    awaits: 0,
    waits: 0,
    maybes: 0,
    kept: new Map(),
    missed: [],
    wrong: [],
    failures: [],
    seconds: 0,
  };
  const jobs: Job[] = [];
  const ran: Ran[] = [];
  const cases = [...readCases(), ...readPrograms()].filter(
    ({ feature, name }) =>
      chosen.length === 0 || chosen.includes(feature) || chosen.some((each) => each.startsWith(`${feature}/${name}`)),
  );
  for (const item of cases) {
    figures.cases += 1;
    const id = `${item.feature}/${item.name}`;
    jobs.push({ id, root: item.root, driven: false });
    for (const each of await variantsOf(item, tools, seed, figures)) {
      ran.push({ ...each, of: id });
      jobs.push({ id: each.id, root: work.resolve(`${folderOf(each.id)}-after`), driven: true });
    }
  }
  const outcomes = await perform(jobs);
  for (const { id, of, files } of ran) {
    const before = outcomes.get(of);
    if (before === undefined) throw new TypeError(`${of} did not run`);
    const how = differences(before, outcomes.get(id));
    if (how.length > 0) figures.failures.push({ id, how, files });
  }
  figures.ran = ran.length;
  figures.seconds = (performance.now() - begun) / 1000;
  return figures;
}

/** Decide on every variant of one case, count, and write the programs that changed. */
async function variantsOf(
  item: Case,
  tools: Tools,
  seed: number,
  figures: Figures,
): Promise<readonly Omit<Ran, 'of'>[]> {
  const { work, knowledge, types } = tools;
  const id = `${item.feature}/${item.name}`;
  const files = readFiles(item.root);
  const original = await openProgram(item.root, { types });
  const alike = wrappedTogether(original, knowledge);
  const functions = seedable(original.project.functions);
  const given = [...functions.map((fn) => [fn]), ...(functions.length > 1 ? [functions] : [])];
  const found: Omit<Ran, 'of'>[] = [];
  for (const [at, group] of given.entries()) {
    const name = at < functions.length ? group.map(placed).join('') : 'all';
    const texts = seeded(files, group);
    const folder = folderOf(`${id} ${name}`);
    for (const [file, text] of texts) work.write(`${folder}/${file}`, text);
    const program = await openProgram(work.resolve(folder), { types });
    const names = new Set(group.map(nameOf));
    const all = program.project.functions;
    const chosen = new Set(shuffled(all, seed + 100 * figures.cases + at).slice(0, Math.ceil(all.length / 2)));
    const half = (fn: ProjectFunction) => names.has(nameOf(fn)) || chosen.has(fn);
    const seen = new Set<string>();
    for (const [variant, wanted] of [
      [`${id} ${name}`, () => true],
      [`${id} ${name} half`, half],
    ] as const) {
      const decision = decided(() => decide(program, knowledge, wanted));
      if (typeof decision === 'string') {
        figures.failures.push({ id: variant, how: [decision], files: texts });
        continue;
      }
      const { change, files: after } = decision;
      const key = JSON.stringify([...after]);
      if (seen.has(key)) continue;
      seen.add(key);
      count(change, figures);
      if (item.labels.length > 0) {
        const verdict = judge({ labels: item.labels, change, seeded: group.map(nameOf), alike });
        figures.missed.push(...verdict.missed.map((text) => `${variant}: ${text}`));
        figures.wrong.push(...verdict.wrong.map((text) => `${variant}: ${text}`));
      }
      if (after.size === 0) continue;
      for (const [file, text] of texts) work.write(`${folderOf(variant)}-after/${file}`, after.get(file) ?? text);
      found.push({ id: variant, files: after });
    }
  }
  return found;
}

/** What it gives, or what it says of a mistake of ours. */
function decided<T>(make: () => T): T | string {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

function count({ flipped, sites, kept }: NativeChange, figures: Figures): void {
  figures.variants += 1;
  figures.flips += flipped.size;
  figures.awaits += sites.filter(({ how }) => how === 'await').length;
  figures.waits += sites.filter(({ how }) => how === 'wait').length;
  figures.maybes += sites.filter(({ how }) => how === 'maybe').length;
  for (const { function: fn, why } of kept) {
    if (fn.facts.kind !== 'function') continue;
    const reason = general(why);
    figures.kept.set(reason, (figures.kept.get(reason) ?? 0) + 1);
  }
}

/** The reason without the names in it. */
function general(why: string): string {
  return why
    .replace(/^\S+:\S+: /u, '')
    .replace(
      /^\S+:\S+ is handed on: .*(?<rest> may call it synchronously| does with it)$/u,
      'it is handed on: something$<rest>',
    )
    .replace(/^\S+:\S+ is handed on/u, 'it is handed on')
    .replace(/^@\S+/u, '@decorator')
    .replace(/^Python calls __\w+__/u, 'Python calls a special method')
    .replace(/whether .* reaches .*/u, 'whether a call reaches it')
    .replace(/^.* is used in synchronous code/u, 'it is used in synchronous code');
}

function placed(fn: ProjectFunction): string {
  return `${nameOf(fn)}@${fn.facts.span.line}`;
}

function folderOf(id: string): string {
  return id.replace(/[^\w/-]+/gu, '_');
}
