import { type Paint, paintDiff, seconds, wrap } from '../../src/cli/index.ts';
import type { Half } from '../../bench/corpus/half.ts';
import type { Row } from '../../bench/corpus/row.ts';
import { bar, grouped, table } from './draw.ts';

const WIDTH = 40;
const LABEL = 10;

/** What the demo shows at its end. Pure: the same row gives the same text. `diff` is git's own, in full. */
export function show(row: Row, diff: string, paint: Paint): string {
  const { before, after, carrying } = row;
  if (before === undefined || after === undefined || carrying === undefined) return '';
  const { comparison } = row;
  const lost = [...(comparison?.regressions ?? []), ...(comparison?.silenced ?? []), ...(comparison?.vanished ?? [])];
  const same = comparison !== undefined && lost.length === 0 && carrying.testFiles.length === 0;
  const statements = after.run.records.statements;
  const calls = after.run.records.calls;
  const { endpoints } = carrying;
  return [
    '',
    paint(
      'bold',
      `The whole change: ${carrying.files} files, ${carrying.added} lines added, ${carrying.removed} removed`,
    ),
    indent(paintDiff(shorten(diff), paint)),
    '',
    paint('bold', 'Its own tests, unchanged'),
    testLine('before', before, 'every request in a thread', paint),
    testLine('after', after, 'on the event loop', paint),
    '',
    paint('bold', 'Where the work runs now'),
    shareLine('endpoints', endpoints.bridged, endpoints.threaded, 'on the loop', 'still in a thread', paint),
    shareLine('calls', calls.inPlace, calls.threaded, 'in place on the loop', 'in a thread', paint),
    shareLine('SQL', statements.async, statements.sync, 'through the asynchronous driver', 'not', paint),
    '',
    paint('bold', 'Why endpoints stay in a thread'),
    ...endpoints.reasons
      .slice(0, 5)
      .map(({ why, count }) => `  ${String(count).padStart(4)}  ${wrap(why, 76, ' '.repeat(8))}`),
    '',
    indent(table(summary(row))),
    '',
    same
      ? paint(
          'green',
          `All ${grouped(before.passed)} tests that passed before pass after, and none of them was edited.`,
        )
      : paint('red', 'Not the same result: see the tests named above.'),
    '',
  ].join('\n');
}

function summary({ before, after, carrying }: Row): readonly (readonly string[])[] {
  return [
    ['', 'before', 'after'],
    ['tests passed', ...[before, after].map((half) => grouped(half?.passed ?? 0))],
    ['tests failed', ...[before, after].map((half) => grouped(half?.failed ?? 0))],
    ['duration of its tests', ...[before, after].map((half) => seconds((half?.run.seconds ?? 0) * 1000))],
    ['test files changed', '', String(carrying?.testFiles.length ?? 0)],
    ['migrate took', '', seconds((carrying?.seconds ?? 0) * 1000)],
  ];
}

function testLine(label: string, half: Half, where: string, paint: Paint): string {
  const drawn = bar(
    [
      { amount: half.passed, ink: 'green', mark: '█' },
      { amount: half.skipped, ink: 'yellow', mark: '▒' },
      { amount: half.failed, ink: 'red', mark: 'x' },
    ],
    WIDTH,
    paint,
  );
  const failed = half.failed === 0 ? '' : `, ${half.failed} failed`;
  return `  ${label.padEnd(LABEL)} ${drawn}  ${half.passed} passed${failed}\n  ${' '.repeat(LABEL)} ${paint('dim', `${where}, ${seconds(half.run.seconds * 1000)}`)}`;
}

function shareLine(label: string, yes: number, no: number, yesWord: string, noWord: string, paint: Paint): string {
  const drawn = bar(
    [
      { amount: yes, ink: 'cyan', mark: '█' },
      { amount: no, ink: 'dim', mark: '░' },
    ],
    WIDTH,
    paint,
  );
  return `  ${label.padEnd(LABEL)} ${drawn}\n  ${' '.repeat(LABEL)} ${paint('dim', `${grouped(yes)} ${yesWord}, ${grouped(no)} ${noWord}`)}`;
}

/** Of files that are only added, such as the list of endpoints, the beginning is enough. */
function shorten(diff: string): string {
  return diff
    .split(/(?=^diff --git )/m)
    .map((file) => {
      const lines = file
        .trimEnd()
        .split('\n')
        .filter((line) => !/^(?:index|diff --git) /.test(line));
      const isNew = lines.some((line) => line.startsWith('new file mode'));
      if (!isNew || lines.length <= 14) return lines.join('\n');
      return [...lines.slice(0, 12), `... ${lines.length - 12} more lines, all new`].join('\n');
    })
    .join('\n');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
