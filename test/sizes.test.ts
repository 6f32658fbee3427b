import { expect, test } from 'vitest';
import { projectFiles, textOf } from './tree.ts';

const LIMIT = 500;
const MEDIAN = 100;

const lengths = projectFiles()
  .filter((file) => /\.(?:ts|mjs|py)$/.test(file))
  .map((file) => ({ file, lines: textOf(file).split('\n').length - 1 }));

test(`no file is longer than ${LIMIT} lines`, () => {
  const long = lengths.filter(({ lines }) => lines > LIMIT);
  expect(
    long.map(({ file, lines }) => `${file} has ${lines} lines: split it where it has a second reason to change`),
  ).toEqual([]);
});

test(`half of the files have ${MEDIAN} lines or fewer`, () => {
  const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(MEDIAN);
});
