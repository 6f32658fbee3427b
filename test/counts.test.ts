import { expect, test } from 'vitest';
import { countJunit, countTable, countVitest } from '../scripts/check/counts.ts';

test('a JUnit report: errors are failures, skips are neither', () => {
  const xml =
    '<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="20" time="1.5">' +
    '<testcase classname="tests.test_booking" name="test_books_a_car"/></testsuite></testsuites>';
  expect(countJunit(xml)).toEqual({ passed: 14, failed: 3, skipped: 3 });
});

test('an empty JUnit report is no success', () => {
  expect(() => countJunit('<testsuites/>')).toThrow('no testsuite');
});

test('a vitest report: a file that cannot be loaded counts as a failure', () => {
  const report = {
    numPassedTests: 4,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 0,
    testResults: [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'passed', assertionResults: [{}] },
    ],
  };
  expect(countVitest(JSON.stringify(report))).toEqual({ passed: 4, failed: 2, skipped: 2 });
});

test("the table of the runtime's matrix: a Python that is not there has no counts", () => {
  const table = [
    'Python 3.9   FastAPI 0.79, SQLAlchemy 1.4, anyio 3      284 passed   1 failed  55 skipped   61.0 s',
    'Python 3.10  FastAPI 0.100, SQLAlchemy 2.0              SKIPPED: this Python is not installed',
    'Python 3.12  newest, uvloop                             300 passed   0 failed  10 skipped   48.2 s',
    '584 passed, 1 failed',
  ].join('\n');
  expect(countTable(table)).toEqual({ passed: 584, failed: 1, skipped: 65 });
});
