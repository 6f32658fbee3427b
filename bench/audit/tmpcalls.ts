import { loadKnowledge } from '../../src/knowledge/index.ts';
import { typesOf } from '../../src/colour/index.ts';
import { openProgram, seeTypes } from '../../src/program/index.ts';
import { type Answers, type AnswerKind, answersOf } from './answers.ts';
import { type Case, readCases } from './labels.ts';

/** One feature's row. Every list holds `feature/case: caller -> callee`. */
export interface Row {
  readonly feature: string;
  cases: number;
  /** Edges that have to be found, and places that have to be unknown. */
  expected: number;
  readonly missed: string[];
  /** Resolved targets that Python never runs there. */
  readonly wrong: string[];
  /** Found by the name of the method alone. */
  readonly byName: string[];
  /** Not found, where the engine says that it does not know what a call runs. */
  readonly unknown: string[];
}

/** Compare the engine's answers with the labels of every case. */
export async function measureCalls(): Promise<readonly Row[]> {
  const rows = new Map<string, Row>();
  const knowledge = loadKnowledge();
  const types = typesOf(knowledge);
  for (const item of readCases()) {
    const row = rows.get(item.feature) ?? emptyRow(item.feature);
    rows.set(item.feature, row);
    row.cases += 1;
    compare(item, answersOf(await seeTypes(await openProgram(item.root, { types }), { python: '/work/main/.venv/bin/python', server: (process.argv[2] ?? 'ty') as 'ty', isWanted: true }), knowledge), row);
  }
  return [...rows.values()];
}

function emptyRow(feature: string): Row {
  return { feature, cases: 0, expected: 0, missed: [], wrong: [], byName: [], unknown: [] };
}

function compare(item: Case, answers: Answers, row: Row): void {
  const place = (caller: string, callee: string) => `${item.feature}/${item.name}: ${caller} -> ${callee}`;
  const open = new Map([...answers.unknown].map(([caller, calls]) => [caller, calls.length]));
  for (const { caller, callee, kind } of item.labels) {
    if (kind === 'may') continue;
    row.expected += 1;
    if (callee === '?') {
      if (!answers.unknown.has(caller)) row.missed.push(place(caller, callee));
      continue;
    }
    const kinds = found(answers, caller, callee);
    if (['call', 'implied', 'passed', 'wired'].some((how) => kinds.has(how as AnswerKind))) continue;
    const left = open.get(caller) ?? 0;
    if (kinds.has('name')) row.byName.push(place(caller, callee));
    else if (left > 0) {
      open.set(caller, left - 1);
      row.unknown.push(place(caller, callee));
    } else row.missed.push(place(caller, callee));
  }
  for (const [caller, callees] of answers.edges) {
    for (const [callee, kinds] of callees) {
      if (!kinds.has('call') && !kinds.has('implied')) continue;
      const same = alike(answers, callee);
      const right = item.labels.some((label) => label.caller === caller && same.has(label.callee));
      if (!right && !alike(answers, caller).has(callee)) row.wrong.push(place(caller, callee));
    }
  }
}

function found(answers: Answers, caller: string, callee: string): ReadonlySet<AnswerKind> {
  if (caller !== callee && alike(answers, caller).has(callee)) return new Set<AnswerKind>(['call']);
  const kinds = new Set<AnswerKind>();
  for (const name of alike(answers, callee)) {
    for (const kind of answers.edges.get(caller)?.get(name) ?? []) kinds.add(kind);
  }
  return kinds;
}

/** A function and those that share a decorated function with it. */
function alike(answers: Answers, name: string): ReadonlySet<string> {
  return new Set([name, ...answers.wrapped.filter((one) => one.has(name)).flatMap((one) => [...one])]);
}

/** The table, then every place that is not as it should be. */
export function renderCalls(rows: readonly Row[]): string {
  const head = `${'feature'.padEnd(20)}${['cases', 'expected', 'missed', 'wrong', 'by name', 'unknown'].map((name) => name.padStart(9)).join('')}`;
  const line = (name: string, figures: readonly number[]) =>
    `${name.padEnd(20)}${figures.map((figure) => String(figure).padStart(9)).join('')}`;
  const figuresOf = (row: Row) => [
    row.cases,
    row.expected,
    row.missed.length,
    row.wrong.length,
    row.byName.length,
    row.unknown.length,
  ];
  const sums = rows.map(figuresOf).reduce((sum, figures) => sum.map((figure, at) => figure + (figures[at] ?? 0)));
  return [
    head,
    ...rows.map((row) => line(row.feature, figuresOf(row))),
    line('all', sums),
    ...rows.flatMap((row) => [
      ...row.missed.map((text) => `  missed   ${text}`),
      ...row.wrong.map((text) => `  wrong    ${text}`),
      ...row.byName.map((text) => `  by name  ${text}`),
      ...row.unknown.map((text) => `  unknown  ${text}`),
    ]),
  ].join('\n');
}
