import { expect, test } from 'vitest';
import { allowsOnlyBelow, compareVersions } from './versions.ts';

test.each([
  ['<1.4', true],
  ['<=1.3.24', true],
  ['<=1.4', false],
  ['==1.3.*', true],
  ['==1.4.0b1', false],
  ['~=1.3.0', true],
  ['~=1.3', false],
  ['>=1.3', false],
  ['>=1.2,<1.4', true],
  ['^1.3', false],
  ['~1.3', true],
  ['=1.3', true],
  ['^0.9', true],
  ['!=1.3.5', false],
  ['*', false],
  ['', false],
  ['>1.0 , < 1.4.0', true],
])('%s rules 1.4 and newer out: %s', (specifier, expected) => {
  expect(allowsOnlyBelow(specifier, '1.4')).toBe(expected);
});

test('releases are compared number by number', () => {
  expect(compareVersions('1.4', '1.4.0')).toBe(0);
  expect(compareVersions('1.10', '1.9')).toBeGreaterThan(0);
  expect(compareVersions('2.0.0b1', '2.0')).toBe(0);
});
