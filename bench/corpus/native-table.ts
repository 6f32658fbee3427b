import type { Half } from './half.ts';
import type { NativeRow } from './native.ts';

/** What a row misses, one sentence each; none when every test passes as before and tests changed by `wait` alone. */
export function missedByNative(row: NativeRow): readonly string[] {
  if (row.broken !== undefined) return [row.broken];
  const { before, waves = [], rewritten = [], flips = 0, app } = row;
  if (before === undefined || waves.length === 0) return ['its tests were not run'];
  const misses: string[] = [];
  if (before.passed < app.expected.passed)
    misses.push(`before: ${before.passed} passed, ${app.expected.passed} expected`);
  if (flips === 0) misses.push('nothing went native');
  for (const [at, { comparison, half }] of waves.entries()) {
    const name = waves.length === 1 ? 'after' : `after set ${at + 1}`;
    if (half.run.timedOut || !half.run.ended)
      misses.push(`${name}: pytest came to no end, see ${half.run.kept}/output.txt`);
    const { regressions, silenced, vanished } = comparison;
    for (const [what, tests] of Object.entries({ fail: regressions, 'are skipped': silenced, 'are gone': vanished }))
      if (tests.length > 0)
        misses.push(
          `${name}: ${tests.length} tests that passed ${what}: ${tests
            .slice(0, 3)
            .map(({ id }) => id)
            .join(', ')}`,
        );
  }
  if (rewritten.length > 0) misses.push(`tests changed by more than wait(...): ${rewritten.join(', ')}`);
  return misses;
}

const HEAD = ['application', 'before', 'after', 'sets', 'native', 'files', 'tests', 'wait', 'implicit', 'kept', 's'];

/** The table, and for each application what keeps the driver, by reason. Ends with a line break. */
export function renderNativeTable(rows: readonly NativeRow[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return [
    'Applications carried over, then made native as far as they can be; their own tests before and after, on SQLite.',
    '',
    ...cells.map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    ),
    '',
    'before, after: passed/failed/skipped; native: functions; tests: test files with wait(...) around calls; wait, implicit:',
    'bridges, and database I/O that nobody awaits; kept: functions with something to await that stay synchronous;',
    's: seconds to decide and write, reading and types included, tests not',
    ...rows.flatMap(notesOf),
    '',
  ].join('\n');
}

function cellsOf({ app, before, waves = [], flips, files, testFiles, remaining = [], migrating }: NativeRow): string[] {
  const count = (kind: string) => String(remaining.filter((each) => each.kind === kind).length);
  return [
    app.id,
    counts(before),
    counts(waves.at(-1)?.half),
    String(waves.length),
    String(flips ?? '-'),
    String(files ?? '-'),
    String(testFiles ?? '-'),
    count('wait'),
    count('implicit'),
    count('kept'),
    migrating === undefined ? '-' : migrating.toFixed(0),
  ];
}

const counts = (half: Half | undefined) => (half === undefined ? '-' : `${half.passed}/${half.failed}/${half.skipped}`);

function notesOf(row: NativeRow): readonly string[] {
  const misses = missedByNative(row);
  const groups = (['wait', 'implicit', 'kept'] as const).flatMap((kind) => {
    const all = (row.remaining ?? []).filter((each) => each.kind === kind);
    const reasons = [...Map.groupBy(all, ({ what, why }) => (kind === 'implicit' ? what : why))];
    reasons.sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    const shown = reasons.slice(0, 10).map(([why, { length }]) => `    ${String(length).padStart(4)}  ${why}`);
    const more = reasons.length - shown.length;
    if (all.length === 0) return [];
    return [`  ${kind}, ${all.length}:`, ...shown, ...(more > 0 ? [`          and ${more} more reasons`] : [])];
  });
  return [
    '',
    `${row.app.id}: ${misses.length === 0 ? 'every target reached' : 'targets missed'}, ${row.seconds.toFixed(0)} s in all`,
    ...misses.map((miss) => `  missed: ${miss}`),
    ...groups,
  ];
}
