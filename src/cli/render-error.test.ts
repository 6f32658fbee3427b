import { expect, test } from 'vitest';
import { FerryError } from '../base/index.ts';
import { errorData, exitCodeOf, renderError } from './render-error.ts';
import { painter } from './terminal.ts';

const plain = painter(false);
const dirty = new FerryError({
  code: 'FERRY_DIRTY',
  message: 'the work tree has uncommitted changes',
  where: 'app/bookings.py',
  next: 'Commit them, or pass --allow-dirty.',
  exitCode: 2,
});

test('an error says code, what, where and what next', () => {
  expect(renderError(dirty, plain, { debug: false, columns: 80 })).toMatchInlineSnapshot(`
    "FERRY_DIRTY: the work tree has uncommitted changes
      where: app/bookings.py
      next:  Commit them, or pass --allow-dirty.
    "
  `);
});

test('anything else is a bug of ours and says so', () => {
  expect(
    renderError(new TypeError('tide is not a function'), plain, { debug: false, columns: 80 }),
  ).toMatchInlineSnapshot(`
    "FERRY_BUG: tide is not a function
      next:  This is a mistake of Ferryman's. Please report it with the output of
             the same command and --debug.
    "
  `);
  expect(exitCodeOf(new TypeError('tide is not a function'))).toBe(3);
});

test('--debug adds the stacks, causes included', () => {
  const cause = new Error('ENOENT: no such file');
  const text = renderError(new Error('the journal could not be read', { cause }), plain, { debug: true, columns: 80 });
  expect(text.split('\n').filter((line) => !line.startsWith('    at '))).toMatchInlineSnapshot(`
    [
      "FERRY_BUG: the journal could not be read",
      "  next:  This is a mistake of Ferryman's. Please report it with the output of",
      "         the same command and --debug.",
      "Error: the journal could not be read",
      "caused by: Error: ENOENT: no such file",
      "",
    ]
  `);
});

test('machines get the same as data', () => {
  expect(errorData(dirty)).toMatchInlineSnapshot(`
    {
      "code": "FERRY_DIRTY",
      "message": "the work tree has uncommitted changes",
      "next": "Commit them, or pass --allow-dirty.",
      "where": "app/bookings.py",
    }
  `);
});
