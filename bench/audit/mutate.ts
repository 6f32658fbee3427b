import * as fs from 'node:fs';
import * as path from 'node:path';
import { findForgotten } from '../../src/audit/index.ts';
import { openTemporaryRoot } from '../../src/base/index.ts';
import { typesOf } from '../../src/colour/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import { openProgram, seeTypes, type SeeOptions } from '../../src/program/index.ts';
import { encodeSource, readSource, type SourceFile } from '../../src/syntax/index.ts';
import { columns } from '../columns.ts';
import { type Mutation, type MutationKind, mutationsOf, without } from './mutations.ts';

export interface MutateOptions {
  /** How many copies share the words: each has every nth taken out. */
  readonly copies: number;
  /** Ask a language server, too. */
  readonly types?: SeeOptions;
}

/** `missed`: the audit says nothing of the line; `standing`: it said it before anything was taken out. */
export type Answer = 'found' | 'unknown' | 'missed' | 'standing';

export interface Recall {
  /** In the order of files, then places; `file:line`. */
  readonly answers: readonly {
    readonly kind: MutationKind;
    readonly at: string;
    readonly answer: Answer;
    readonly text: string;
  }[];
  /** Findings on lines of which nothing was taken, and which nobody said before: consequences, or false. */
  readonly elsewhere: readonly string[];
}

/** Take the awaits of a project out and see which of them the audit misses. The folder itself is only read. */
export async function measureRecall(folder: string, options: MutateOptions): Promise<Recall> {
  const knowledge = loadKnowledge();
  const look = async (root: string) => {
    const text = await openProgram(root, { types: typesOf(knowledge) });
    const program = options.types ? await seeTypes(text, options.types) : text;
    const { findings, unknown } = findForgotten(program, knowledge);
    const lines = (places: readonly { file: string; line: number }[]) =>
      new Set(places.map(({ file, line }) => `${file}:${line}`));
    return {
      files: program.modules.map(({ file }) => file),
      found: lines(findings.map(({ finding }) => finding.place)),
      unknown: lines(unknown.map(({ place }) => place)),
    };
  };
  const before = await look(folder);
  const sources: { source: SourceFile; mutations: readonly Mutation[] }[] = [];
  for (const file of before.files) {
    const source = readSource(file, fs.readFileSync(path.join(folder, file)));
    if (source.kind === 'source') sources.push({ source, mutations: await mutationsOf(source.text) });
  }
  const answers: Recall['answers'][number][] = [];
  const elsewhere = new Set<string>();
  for (let copy = 0; copy < options.copies; copy++) {
    using root = openTemporaryRoot('ferryman-mutate-');
    let at = 0;
    const taken: { readonly kind: MutationKind; readonly place: string; readonly text: string }[] = [];
    for (const { source, mutations } of sources) {
      const mine = mutations.filter(() => at++ % options.copies === copy);
      root.write(source.path, encodeSource(source, without(source.text, mine)));
      const lines = source.text.split(/\r\n|\r|\n/u);
      for (const { kind, line } of mine)
        taken.push({ kind, place: `${source.path}:${line}`, text: lines[line - 1]?.trim() ?? '' });
    }
    for (const name of ['pyproject.toml', 'setup.cfg', 'pytest.ini']) {
      const config = path.join(folder, name);
      if (fs.existsSync(config)) root.write(name, fs.readFileSync(config));
    }
    const after = await look(root.root);
    for (const { kind, place, text } of taken) {
      const says: Answer = after.found.has(place) ? 'found' : after.unknown.has(place) ? 'unknown' : 'missed';
      answers.push({ kind, at: place, answer: before.found.has(place) ? 'standing' : says, text });
    }
    const lines = new Set(taken.map(({ place }) => place));
    for (const place of after.found) if (!lines.has(place) && !before.found.has(place)) elsewhere.add(place);
  }
  return { answers, elsewhere: [...elsewhere].sort() };
}

/** A table by kind, then the lines that were not found. */
export function renderRecall({ answers, elsewhere }: Recall): string {
  const kinds: readonly MutationKind[] = ['await', 'async for', 'async with'];
  const count = (kind: MutationKind | undefined, answer: Answer) =>
    String(answers.filter((item) => (kind === undefined || item.kind === kind) && item.answer === answer).length);
  const row = (name: string, kind: MutationKind | undefined) => {
    const all = answers.filter((item) => (kind === undefined || item.kind === kind) && item.answer !== 'standing');
    return [
      name,
      String(all.length),
      count(kind, 'found'),
      count(kind, 'unknown'),
      count(kind, 'missed'),
      count(kind, 'standing'),
    ];
  };
  const rest = answers.filter(({ answer }) => answer === 'missed' || answer === 'unknown');
  return [
    columns(
      [
        ['taken out', 'all', 'found', 'unknown', 'missed', 'said before'],
        ...kinds.map((kind) => row(kind, kind)),
        row('all', undefined),
      ],
      1,
    ),
    ...rest
      .toSorted((one, other) => one.answer.localeCompare(other.answer))
      .map(({ answer, kind, at, text }) => `  ${answer.padEnd(8)} ${kind.padEnd(10)} ${at}  ${text}`),
    ...elsewhere.map((place) => `  elsewhere ${place}`),
  ].join('\n');
}
