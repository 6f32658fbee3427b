import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { type FileSystemRoot, openRoot } from '../base/index.ts';
import { acquireLock } from './lock.ts';

/** A folder to lock, with lock files as others may have left them. */
function folder(left: readonly string[] = []): FileSystemRoot & Disposable {
  const files = openRoot(fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-lock-')));
  for (const name of left) files.write(`.ferryman/lock/${name}`, '');
  return { ...files, [Symbol.dispose]: () => fs.rmSync(files.root, { recursive: true }) };
}

const host = encodeURIComponent(os.hostname());
const held = (files: FileSystemRoot) => fs.readdirSync(path.join(files.root, '.ferryman/lock'));

test('a lock is held until it is released', async () => {
  using files = folder();
  const lock = await acquireLock(files);
  await expect(acquireLock(files)).rejects.toMatchObject({ code: 'FERRY_LOCKED' });
  lock.release();
  (await acquireLock(files)).release();
  expect(held(files)).toEqual([]);
});

test('the lock of a process that is gone, or whose number another one has now, is taken away', async () => {
  using files = folder([
    `999999999.0-1.${host}.abc123`,
    `${process.pid}.00000000-17.${host}.abc123`,
    'not a lock at all',
  ]);
  const lock = await acquireLock(files);
  expect(held(files)).toHaveLength(1);
  lock.release();
});

test('the lock of another machine is respected, because it cannot be asked', async () => {
  using files = folder(['4711.0-1.another-harbour.example.abc123']);
  await expect(acquireLock(files)).rejects.toMatchObject({ code: 'FERRY_LOCKED' });
  expect(held(files)).toEqual(['4711.0-1.another-harbour.example.abc123']);
});

test('of many that start together at most one goes on', async () => {
  using files = folder();
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(files)));
  expect(results.filter((result) => result.status === 'fulfilled').length).toBeLessThanOrEqual(1);
});
