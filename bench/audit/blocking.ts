import * as fs from 'node:fs';
import * as path from 'node:path';
import { audit } from '../../src/audit/index.ts';
import { judgeEndpoints, typesOf } from '../../src/colour/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import { openProgram } from '../../src/program/index.ts';

/** `blocks`: a finding is due. `fine`: looks alike and is right. `either`, `startup`: said in words, not counted. */
export type Mark = 'blocks' | 'fine' | 'either' | 'startup';

/** Labelled lines of one group of cases: `single` file or `through` files. Keys are `case/file.py:line`. */
export interface Group {
  readonly name: 'single' | 'through';
  readonly root: string;
  readonly marks: ReadonlyMap<string, Mark>;
  readonly cases: readonly string[];
}

export interface Outcome {
  readonly group: Group;
  readonly found: number;
  readonly missed: readonly string[];
  /** Those of the missed that the engine knows, and leaves out of its findings because they take microseconds. */
  readonly brief: readonly string[];
  /** Findings on lines that have no label, or `fine`. */
  readonly wrong: readonly string[];
}

const RULES = new Set(['blocking-call', 'brief-call', 'cpu-heavy', 'lock-across-io', 'threads', 'thread-local']);

export function readGroups(): readonly Group[] {
  return (['single', 'through'] as const).map((name) => {
    const root = path.join(import.meta.dirname, 'cases', 'blocking', name);
    const cases = fs.readdirSync(root).sort();
    const files = fs.globSync('**/*.py', { cwd: root }).sort();
    const marks = new Map(
      files.flatMap((file) =>
        fs
          .readFileSync(path.join(root, file), 'utf8')
          .split('\n')
          .flatMap((line, at) => {
            const mark = /# (blocks|fine|either|startup)$/u.exec(line)?.[1];
            return mark === undefined ? [] : [[`${file}:${at + 1}`, mark as Mark] as const];
          }),
      ),
    );
    return { name, root, marks, cases };
  });
}

/** What our audit says of a group. */
export async function measureBlocking(group: Group): Promise<Outcome> {
  const knowledge = loadKnowledge();
  const types = typesOf(knowledge);
  const lines = new Map<string, string>();
  const brief = new Set<string>();
  for (const name of group.cases) {
    const program = await openProgram(path.join(group.root, name), { types });
    for (const { rule, place, what } of audit(program, knowledge).findings) {
      if (RULES.has(rule)) lines.set(`${name}/${place.file}:${place.line}`, `${rule}: ${what}`);
    }
    for (const { onLoop } of judgeEndpoints(program, knowledge)) {
      for (const { chain, severity } of onLoop) {
        const place = chain.at(-1)?.place;
        if (place && severity === 'brief') brief.add(`${name}/${place.file}:${place.line}`);
      }
    }
  }
  return outcomeOf(group, lines, brief);
}

/** Compare lines with findings (key `case/file.py:line`, value for reading) with the marks. */
function outcomeOf(group: Group, lines: ReadonlyMap<string, string>, brief: ReadonlySet<string>): Outcome {
  const due = [...group.marks].filter(([, mark]) => mark === 'blocks').map(([line]) => line);
  const missed = due.filter((line) => !lines.has(line));
  const wrong = [...lines].flatMap(([line, what]) => {
    const mark = group.marks.get(line);
    return mark === undefined || mark === 'fine' ? [`${line} ${what}`] : [];
  });
  return { group, found: due.length - missed.length, missed, brief: missed.filter((line) => brief.has(line)), wrong };
}

export function renderBlocking({ group, found, missed, brief, wrong }: Outcome): string {
  const fine = [...group.marks.values()].filter((mark) => mark === 'fine').length;
  return [
    `${group.name.padEnd(10)} ${group.cases.length} cases, ${found + missed.length} blocking lines, ${fine} that look alike and are fine: found ${found}, missed ${missed.length} (${brief.length} of them known as brief), false ${wrong.length}`,
    ...missed.map((line) => `  ${brief.includes(line) ? 'brief ' : 'missed'}   ${line}  ${textOf(group, line)}`),
    ...wrong.map((line) => `  false    ${line}`),
  ].join('\n');
}

function textOf(group: Group, line: string): string {
  const [file = '', at = '1'] = line.split(':');
  const text = fs.readFileSync(path.join(group.root, file), 'utf8').split('\n')[Number(at) - 1] ?? '';
  return text.replace(/# \w+$/u, '').trim();
}
