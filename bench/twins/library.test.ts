import { expect, test } from 'vitest';
import { parseLibrary, readLibraries } from './library.ts';

test('every library of the bench fits the schema and says why each seed is one', () => {
  expect(readLibraries().map(({ id }) => id)).toEqual(['anthropic', 'datajunction', 'httpcore', 'praw']);
});

test('a library has its answer in one place', () => {
  const text = `
id: harbour
what: ferries
sync: {package: harbour, version: '1', sdist: harbour-1.tar.gz, sha256: ${'a'.repeat(64)}, folder: harbour-1/harbour}
environment: {python: '3.11', install: []}
seeds: {}
`;
  expect(() => parseLibrary(text)).toThrow('either `async` or `half`');
  expect(parseLibrary(`${text}half: {classes: ^Async}`).half?.classes).toEqual(/^Async/u);
});
