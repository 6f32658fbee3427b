import { expect, it } from 'vitest';
import { compareRuns } from '../../src/prove/index.ts';
import type { Half } from './half.ts';
import type { Carrying, Row } from './row.ts';
import { renderTable } from './table.ts';
import { missed } from './targets.ts';
import { FERRIES, halfOf } from './testing.ts';

const CARRYING: Carrying = {
  files: 4,
  added: 12,
  removed: 2,
  testFiles: [],
  endpoints: {
    bridged: 3,
    threaded: 1,
    database: 2,
    databaseBridged: 1,
    reasons: [{ why: 'time.sleep: waits', count: 1 }],
  },
  planned: [],
  seconds: 2,
};

function rowOf(before: Half, after: Half, carrying = CARRYING): Row {
  const comparison = compareRuns(before.run.results, after.run.results);
  return { app: FERRIES, database: 'SQLite', before, after, carrying, comparison, seconds: 12.4 };
}

const BEFORE = halfOf({ test_book: 'passed', test_sail: 'passed', test_mail: 'failed' });

it('shows an application that reached its targets', () => {
  const after = halfOf(
    { test_book: 'passed', test_sail: 'passed', test_mail: 'failed' },
    {
      statements: { async: 9, sync: 1 },
    },
  );
  const wavering = { id: 't.py::test_sail', selector: '', before: 'passed', after: 'failed', reason: '' } as const;
  const row: Row = { ...rowOf(BEFORE, after), flakes: [{ ...wavering, side: 'after' }] };
  expect(renderTable([row], new Map([[row, missed(row, false)]]))).toMatchInlineSnapshot(`
    "application  database  before  after  files   lines  bridged  threaded     async SQL   s
    ferries      SQLite     2/1/0  2/1/0      4  +12 -2    3 (1)     1 (1)  90.0 % of 10  12

    before, after: passed/failed/skipped; bridged, threaded: endpoints (those with database work in brackets)

    ferries on SQLite: every target reached
      failed after, passed when its file was run again: t.py::test_sail
      the tests called 1 endpoints on the loop, 0 in threads
      7 synchronous calls in place, 3 in threads; 0 connections left open
      threaded because:
           1  time.sleep: waits
    "
  `);
});

it('names everything that was missed', () => {
  const after = halfOf({ test_book: 'error', test_mail: 'passed' });
  const endpoints = { ...CARRYING.endpoints, database: 5, databaseBridged: 1 };
  const row = rowOf(BEFORE, after, { ...CARRYING, testFiles: ['tests/test_book.py'], endpoints });
  expect(missed(row, false)).toMatchInlineSnapshot(`
    [
      "1 tests that passed fail: t.py::test_book",
      "1 tests that passed are gone: t.py::test_sail",
      "test files changed: tests/test_book.py",
      "no SQL statement went through an asynchronous driver",
      "1 of 5 endpoints with database work bridged",
    ]
  `);
});

it('holds the tests before against what is expected, on SQLite', () => {
  const strange = halfOf({ test_book: 'passed', test_sail: 'failed', test_mail: 'failed' });
  const row: Row = { app: FERRIES, database: 'SQLite', before: strange, seconds: 1 };
  expect(missed(row, true)).toMatchInlineSnapshot(`
    [
      "before: 1 passed, 2 expected",
      "before: 2 failed, 1 expected",
      "before: t.py::test_sail fails, which is new",
    ]
  `);
  expect(missed({ ...row, database: 'PostgreSQL' }, true)).toEqual([]);
});

it('counts an application that was skipped or broke as missed', () => {
  const row: Row = { app: FERRIES, database: 'SQLite', seconds: 0 };
  expect(missed({ ...row, skipped: 'Python 3.11 is not installed' }, true)).toEqual([
    'not run: Python 3.11 is not installed',
  ]);
  expect(missed({ ...row, broken: 'FERRY_STEP_FAILED' }, false)).toEqual(['FERRY_STEP_FAILED']);
});
