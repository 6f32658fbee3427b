import { expect, it } from 'vitest';
import type { PlannedEndpoint } from '../../src/plan/index.ts';
import type { Stalled } from '../../src/prove/index.ts';
import type { GuardRow, Round } from './guard-row.ts';
import { measuredIn, missedByGuard, suspectsOf, testFilesOf } from './guard-suspects.ts';
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

const ENDPOINTS = [
  endpoint('ferries:book', 'bridged'),
  endpoint('ferries:login', 'bridged', 2),
  endpoint('prices:quote', 'bridged'),
  endpoint('mail', 'threaded'),
];
const CALM = ENDPOINTS.map((each): PlannedEndpoint => {
  return each.id === 'prices:quote' ? { ...each, state: 'threaded', reasons: ['measured'] } : each;
});

function roundOf(stalls: readonly Stalled[], again?: readonly Stalled[], endpoints = ENDPOINTS): Round {
  return {
    endpoints,
    half: halfOf(TESTS, { stalls, served: 40 }),
    ...(again === undefined ? {} : { again: halfOf(TESTS, { stalls: again, served: 4 }).run }),
  };
}

const rowOf = (first: Round, second?: Round): GuardRow => ({
  app: FERRIES,
  first,
  measured: second === undefined ? [] : measuredIn(first),
  ...(second === undefined ? {} : { second }),
  seconds: 21,
});

const blockOf = (...rows: readonly GuardRow[]) => {
  const text = renderGuard(rows);
  return text.slice(text.indexOf('ferries:'));
};

