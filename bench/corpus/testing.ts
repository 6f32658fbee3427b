import type { TestResult, TestRun } from '../../src/prove/index.ts';
import type { Half } from './half.ts';
import type { Application } from './manifest.ts';

/** An application for tests of the harness; nothing of it is ever fetched. */
export const FERRIES: Application = {
  id: 'ferries',
  what: 'bookings',
  package: 'ferries',
  version: '1.0',
  sdist: 'ferries-1.0.tar.gz',
  sha256: '0'.repeat(64),
  root: 'ferries-1.0',
  python: '3.11',
  fast: true,
  install: [],
  tests: { options: [], paths: [] },
  expected: { passed: 2, failed: 1, skipped: 0 },
  knownFailures: ['t.py::test_mail'],
  bridgedShare: 0.5,
};

/** A run of its tests with these outcomes. */
export function halfOf(
  outcomes: Readonly<Record<string, TestResult['outcome']>>,
  records: Partial<TestRun['records']> = {},
): Half {
  const results = Object.entries(outcomes).map(([name, outcome]) => {
    const id = `t.py::${name}`;
    return { id, selector: id, outcome, seconds: 0.1, reason: '' };
  });
  const count = (...wanted: readonly string[]) => results.filter(({ outcome }) => wanted.includes(outcome)).length;
  const run: TestRun = {
    rootDirectory: '/ferries',
    python: '3.11.7',
    pytest: '8.0',
    collected: results.map(({ id }) => id),
    uncollected: [],
    results,
    warnings: [],
    modules: [],
    ended: true,
    exitStatus: 0,
    timedOut: false,
    seconds: 1,
    records: {
      stalls: [],
      implicitIo: [],
      statements: { async: 0, sync: 0 },
      calls: { inPlace: 7, threaded: 3 },
      endpoints: { bridged: ['ferries:book'], threaded: [] },
      served: 0,
      unclosed: 0,
      ...records,
    },
    output: '',
    kept: '/runs/after',
  };
  return { run, passed: count('passed'), failed: count('failed', 'error'), skipped: count('skipped') };
}
