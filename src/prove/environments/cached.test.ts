import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { projectOf } from '../testing/project.ts';
import { cachedFolder } from './cached.ts';

const mark = async (folder: string) => fs.writeFileSync(path.join(folder, 'ready'), '');

it('makes a folder once for the same inputs, and another for others', async () => {
  using cache = projectOf({});
  const first = await cachedFolder(cache, ['fastapi', '3.11'], mark);
  const never = () => Promise.reject(new Error('made twice'));
  expect(await cachedFolder(cache, ['fastapi', '3.11'], never)).toBe(first);
  expect(await cachedFolder(cache, ['fastapi3.11', ''], mark)).not.toBe(first);
  expect(fs.readdirSync(first)).toEqual(['ready']);
});

it('leaves nothing of a folder that could not be made, and makes it the next time', async () => {
  using cache = projectOf({});
  await expect(cachedFolder(cache, ['x'], () => Promise.reject(new Error('offline')))).rejects.toThrow('offline');
  expect(fs.readdirSync(cache.root)).toEqual([]);
  expect(fs.readdirSync(await cachedFolder(cache, ['x'], mark))).toEqual(['ready']);
});

it('gives both of two builders that meet a whole folder', async () => {
  using cache = projectOf({});
  const folders = await Promise.all([cachedFolder(cache, ['x'], mark), cachedFolder(cache, ['x'], mark)]);
  expect(folders.map((folder) => fs.readdirSync(folder))).toEqual([['ready'], ['ready']]);
});

it('removes what a killed builder left a day ago, and nothing younger', async () => {
  using cache = projectOf({});
  const old = cache.makeFolder(`${'a'.repeat(20)}-${'b'.repeat(8)}`);
  const young = cache.makeFolder(`${'c'.repeat(20)}-${'d'.repeat(8)}`);
  const twoDaysAgo = Date.now() / 1000 - 2 * 24 * 3600;
  fs.utimesSync(old, twoDaysAgo, twoDaysAgo);
  await cachedFolder(cache, ['x'], mark);
  expect([fs.existsSync(old), fs.existsSync(young)]).toEqual([false, true]);
});
