import { expect, test } from 'vitest';
import { closest } from './closest.ts';

test('the nearest word is suggested, and none when nothing is near', () => {
  const settings = ['python', 'branch', 'timeout', 'pytest'];
  expect(
    ['pyhton', 'Branch', 'timeuot', 'pytests', 'colour', 'x'].map((word) => [word, closest(word, settings)]),
  ).toMatchInlineSnapshot(`
    [
      [
        "pyhton",
        "python",
      ],
      [
        "Branch",
        "branch",
      ],
      [
        "timeuot",
        "timeout",
      ],
      [
        "pytests",
        "pytest",
      ],
      [
        "colour",
        undefined,
      ],
      [
        "x",
        undefined,
      ],
    ]
  `);
});
