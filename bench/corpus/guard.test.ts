import { expect, it } from 'vitest';
import type { PlannedEndpoint } from '../../src/plan/index.ts';
import type { Stalled } from '../../src/prove/index.ts';
import { type GuardRow, missedByGuard, suspectsOf, testFilesOf } from './guard.ts';
import { renderGuard } from './guard-table.ts';
import { FERRIES, halfOf } from './testing.ts';

const TESTS = { test_book: 'passed', test_sail: 'passed', test_mail: 'failed' } as const;

const QUOTE: Stalled = {
  where: 'bridged',
  why: 'computed',
  endpoint: 'ferries.prices:quote',
  place: 'ferries/prices.py:12 cheapest',
  count: 3,
  ms: 181.4,
  cpuMs: 170.2,
  stack: ['/usr/lib/python3.12/statistics.py:42 mean', 'ferries/prices.py:12 cheapest', 'ferries/prices.py:3 quote'],
  tests: ['t.py::test_book', 't.py::test_sail', 'tests/prices.py::test_quote'],
};
const LOGIN: Stalled = { ...QUOTE, why: 'waited', endpoint: 'ferries:login', ms: 61, cpuMs: 1, count: 1 };
const FIRST: Stalled = { ...QUOTE, why: 'first call', endpoint: 'ferries:book', ms: 90, cpuMs: 88, count: 1 };
const BUSY: Stalled = { ...LOGIN, where: 'around', why: 'machine', place: 'ferries/log.py:3 write' };
const FIXTURE: Stalled = { ...LOGIN, where: 'tests', endpoint: undefined, place: 't.py:3 ships' };

const endpoint = (id: string, state: PlannedEndpoint['state'], offloads = 0): PlannedEndpoint => ({
  id,
  methods: ['GET'],
  path: '/',
  file: 'ferries.py',
  line: 3,
  database: true,
  state,
  offloads,
  reasons: [],
  holdsLoop: [],
});

function rowOf(first: readonly Stalled[], again?: readonly Stalled[]): GuardRow {
  return {
    app: FERRIES,
    endpoints: [
      endpoint('ferries:book', 'bridged'),
      endpoint('ferries:login', 'bridged', 2),
      endpoint('mail', 'threaded'),
    ],
    half: halfOf(TESTS, { stalls: first, served: 40 }),
    ...(again === undefined ? {} : { again: halfOf(TESTS, { stalls: again, served: 4 }).run }),
    seconds: 21,
  };
}

it('shows what held the loop, and whether it did so again', () => {
  const row = rowOf(
    [QUOTE, FIRST, LOGIN, BUSY, FIXTURE],
    [{ ...QUOTE, ms: 175, place: 'ferries/prices.py:14 cheapest' }],
  );
  const broken: GuardRow = { app: { ...FERRIES, id: 'islands' }, broken: 'Python 3.9 is not installed', seconds: 0 };
  const text = renderGuard([row, broken]);
  expect(text.slice(text.indexOf('ferries:'))).toMatchInlineSnapshot(`
    "ferries: target missed
      missed: ferries.prices:quote held the loop twice, at ferries/prices.py:12 cheapest
      2 tests passed, 1 failed, in 1 s (21 s in all)
      2 endpoints fit, 1 of them after edits; 1 called, 40 requests on the loop
                                         computed  waited  threads  first call  collector  machine
      synchronous code of fit endpoints         3       1        -           1          -        -
      the rest of their requests                -       -        -           -          -        1
      the tests' own code                       -       1        -           -          -        -
        3 x, at most 181 ms (170 of CPU), computed: ferries.prices:quote at ferries/prices.py:12 cheapest; again 175 ms at ferries/prices.py:14 cheapest
            statistics.py:42 mean
            ferries/prices.py:12 cheapest
            ferries/prices.py:3 quote
        1 x, at most 61 ms (1 of CPU), waited: ferries:login at ferries/prices.py:12 cheapest; not again
            statistics.py:42 mean
            ferries/prices.py:12 cheapest
            ferries/prices.py:3 quote
        1 x, at most 90 ms (88 of CPU), first call: ferries:book at ferries/prices.py:12 cheapest
        1 x, at most 61 ms (1 of CPU), machine: the rest of their requests: ferries:login at ferries/log.py:3 write

    islands: target missed
      missed: Python 3.9 is not installed
    "
  `);
});

it('counts nothing as missed when what held the loop did not do so again', () => {
  expect(missedByGuard(rowOf([FIRST, LOGIN, BUSY, FIXTURE], [FIRST]))).toEqual([]);
});

it('counts as missed what could not be run again', () => {
  expect(missedByGuard(rowOf([{ ...LOGIN, tests: [] }]))).toEqual([
    'ferries:login held the loop, at ferries/prices.py:12 cheapest',
  ]);
});

it('does not take a run that shows nothing for a good one', () => {
  const { half } = rowOf([]);
  if (half === undefined) throw new Error('there is one');
  const none = { ...half, passed: 1, run: { ...half.run, ended: false, records: { ...half.run.records, served: 0 } } };
  expect(missedByGuard({ app: FERRIES, half: none, seconds: 3 })).toMatchInlineSnapshot(`
    [
      "pytest came to no end, see /runs/after/output.txt",
      "1 passed, 2 expected",
      "no request was served on the loop, so nothing is shown",
    ]
  `);
});

it('runs the files again in which a fit endpoint held the loop, and no others', () => {
  const row = rowOf([QUOTE, FIXTURE, { ...FIRST, tests: ['first.py::test_first'] }]);
  expect(row.half === undefined ? [] : testFilesOf(row.half.run, suspectsOf(row))).toEqual([
    '/ferries/t.py',
    '/ferries/tests/prices.py',
  ]);
});
