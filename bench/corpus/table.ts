import type { Half } from './half.ts';
import type { Row } from './row.ts';

const HEAD = ['application', 'database', 'before', 'after', 'files', 'lines', 'bridged', 'threaded', 'async SQL', 's'];

/** The table, then for each application why endpoints stay threaded and what is missed. Ends with a line break. */
export function renderTable(rows: readonly Row[], misses: ReadonlyMap<Row, readonly string[]>): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [
    ...lines,
    '',
    'before, after: passed/failed/skipped; bridged, threaded: endpoints (those with database work in brackets)',
    ...rows.flatMap((row) => notes(row, misses.get(row) ?? [])),
    '',
  ].join('\n');
}

function cellsOf(row: Row): string[] {
  const { carrying, after } = row;
  const endpoints = carrying?.endpoints;
  const threadedDatabase = (endpoints?.database ?? 0) - (endpoints?.databaseBridged ?? 0);
  return [
    row.app.id,
    row.database,
    counts(row.before),
    counts(after),
    carrying === undefined ? '-' : String(carrying.files),
    carrying === undefined ? '-' : `+${carrying.added} -${carrying.removed}`,
    endpoints === undefined ? '-' : `${endpoints.bridged} (${endpoints.databaseBridged})`,
    endpoints === undefined ? '-' : `${endpoints.threaded} (${threadedDatabase})`,
    after === undefined ? '-' : share(after),
    row.seconds.toFixed(0),
  ];
}

const counts = (half: Half | undefined) => (half === undefined ? '-' : `${half.passed}/${half.failed}/${half.skipped}`);

function share({ run }: Half): string {
  const { async: asynchronous, sync } = run.records.statements;
  const all = asynchronous + sync;
  return all === 0 ? 'none' : `${((100 * asynchronous) / all).toFixed(1)} % of ${all}`;
}

const AGAIN = { after: 'failed after, passed', before: 'failed after, and before, too,' } as const;

function notes(row: Row, misses: readonly string[]): string[] {
  const reasons = row.carrying?.endpoints.reasons ?? [];
  const seen = row.after?.run.records;
  return [
    '',
    `${row.app.id} on ${row.database}: ${misses.length === 0 ? 'every target reached' : 'targets missed'}`,
    ...misses.map((miss) => `  missed: ${miss}`),
    ...(row.flakes ?? []).map(({ id, side }) => `  ${AGAIN[side]} when its file was run again: ${id}`),
    ...(seen === undefined
      ? []
      : [
          `  the tests called ${seen.endpoints.bridged.length} endpoints on the loop, ${seen.endpoints.threaded.length} in threads`,
          `  ${seen.calls.inPlace} synchronous calls in place, ${seen.calls.threaded} in threads; ${seen.unclosed} connections left open`,
        ]),
    ...(reasons.length === 0 ? [] : ['  threaded because:']),
    ...reasons.map(({ why, count }) => `    ${String(count).padStart(4)}  ${why}`),
  ];
}
