import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { run } from '../src/base/index.ts';
import { ROOT } from './tree.ts';
import { hasEnded } from '../src/base/testing/has-ended.ts';

const LAUNCHER = path.join(ROOT, 'bin', 'ferryman.mjs');
const PYTHON = path.join(ROOT, '.venv', 'bin', 'python');

function project(files: Readonly<Record<string, string>>): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ferryman-process-')));
  for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, file), text);
  return folder;
}

const ferryman = (cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  run(process.execPath, [LAUNCHER, ...args], { cwd, env: { ...process.env, ...env }, timeoutMs: 60_000 });

test('colour only when it is wanted', async () => {
  const here = project({});
  const args = ['docter'];
  expect((await ferryman(here, args, { FORCE_COLOR: '1', NO_COLOR: '' })).stderr).toContain('\u001b[31mFERRY_USAGE');
  expect((await ferryman(here, args, { FORCE_COLOR: '1', NO_COLOR: '1' })).stderr).toMatch(/^FERRY_USAGE/);
  expect((await ferryman(here, args, { FORCE_COLOR: '', NO_COLOR: '' })).stderr).toMatch(/^FERRY_USAGE/);
  for (const words of [
    ['doctor', 'nowhere', '--no-color'],
    ['--no-color', 'doctor', 'nowhere'],
  ]) {
    expect((await ferryman(here, words, { FORCE_COLOR: '1', NO_COLOR: '' })).stderr).toMatch(/^FERRY_USAGE/);
  }
});

test('a reader that stops reading is not an error', async () => {
  const child = spawn(process.execPath, [LAUNCHER, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  await once(child, 'close');
  expect(complaint).toBe('');
});

test('Ctrl-C while tests run ends them, and the exit code says so', async () => {
  const here = project({
    'pyproject.toml': '[project]\nname = "ferry-booking"\nversion = "1.0"\n',
    'test_crossing.py':
      'import os, pathlib, time\n\n\ndef test_crossing():\n    pathlib.Path("pid").write_text(str(os.getpid()))\n    time.sleep(60)\n',
  });
  const child = spawn(process.execPath, [LAUNCHER, 'prove', '--python', PYTHON], { cwd: here, stdio: 'ignore' });
  const pid = await pidOf(path.join(here, 'pid'));
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(130);
  expect(await hasEnded(pid)).toBe(true);
});

async function pidOf(file: string): Promise<number> {
  for (let tries = 0; tries < 150; tries += 1) {
    if (fs.existsSync(file)) return Number(fs.readFileSync(file, 'utf8'));
    await sleep(200);
  }
  throw new Error(`${file} did not appear`);
}
