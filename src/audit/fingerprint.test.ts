import { expect, test } from 'vitest';
import { withFingerprints } from './fingerprint.ts';
import type { AuditFinding } from './model.ts';

const finding = (line: number, what: string, inside = 'booking:book'): Omit<AuditFinding, 'fingerprint'> => ({
  rule: 'forgotten-await',
  place: { file: 'booking.py', line, start: line * 10, end: line * 10 + 5 },
  inside,
  what,
  why: 'The call only makes a coroutine.',
  next: 'Await it.',
  applicability: 'needs-review',
  entryPoints: [],
  chain: [],
});

test('lines may move, other things may not', () => {
  const before = withFingerprints([finding(3, 'send() is never awaited'), finding(9, 'pay() is never awaited')]);
  const moved = withFingerprints([finding(7, 'send() is never awaited'), finding(19, 'pay() is never awaited')]);
  expect(moved.map((item) => item.fingerprint)).toEqual(before.map((item) => item.fingerprint));
  const [elsewhere] = withFingerprints([finding(3, 'send() is never awaited', 'booking:cancel')]);
  expect(elsewhere?.fingerprint).not.toBe(before[0]?.fingerprint);
});

test('several equal findings of one function are told apart by their order', () => {
  const [first, second] = withFingerprints([
    finding(3, 'send() is never awaited'),
    finding(4, 'send() is never awaited'),
  ]);
  expect(first?.fingerprint).toMatch(/^[0-9a-f]{16}$/u);
  expect(second?.fingerprint).not.toBe(first?.fingerprint);
});
