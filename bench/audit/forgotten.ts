import * as fs from 'node:fs';
import * as path from 'node:path';
import { findForgotten } from '../../src/audit/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import { openProgram } from '../../src/program/index.ts';

/** What the labelled cases of forgotten awaits say of the audit. Lines are `case/file.py:12 kind`. */
export interface Measured {
  /** Labelled lines of which the audit says nothing at all; those it does not know are in `unknown`. */
  readonly missed: readonly string[];
  /** Findings on lines that have none, or of another kind than labelled. */
  readonly wrong: readonly string[];
  readonly cases: number;
  readonly expected: number;
  /** Lines that look alike and are right. */
  readonly fine: number;
  /** Calls that the audit says it does not know. */
  readonly unknown: readonly string[];
  readonly text: string;
}

const folder = path.join(import.meta.dirname, 'cases', 'forgotten');

/** Run the audit over every labelled case. */
export async function measureForgotten(): Promise<Measured> {
  const knowledge = loadKnowledge();
  const missed: string[] = [];
  const wrong: string[] = [];
  const unknown: string[] = [];
  const kinds = new Map<string, number>();
  let expected = 0;
  let fine = 0;
  let unsure = 0;
  const cases = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of cases) {
    const root = path.join(folder, name);
    const program = await openProgram(root, { types: knowledge });
    const { findings, unknown: open } = findForgotten(program, knowledge);
    const found = new Map(findings.map(({ finding: { place }, kind }) => [`${place.file}:${place.line}`, kind]));
    const undecided = new Set(open.map(({ place }) => `${place.file}:${place.line}`));
    const labels = new Map(program.modules.flatMap(({ file }) => labelsOf(root, file)));
    for (const [line, label] of labels) {
      if (label === 'fine') {
        fine += 1;
        continue;
      }
      expected += 1;
      kinds.set(label, (kinds.get(label) ?? 0) + 1);
      if (found.has(line)) continue;
      if (undecided.has(line)) unsure += 1;
      else missed.push(`${name}/${line} ${label}`);
    }
    for (const [line, kind] of found) {
      const label = labels.get(line) ?? 'no label';
      if (label !== kind) wrong.push(`${name}/${line} ${kind} (${label})`);
    }
    for (const { place, what, why } of open) unknown.push(`${name}/${place.file}:${place.line} ${what}: ${why}`);
  }
  const text = [
    `forgotten awaits  ${cases.length} cases, ${expected} expected, ${fine} lines that look alike and are right`,
    `  missed ${missed.length}, false ${wrong.length}, unknown ${unknown.length} (${unsure} of them expected)`,
    `  ${[...kinds]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
    ...missed.map((line) => `  missed   ${line}`),
    ...wrong.map((line) => `  false    ${line}`),
    ...unknown.map((line) => `  unknown  ${line}`),
  ].join('\n');
  return { missed, wrong, cases: cases.length, expected, fine, unknown, text };
}

/** `# forgotten: KIND` and `# fine` at the ends of lines. */
function labelsOf(root: string, file: string): readonly (readonly [line: string, label: string])[] {
  const lines = fs.readFileSync(path.join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    const label = /# (?:forgotten: ([\w-]+)|(fine))$/u.exec(line);
    return label ? [[`${file}:${at + 1}`, label[1] ?? 'fine'] as const] : [];
  });
}
