import { expect, it } from 'vitest';
import type { Remainder } from '../../src/plan/index.ts';
import { compareRuns } from '../../src/prove/index.ts';
import type { Half } from './half.ts';
import type { NativeRow, NativeWave } from './native.ts';
import { missedByNative, renderNativeTable } from './native-table.ts';
import { FERRIES, halfOf } from './testing.ts';

const BEFORE = halfOf({ test_book: 'passed', test_sail: 'passed', test_mail: 'failed' });

function waveOf(after: Half, flips = 3): NativeWave {
  return { flips, comparison: compareRuns(BEFORE.run.results, after.run.results), half: after };
}

const left = (kind: Remainder['kind'], what: string, why: string, line = 12): Remainder => ({
  kind,
  file: 'ferries/bookings.py',
  line,
  what,
  why,
});

function rowOf(waves: readonly NativeWave[], more: Partial<NativeRow> = {}): NativeRow {
  const flips = waves.reduce((sum, wave) => sum + wave.flips, 0);
  return { app: FERRIES, before: BEFORE, waves, flips, files: 2, testFiles: 1, migrating: 3.2, seconds: 41, ...more };
}

it('shows an application that reached its targets, and what keeps the driver', () => {
  const remaining = [
    left('wait', 'weigh', 'reading a property cannot be awaited'),
    left('implicit', 'sqlalchemy.Engine.dispose', 'stop does not await it'),
    left('implicit', 'with sqlalchemy.orm.Session', 'book does not await it', 20),
    left('implicit', 'with sqlalchemy.orm.Session', 'sail does not await it', 30),
    left('kept', 'ferries.bookings:size', 'reading a property cannot be awaited'),
  ];
  const row = rowOf([waveOf(BEFORE), waveOf(BEFORE, 9)], { remaining });
  expect(missedByNative(row)).toEqual([]);
  expect(renderNativeTable([row])).toMatchInlineSnapshot(`
    "Applications carried over, then made native as far as they can be; their own tests before and after, on SQLite.

    application  before  after  sets  native  files  tests  wait  implicit  kept  s
    ferries       2/1/0  2/1/0     2      12      2      1     1         3     1  3

    before, after: passed/failed/skipped; native: functions; tests: test files with wait(...) around calls; wait, implicit:
    bridges, and database I/O that nobody awaits; kept: functions with something to await that stay synchronous;
    s: seconds to decide and write, reading and types included, tests not

    ferries: every target reached, 41 s in all
      wait, 1:
           1  reading a property cannot be awaited
      implicit, 3:
           2  with sqlalchemy.orm.Session
           1  sqlalchemy.Engine.dispose
      kept, 1:
           1  reading a property cannot be awaited
    "
  `);
});

it('shows of many reasons those that count most', () => {
  const remaining = Array.from({ length: 13 }, (_, at) =>
    Array.from({ length: at < 2 ? 3 : 1 }, () => left('kept', `ferries:f${at}`, `reason ${at}`)),
  ).flat();
  const shown = renderNativeTable([rowOf([waveOf(BEFORE)], { remaining })]);
  expect(shown.slice(shown.indexOf('  kept, '))).toMatchInlineSnapshot(`
    "  kept, 17:
           3  reason 0
           3  reason 1
           1  reason 10
           1  reason 11
           1  reason 12
           1  reason 2
           1  reason 3
           1  reason 4
           1  reason 5
           1  reason 6
              and 3 more reasons
    "
  `);
});

it('names everything that was missed', () => {
  const broken = halfOf({ test_book: 'error', test_mail: 'passed' });
  const skipped = halfOf({ test_book: 'passed', test_sail: 'skipped', test_mail: 'failed' });
  const hung: Half = { ...BEFORE, run: { ...BEFORE.run, ended: false } };
  const waves = [waveOf(broken), waveOf(skipped), waveOf(hung)];
  const row = rowOf(waves, { rewritten: ['tests/test_book.py'] });
  expect(missedByNative(row)).toMatchInlineSnapshot(`
    [
      "after set 1: 1 tests that passed fail: t.py::test_book",
      "after set 1: 1 tests that passed are gone: t.py::test_sail",
      "after set 2: 1 tests that passed are skipped: t.py::test_sail",
      "after set 3: pytest came to no end, see /runs/after/output.txt",
      "tests changed by more than wait(...): tests/test_book.py",
    ]
  `);
});

it.each<[string, Partial<NativeRow>, string]>([
  ['that could not be had', { broken: 'its archive is gone' }, 'its archive is gone'],
  ['whose tests did not run', { waves: [] }, 'its tests were not run'],
  ['that nothing was done to', { flips: 0 }, 'nothing went native'],
  ['with fewer tests than it had', { before: halfOf({ test_book: 'passed' }) }, 'before: 1 passed, 2 expected'],
])('says what an application %s missed', (_, more, said) => {
  expect(missedByNative(rowOf([waveOf(BEFORE)], more))).toEqual([said]);
});

it('shows an application that was not tried', () => {
  const shown = renderNativeTable([{ app: FERRIES, broken: 'its archive is gone', seconds: 0 }]);
  expect(shown.split('\n').filter((line) => /^ferries|missed/u.test(line))).toMatchInlineSnapshot(`
    [
      "ferries           -      -     0       -      -      -     0         0     0  -",
      "ferries: targets missed, 0 s in all",
      "  missed: its archive is gone",
    ]
  `);
});
