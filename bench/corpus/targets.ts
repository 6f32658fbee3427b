import type { Change } from '../../src/prove/index.ts';
import type { Half } from './half.ts';
import type { Row } from './row.ts';

/** What a row misses of its targets, one sentence each; none when it reaches them all. */
export function missed(row: Row, beforeOnly: boolean): string[] {
  if (row.skipped !== undefined) return [`not run: ${row.skipped}`];
  const before = row.broken === undefined || row.before !== undefined ? missedBefore(row) : [];
  if (row.broken !== undefined) return [...before, row.broken];
  return [...before, ...(beforeOnly ? [] : missedAfter(row))];
}

function missedBefore({ app, before, database }: Row): string[] {
  if (before === undefined) return ['its tests were not run before'];
  const misses = [...incomplete('before', before)];
  // On another database than the one its authors test with by default, only the comparison counts.
  if (database === 'SQLite') {
    for (const key of ['passed', 'failed', 'skipped'] as const) {
      if (before[key] !== app.expected[key])
        misses.push(`before: ${before[key]} ${key}, ${app.expected[key]} expected`);
    }
    const failures = before.run.results.filter(({ outcome }) => outcome === 'failed' || outcome === 'error');
    for (const { id } of failures)
      if (!app.knownFailures.includes(id)) misses.push(`before: ${id} fails, which is new`);
  }
  if (before.passed === 0) misses.push('before: no test passed');
  return misses;
}

function missedAfter({ app, after, carrying, comparison }: Row): string[] {
  if (after === undefined || carrying === undefined || comparison === undefined) return ['it was not carried over'];
  const misses = [...incomplete('after', after)];
  const named = (what: string, tests: readonly { readonly id: string }[]) =>
    tests.length === 0
      ? []
      : [
          `${tests.length} ${what}: ${tests
            .slice(0, 3)
            .map(({ id }) => id)
            .join(', ')}`,
        ];
  const changed: readonly Change[] = comparison.regressions;
  misses.push(...named('tests that passed fail', changed));
  misses.push(...named('tests that passed are skipped', comparison.silenced));
  misses.push(...named('tests that passed are gone', comparison.vanished));
  if (carrying.testFiles.length > 0) misses.push(`test files changed: ${carrying.testFiles.join(', ')}`);
  if (after.run.records.statements.async === 0) misses.push('no SQL statement went through an asynchronous driver');
  const { database, databaseBridged } = carrying.endpoints;
  if (app.bridgedShare !== undefined && databaseBridged < app.bridgedShare * database) {
    misses.push(`${databaseBridged} of ${database} endpoints with database work bridged`);
  }
  return misses;
}

function incomplete(side: string, { run }: Half): string[] {
  if (run.timedOut) return [`${side}: the tests took too long`];
  if (!run.ended) return [`${side}: pytest came to no end, see ${run.kept}/output.txt`];
  return [];
}
