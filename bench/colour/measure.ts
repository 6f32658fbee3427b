import { FerryError, type FileSystemRoot } from '../../src/base/index.ts';
import { type NativeChange, typesOf } from '../../src/colour/index.ts';
import { type Knowledge, loadKnowledge } from '../../src/knowledge/index.ts';
import { openProgram, type Program, type ProjectFunction, type Types } from '../../src/program/index.ts';
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

/** A program that was changed, in its folder. */
interface Changed {
  readonly id: string;
  readonly files: ReadonlyMap<string, string>;
  readonly root: string;
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
  const ran: (Changed & { readonly of: string })[] = [];
  const cases = [...readCases(), ...readPrograms()].filter(
    ({ feature, name }) =>
      chosen.length === 0 || chosen.includes(feature) || chosen.some((each) => each.startsWith(`${feature}/${name}`)),
  );
  for (const item of cases) {
    figures.cases += 1;
    const id = `${item.feature}/${item.name}`;
    jobs.push({ id, root: item.root, driven: false });
    for (const changed of await variantsOf(item, tools, seed, figures)) {
      ran.push({ ...changed, of: id });
      jobs.push({ id: changed.id, root: changed.root, driven: true });
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
async function variantsOf(item: Case, tools: Tools, seed: number, figures: Figures): Promise<readonly Changed[]> {
  const id = `${item.feature}/${item.name}`;
  const files = readFiles(item.root);
  const original = await openProgram(item.root, { types: tools.types });
  const alike = wrappedTogether(original, tools.knowledge);
  const functions = seedable(original.project.functions);
  const given = [...functions.map((fn) => [fn]), ...(functions.length > 1 ? [functions] : [])];
  const found: Changed[] = [];
  for (const [at, group] of given.entries()) {
    const name = `${id} ${at < functions.length ? group.map(placed).join('') : 'all'}`;
    const texts = seeded(files, group);
    const names = new Set(group.map(nameOf));
    const program = await written(tools, `${name} before`, texts);
    const all = program.project.functions;
    const chosen = new Set(shuffled(all, seed + 100 * figures.cases + at).slice(0, Math.ceil(all.length / 2)));
    const half = (fn: ProjectFunction) => names.has(nameOf(fn)) || chosen.has(fn);
    const judged = (variant: string, change: NativeChange) => {
      if (item.labels.length === 0) return;
      const verdict = judge({ labels: item.labels, change, seeded: [...names], alike });
      figures.missed.push(...verdict.missed.map((text) => `${variant}: ${text}`));
      figures.wrong.push(...verdict.wrong.map((text) => `${variant}: ${text}`));
    };
    const whole = variant(tools, figures, { name, program, texts, wanted: () => true, judged });
    const part = variant(tools, figures, { name: `${name} half`, program, texts, wanted: half, judged });
    found.push(...whole);
    if (isSame(whole[0]?.files, part[0]?.files)) continue;
    found.push(...part);
    // The rest in a second wave, from what the first one wrote.
    for (const { files: first } of part) {
      const next = { name: `${name} then`, program: await written(tools, `${name} then before`, first), texts: first };
      found.push(...variant(tools, figures, { ...next, wanted: () => true, judged: () => {} }));
    }
  }
  return found;
}

function isSame(one: ReadonlyMap<string, string> = new Map(), other: ReadonlyMap<string, string> = new Map()): boolean {
  return JSON.stringify([...one]) === JSON.stringify([...other]);
}

interface Variant {
  readonly name: string;
  readonly program: Program;
  readonly texts: ReadonlyMap<string, string>;
  wanted(fn: ProjectFunction): boolean;
  judged(variant: string, change: NativeChange): void;
}

/** Nothing where nothing changes. */
function variant(tools: Tools, figures: Figures, ask: Variant): readonly Changed[] {
  const { name, program, texts } = ask;
  const decision = decided(() => decide(program, tools.knowledge, ask.wanted));
  if (typeof decision === 'string') {
    figures.failures.push({ id: name, how: [decision], files: texts });
    return [];
  }
  count(decision.change, figures);
  ask.judged(name, decision.change);
  if (decision.files.size === 0) return [];
  const files = new Map([...texts].map(([file, text]) => [file, decision.files.get(file) ?? text]));
  return [{ id: name, files, root: write(tools.work, name, files) }];
}

function written({ work, types }: Tools, name: string, files: ReadonlyMap<string, string>): Promise<Program> {
  return openProgram(write(work, name, files), { types });
}

/** Gives the folder. */
function write(work: FileSystemRoot, name: string, files: ReadonlyMap<string, string>): string {
  const folder = name.replace(/[^\w/-]+/gu, '_');
  for (const [file, text] of files) work.write(`${folder}/${file}`, text);
  return work.resolve(folder);
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
