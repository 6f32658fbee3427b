import { expect, test } from 'vitest';
import type { Value } from '../../program/index.ts';
import { isNowhere, lacks } from './builtins.ts';

const object = (name: string): Value => ({ kind: 'object', name, site: undefined });
const attribute = (name: string): Value => ({ kind: 'external', name });

test.each([
  ['builtins.str', 'upper', false],
  ['builtins.str', 'lend', true],
  ['builtins.int', 'bit_length', false],
  ['builtins.int', 'upper', true],
  ['builtins.bool', 'real', false],
  ['builtins.float', 'append', true],
  ['builtins.dict', 'popitem', false],
  ['builtins.set', 'commit', true],
  // Nothing is known of what else is built in, or of other libraries.
  ['builtins.memoryview', 'lend', false],
  ['sqlalchemy.orm.Session', 'lend', false],
])('%s, asked for %s: lacks it: %s', (type, name, isLacking) => {
  expect(lacks(object(type), name)).toBe(isLacking);
});

test('a container has what one of the containers has', () => {
  const loans: Value = { kind: 'many', of: object('library.Loan') };
  expect(lacks(loans, 'append')).toBe(false);
  expect(lacks(loans, 'popleft')).toBe(false);
  expect(lacks(loans, 'commit')).toBe(true);
});

test.each([
  ['builtins.list.commit', true],
  ['builtins.list.append', false],
  ['builtins.str.lend', true],
  ['builtins.print', false],
  ['builtins.memoryview.lend', false],
  ['sqlalchemy.orm.Session.commit', false],
])('%s is an attribute that nothing has: %s', (name, isAbsent) => {
  expect(isNowhere(attribute(name))).toBe(isAbsent);
});

test('what is no attribute is somewhere', () => {
  expect(isNowhere(object('builtins.list'))).toBe(false);
});
