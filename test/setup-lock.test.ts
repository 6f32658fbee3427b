import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { ROOT } from './tree.ts';

/** A set-up that takes 300 ms, in a process of its own; it notes when it begins and ends. */
const WORK = `
  import { appendFileSync } from 'node:fs';
  import { setTimeout } from 'node:timers/promises';
  const { withLock } = await import(process.argv[1]);
  await withLock(process.argv[2], (text) => console.log(text), async () => {
    appendFileSync(process.argv[3], 'begin\\n');
    await setTimeout(300);
    appendFileSync(process.argv[3], 'end\\n');
  });
`;

function setUp(lock: string, log: string): Promise<{ readonly status: number | null; readonly output: string }> {
  const module = pathToFileURL(path.join(ROOT, 'scripts', 'setup', 'lock.mjs')).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', WORK, module, lock, log]);
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  return new Promise((resolve) => void child.on('close', (status) => resolve({ status, output })));
}

test('set-ups started at once run one after the other', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ferryman-setup-'));
  const [lock, log] = [path.join(folder, 'setup.lock'), path.join(folder, 'log')];
  const results = await Promise.all([setUp(lock, log), setUp(lock, log), setUp(lock, log)]);
  expect(results.map(({ status }) => status)).toEqual([0, 0, 0]);
  expect(results.map(({ output }) => output).join('')).toContain('another set-up is running here');
  expect(fs.readFileSync(log, 'utf8')).toBe('begin\nend\n'.repeat(3));
  expect(fs.readdirSync(folder)).toEqual(['log']);
});

test('the lock of a set-up that was killed is taken over', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ferryman-setup-'));
  const [lock, log] = [path.join(folder, 'setup.lock'), path.join(folder, 'log')];
  const gone = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => gone.on('close', resolve));
  fs.writeFileSync(lock, `${gone.pid}\n`);
  expect(await setUp(lock, log)).toEqual({ status: 0, output: '' });
  expect(fs.readFileSync(log, 'utf8')).toBe('begin\nend\n');
});
