import { columns } from '../columns.ts';
import { type Comparison, type Disagreement, precision, recall, type Score } from './compare.ts';
import { byCause, countedScores, idleEntries } from './explain.ts';
import type { Library } from './library.ts';

/** What one library gave. */
export interface Row {
  readonly library: Library;
  /** Functions compared: in both halves and built alike, those that both halves share among them. */
  readonly compared: number;
  readonly shared: number;
  /** In both halves, built differently. */
  readonly different: number;
  /** In one half only. */
  readonly alone: number;
  readonly comparison: Comparison;
  readonly seconds: number;
}

/** Figures to reach over all libraries. */
export const TARGETS = { recall: 1, precision: 0.99 } as const;

const scores = ({ library, comparison }: Row) => countedScores(library.explained, comparison);

/** Sums over libraries. */
export function overall(rows: readonly Row[], which: 'flips' | 'awaits'): Score {
  const sum = (part: keyof Score) => rows.reduce((total, row) => total + scores(row)[which][part], 0);
  return { right: sum('right'), missed: sum('missed'), wrong: sum('wrong') };
}

/** Whether all that was to be reached is reached. */
export function isReached(rows: readonly Row[]): boolean {
  return (['flips', 'awaits'] as const).every((which) => {
    const score = overall(rows, which);
    return recall(score) >= TARGETS.recall && precision(score) >= TARGETS.precision;
  });
}

/** The table of figures. */
export function renderTable(rows: readonly Row[]): string {
  const head = ['', 'compared', 'shared', 'built differently', 'in one half', 'apart', 'flips', 'recall', 'precision'];
  const line = (name: string, counts: readonly number[], flips: Score, awaits: Score) => [
    name,
    ...counts.map(String),
    ...figures(flips),
    ...figures(awaits),
  ];
  const countsOf = (row: Row) => [row.compared, row.shared, row.different, row.alone, scores(row).apart];
  const sums = [0, 1, 2, 3, 4].map((at) => rows.reduce((sum, row) => sum + (countsOf(row)[at] ?? 0), 0));
  return columns(
    [
      [...head, 'awaits', 'recall', 'precision'],
      ...rows.map((row) => line(row.library.id, countsOf(row), scores(row).flips, scores(row).awaits)),
      line('all', sums, overall(rows, 'flips'), overall(rows, 'awaits')),
    ],
    1,
  );
}

function figures(score: Score): readonly string[] {
  // Rounded down: 0.9999 is not 1.
  const show = (figure: number) => (Math.floor(figure * 10_000) / 10_000).toFixed(4);
  return [String(score.right + score.missed), show(recall(score)), show(precision(score))];
}

/** Every disagreement of a library: the explained by cause, the others by what they follow from, most first. */
export function renderDisagreements({ library, comparison: { disagreements } }: Row): string {
  const causes = byCause(library.explained, disagreements);
  const open = causes.find(({ cause }) => cause === undefined)?.disagreements ?? [];
  const roots = [...Map.groupBy(open, ({ why }) => why)].sort(([, a], [, b]) => b.length - a.length);
  const section = (title: string, group: readonly Disagreement[], isNamed: boolean) => [
    `  ${title} (${group.length})`,
    ...group.map((each) => `    ${renderOne(each)}${isNamed ? '' : ` <- ${each.why}`}`),
  ];
  return [
    `${library.id}: ${disagreements.length} disagreements, ${disagreements.length - open.length} explained`,
    ...roots.flatMap(([why, group]) => section(why, group, true)),
    ...causes.flatMap(({ cause, isApart, disagreements: group }) =>
      cause === undefined
        ? []
        : section(`explained${isApart ? ', left out of the figures' : ''}: ${cause}`, group, false),
    ),
    ...idleEntries(library.explained, disagreements).map((name) => `  explains nothing any more: ${name}`),
  ].join('\n');
}

function renderOne({ kind, file, line, qualname, call }: Disagreement): string {
  const [what, how] = kind.split(' ');
  const [expected, got] = how === 'missed' ? ['asynchronous', 'synchronous'] : ['synchronous', 'asynchronous'];
  const answer =
    what === 'flip' ? `expected ${expected}, got ${got}` : `expected ${how === 'missed' ? 'await' : 'no await'}`;
  return `${kind.padEnd(12)} ${file}:${line} ${qualname}${call === undefined ? '' : `, ${call}`}: ${answer}`;
}
