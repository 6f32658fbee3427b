import * as path from 'node:path';
import { expect, it } from 'vitest';
import { openTemporaryRoot, run } from '../../src/base/index.ts';
import { tools } from './machine.ts';

const OLD = `from ferries.bookings import book


def test_book(session):
    assert book(session, 3) == book(session, 3)
`;

/** What the script says of each text beside the old one. */
async function answers(...after: readonly string[]): Promise<readonly string[]> {
  using files = openTemporaryRoot('ferryman-unwrap-');
  files.write('old.py', OLD);
  const pairs = after.map((text, at) => {
    files.write(`new ${at}.py`, text);
    return `${path.join(files.root, 'old.py')}\t${path.join(files.root, `new ${at}.py`)}\n`;
  });
  const script = path.join(import.meta.dirname, 'unwrap.py');
  const { stdout, stderr } = await run(tools().python, [script], {
    cwd: files.root,
    input: pairs.join(''),
    timeoutMs: 30_000,
  });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

const waited = OLD.replaceAll('book(session, 3)', 'wait(book(session, 3))');

it('takes a test for the same when only wait(...) was put around calls', async () => {
  expect(
    await answers(
      OLD,
      `from ferryman import wait\n\n${waited}`,
      // Layout does not count.
      `from ferryman import wait\n${waited.replace('wait(book(session, 3))', 'wait(\n        book(session, 3)\n    )')}`,
      // Under another name, where the test has one of that name.
      `from ferryman import wait as wait_for\n\n${waited.replaceAll('wait(', 'wait_for(')}`,
      // An import that is not used any more.
      `from ferryman import wait\n${OLD}`,
    ),
  ).toEqual(['same', 'same', 'same', 'same', 'same']);
});

it('takes it for different when anything else is', async () => {
  expect(
    await answers(
      OLD.replace('3', '4'),
      OLD.replace('==', '!='),
      OLD.replace('    assert', '    pass\n    assert'),
      OLD.replace('def test_book', 'async def test_book'),
      `from ferryman import wait\n\n${waited.replace('wait(book(session, 3))', 'wait(book(session, 3), 5)')}`,
      `from ferries.bookings import wait\n\n${waited}`,
      `from ferryman import to_thread\n\n${OLD}`,
      `from ferryman import wait, to_thread\n\n${waited}`,
    ),
  ).toEqual(Array.from({ length: 8 }, () => 'different'));
});

it('lets a test that was asynchronous await more, and not less', async () => {
  const asynchronous = OLD.replace('def test_book', 'async def test_book');
  const awaited = asynchronous.replace('== book', '== await book');
  using files = openTemporaryRoot('ferryman-unwrap-');
  files.write('plain.py', asynchronous);
  files.write('awaited.py', awaited);
  const pair = (one: string, other: string) => `${path.join(files.root, one)}\t${path.join(files.root, other)}\n`;
  const script = path.join(import.meta.dirname, 'unwrap.py');
  const { stdout } = await run(tools().python, [script], {
    cwd: files.root,
    input: pair('plain.py', 'awaited.py') + pair('awaited.py', 'plain.py'),
    timeoutMs: 30_000,
  });
  expect(stdout).toBe('same\ndifferent\n');
});