it('shows what held the loop, and whether it did so again', () => {
  const row = rowOf(
    roundOf(
      [QUOTE, FIRST, LOGIN, BUSY, FIXTURE],
      [{ ...QUOTE, ms: 175, place: '/venv/lib/python3.12/site-packages/fares/table.py:14 cheapest' }],
    ),
  );
  const broken: GuardRow = {
    app: { ...FERRIES, id: 'islands' },
    measured: [],
    broken: 'Python 3.9 is not installed',
    seconds: 0,
  };
  expect(blockOf(row, broken)).toMatchInlineSnapshot(`
    "ferries: target missed
      missed: ferries.prices:quote held the loop twice, at ferries/prices.py:12 cheapest
      2 tests passed, 1 failed, in 1 s (21 s in all)
      3 endpoints fit, 1 of them after edits; 1 called, 40 requests on the loop
                                         computed  waited  threads  first call  collector  machine
      synchronous code of fit endpoints         3       1        -           1          -        -
      the rest of their requests                -       -        -           -          -        1
      the tests' own code                       -       1        -           -          -        -
        3 x, at most 181 ms (170 of CPU), computed: ferries.prices:quote at ferries/prices.py:12 cheapest; again 175 ms at fares/table.py:14 cheapest
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

it('shows what was found by measurement, and what remained when that was in threads', () => {
  const first = roundOf([QUOTE, LOGIN], [QUOTE]);
  const second = roundOf([{ ...QUOTE, where: 'other endpoint' }, LOGIN], [], CALM);
  expect(blockOf(rowOf(first, second))).toMatchInlineSnapshot(`
    "ferries: target missed
      missed: 2 of 4 endpoints with database work stay on the loop, less than 90 %
      found by measurement: 1 of 3 fit endpoints, 181 ms at most
        ferries.prices:quote: 3 x, at most 181 ms, computed, at ferries/prices.py:12 cheapest
      2 of 4 endpoints with database work stay on the loop (50 %)
      2 tests passed, 1 failed, in 1 s (21 s in all)
      2 endpoints fit, 1 of them after edits; 1 called, 40 requests on the loop
                                         computed  waited  threads  first call  collector  machine
      synchronous code of fit endpoints         -       1        -           -          -        -
      other endpoints                           3       -        -           -          -        -
        1 x, at most 61 ms (1 of CPU), waited: ferries:login at ferries/prices.py:12 cheapest; not again
            statistics.py:42 mean
            ferries/prices.py:12 cheapest
            ferries/prices.py:3 quote
        3 x, at most 181 ms (170 of CPU), computed: other endpoints: ferries.prices:quote at ferries/prices.py:12 cheapest
    "
  `);
});

it('measures only what held the loop twice, and what a thread would take off it', () => {
  const again: Stalled = { ...QUOTE, endpoint: 'ferries:book', where: 'around' };
  const stalls = [QUOTE, LOGIN, again, { ...again, where: 'bridged', why: 'threads' } satisfies Stalled];
  expect(measuredIn(roundOf(stalls, [QUOTE, again]))).toEqual([
    { endpoint: 'ferries.prices:quote', ms: 181.4, why: 'computed', place: 'ferries/prices.py:12 cheapest', count: 3 },
  ]);
});

it('misses the target when too few endpoints stay on the loop', () => {
  expect(missedByGuard(rowOf(roundOf([QUOTE], [QUOTE]), roundOf([], [], CALM)))).toEqual([
    '2 of 4 endpoints with database work stay on the loop, less than 90 %',
  ]);
});

it('counts nothing against the verdict that was on the loop before and is reported', () => {
  const hashing: Stalled = { ...LOGIN, where: 'around', place: 'ferries/passwords.py:4 check' };
  const reported = ENDPOINTS.map((each) => {
    return each.id === 'ferries:login' ? { ...each, holdsLoop: ['bcrypt.checkpw: computes'] } : each;
  });
  const round = roundOf([hashing], [hashing], reported);
  expect(missedByGuard(rowOf(round))).toEqual([]);
  expect(measuredIn(round)).toEqual([]);
  expect(blockOf(rowOf(round))).toMatchInlineSnapshot(`
    "ferries: target reached
      2 tests passed, 1 failed, in 1 s (21 s in all)
      3 endpoints fit, 1 of them after edits; 1 called, 40 requests on the loop
                                         computed  waited  threads  first call  collector  machine
      synchronous code of fit endpoints         -       -        -           -          -        -
      the rest of their requests                -       1        -           -          -        -
      reported by the audit: held the loop before, too
        1 x, at most 61 ms (1 of CPU), waited: the rest of their requests: ferries:login at ferries/passwords.py:4 check; again 61 ms at ferries/passwords.py:4 check
            statistics.py:42 mean
            ferries/prices.py:12 cheapest
            ferries/prices.py:3 quote
    "
  `);
  // Its synchronous dependencies are another matter.
  const below = roundOf([hashing, LOGIN], [hashing, LOGIN], reported);
  expect(missedByGuard(rowOf(below))).toEqual(['ferries:login held the loop twice, at ferries/prices.py:12 cheapest']);
});

it('shows the ten longest places of an endpoint, and counts the others', () => {
  const stalls = Array.from(
    { length: 13 },
    (_, at): Stalled => ({ ...BUSY, ms: 90 - at, place: `ferries/log.py:${at} write`, count: 2 }),
  );
  const lines = blockOf(rowOf(roundOf(stalls)))
    .split('\n')
    .filter((line) => line.startsWith('    '));
  expect(lines.slice(-2)).toMatchInlineSnapshot(`
    [
      "    2 x, at most 81 ms (1 of CPU), machine: the rest of their requests: ferries:login at ferries/log.py:9 write",
      "    and 6 x at 3 more places: the rest of their requests: ferries:login",
    ]
  `);
});

it('counts nothing as missed when what held the loop did not do so again', () => {
  expect(missedByGuard(rowOf(roundOf([FIRST, LOGIN, BUSY, FIXTURE], [FIRST])))).toEqual([]);
});

it('counts as missed what could not be run again', () => {
  expect(missedByGuard(rowOf(roundOf([{ ...LOGIN, tests: [] }])))).toEqual([
    'ferries:login held the loop, at ferries/prices.py:12 cheapest',
  ]);
});

it('does not take a run that shows nothing for a good one', () => {
  const { half } = roundOf([]);
  const none = { ...half, passed: 1, run: { ...half.run, ended: false, records: { ...half.run.records, served: 0 } } };
  expect(missedByGuard(rowOf({ endpoints: ENDPOINTS, half: none }))).toMatchInlineSnapshot(`
    [
      "pytest came to no end, see /runs/after/output.txt",
      "1 passed, 2 expected",
      "no request was served on the loop, so nothing is shown",
    ]
  `);
});

it('runs the files again in which a fit endpoint held the loop, and no others', () => {
  const round = roundOf([QUOTE, FIXTURE, { ...FIRST, tests: ['first.py::test_first'] }]);
  expect(testFilesOf(round.half.run, suspectsOf(round))).toEqual(['/ferries/t.py', '/ferries/tests/prices.py']);
});
