import { expect, test } from 'vitest';
import { RULES } from '../../audit/index.ts';
import { ferryOffice } from '../../audit/testing/report.ts';
import { chosenRules, exitCodeOf } from './rules.ts';

test('rules are named by commas, spaces and repetition forgiven', () => {
  expect(chosenRules('threads, blocking-call,threads,', RULES)).toEqual(['threads', 'blocking-call']);
  expect(chosenRules(undefined, RULES)).toEqual([]);
});

test.each([
  ['blocking-calls', 'Did you mean blocking-call?'],
  ['Thread_Local', 'Did you mean thread-local?'],
])('a mistyped rule: %s', (word, next) => {
  expect(() => chosenRules(word, RULES)).toThrow(expect.objectContaining({ code: 'FERRY_USAGE', next, exitCode: 2 }));
});

test.each([
  ['forgotten-await', 'error', 1],
  ['lock-across-io', 'error', 0],
  ['lock-across-io', 'warning', 1],
  ['unknown-call', 'warning', 0],
  ['unknown-call', 'note', 1],
  ['forgotten-await', 'never', 0],
] as const)('%s with --fail-on %s ends with %i', (rule, failOn, code) => {
  const [finding] = ferryOffice.findings;
  if (finding === undefined) throw new Error('no finding');
  expect(exitCodeOf({ ...ferryOffice, findings: [{ ...finding, rule }] }, failOn, RULES)).toBe(code);
});

test('what the baseline has does not count', () => {
  const findings = ferryOffice.findings.map((finding) => ({ ...finding, since: 'baseline' as const }));
  expect(exitCodeOf({ ...ferryOffice, findings }, 'note', RULES)).toBe(0);
});
