import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { openTemporaryRoot } from './files.ts';
import { run } from './processes.ts';
import { openStore } from './store.ts';

const keyOf = (text: string) => createHash('sha256').update(text).digest('hex');
const harbour = keyOf('harbour');
const entryOf = (root: string, key: string) => path.join(root, `${key}.entry`);

test('what was put is there until the folder is removed, and after that again', () => {
  using files = openTemporaryRoot('ferryman-store-');
  const store = openStore(files, 1000);
  store.put(harbour, 'three ferries');
  expect(store.get(harbour)?.toString()).toBe('three ferries');
  fs.rmSync(files.root, { recursive: true });
  expect(store.get(harbour)).toBe(undefined);
  store.put(harbour, 'two ferries');
  fs.mkdirSync(files.root, { recursive: true });
  store.put(harbour, 'two ferries');
  expect(openStore(files, 1000).get(harbour)?.toString()).toBe('two ferries');
});

test.each<[string, (file: string) => void]>([
  ['cut short', (file) => fs.truncateSync(file, 40)],
  ['empty', (file) => fs.truncateSync(file, 0)],
  ['with another byte', (file) => fs.appendFileSync(file, '!')],
  ['a folder', (file) => (fs.rmSync(file), fs.mkdirSync(file))],
  ['a link to somewhere else', (file) => (fs.rmSync(file), fs.symlinkSync('/etc/passwd', file))],
  ["another one's", (file) => fs.renameSync(file.replace(harbour, keyOf('island')), file)],
])('an entry that is %s is not found', (_, damage) => {
  using files = openTemporaryRoot('ferryman-store-');
  const store = openStore(files, 1000);
  store.put(keyOf('island'), 'no ferry');
  store.put(harbour, 'three ferries');
  damage(entryOf(files.root, harbour));
  expect(store.get(harbour)).toBe(undefined);
});

test('keys are no paths', () => {
  using files = openTemporaryRoot('ferryman-store-');
  expect(() => openStore(files, 1000).put('../../home', '')).toThrow('"../../home" is no SHA-256');
});

test('the oldest entries and what killed runs left go when there is too much', () => {
  using files = openTemporaryRoot('ferryman-store-');
  const store = openStore(files, 1000);
  fs.writeFileSync(path.join(files.root, 'left.tmp'), 'half an ent');
  fs.utimesSync(path.join(files.root, 'left.tmp'), 1, 1);
  const keys = Array.from({ length: 9 }, (_, at) => keyOf(`ferry ${at}`));
  for (const [at, key] of keys.entries()) {
    store.put(key, 'x'.repeat(168)); // 200 bytes each
    fs.utimesSync(entryOf(files.root, key), at + 1, at + 1);
  }
  store.put(harbour, 'x'.repeat(300)); // more than a quarter of all is not worth an entry
  expect(keys.map((key) => store.get(key) !== undefined)).toEqual([...Array(4).fill(false), ...Array(5).fill(true)]);
  expect(fs.readdirSync(files.root).filter((name) => !name.endsWith('.entry'))).toEqual([]);
  expect(store.get(harbour)).toBe(undefined);
});

test('runs that write, read and prune at once find whole entries or none', async () => {
  using files = openTemporaryRoot('ferryman-store-');
  const program = `
    import { createHash } from 'node:crypto';
    import { openRoot } from ${JSON.stringify(path.join(import.meta.dirname, 'files.ts'))};
    import { openStore } from ${JSON.stringify(path.join(import.meta.dirname, 'store.ts'))};
    const store = openStore(openRoot(process.argv[1]), 20_000);
    let found = 0;
    for (let at = 0; at < 200; at++) {
      const key = createHash('sha256').update(String((at * at) % 17)).digest('hex');
      const bytes = store.get(key);
      if (bytes !== undefined && bytes.toString() !== key.repeat(30)) throw new Error('half an entry');
      if (bytes !== undefined) found += 1;
      store.put(key, key.repeat(30));
    }
    if (found === 0) throw new Error('nothing was ever found');
  `;
  const args = ['--input-type=module-typescript', '-e', program, files.root];
  const runs = await Promise.all([1, 2].map(() => run(process.execPath, args, { cwd: files.root, timeoutMs: 60_000 })));
  expect(runs.map(({ status, stderr }) => ({ status, stderr }))).toEqual([
    { status: 0, stderr: '' },
    { status: 0, stderr: '' },
  ]);
});
