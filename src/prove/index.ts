export { type RuntimeRecords, readRecords } from './records.ts';
export { type Change, type Comparison, compareRuns, isGreen, isRed } from './tests/compare.ts';
export type { Observations, Outcome, RunWarning, TestResult } from './tests/outcomes.ts';
export { runTests, type TestCommand, type TestRun } from './tests/run-tests.ts';
