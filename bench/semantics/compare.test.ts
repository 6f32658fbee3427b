import { expect, test } from 'vitest';
import { relation, some } from './compare.ts';

test('answers are the same, overlap, differ, or are missing on a side', () => {
  const pairs: [string[] | undefined, string[] | undefined][] = [
    [['a:1'], ['a:1']],
    [['a:1', 'b:2'], ['b:2']],
    [['a:1'], ['b:2']],
    [['a:1'], undefined],
    [[], ['a:1']],
    [[], undefined],
  ];
  expect(pairs.map(([first, second]) => relation(first, second))).toEqual([
    'same',
    'overlap',
    'different',
    'only the first',
    'only the second',
    'neither',
  ]);
});

test('some of many are spread over all of them', () => {
  expect(some([1, 2, 3, 4, 5, 6, 7, 8, 9], 3)).toEqual([1, 4, 7]);
  expect(some([1, 2], 3)).toEqual([1, 2]);
});
