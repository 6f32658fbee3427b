import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../src/base/index.ts';
import { ROOT } from './tree.ts';

/** The machine's own Node, when it is one that cannot run the CLI by itself. */
const OLD_NODE = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .map((folder) => path.join(folder, 'node'))
  .filter((file) => fs.existsSync(file))
  .find((file) => {
    const version = execFileSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' });
    const [major = 0, minor = 0] = version.split('.').map(Number);
    return major < 22 || (major === 22 && minor < 19);
  });

/** A launcher whose CLI is this script, with or without the packages of this checkout beside it. */
function launcher(script: string, packages: 'with packages' | 'without packages'): string {
  const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ferryman-launcher-')));
  fs.mkdirSync(path.join(home, 'bin'));
  fs.mkdirSync(path.join(home, 'src', 'cli'), { recursive: true });
  fs.copyFileSync(path.join(ROOT, 'bin', 'ferryman.mjs'), path.join(home, 'bin', 'ferryman.mjs'));
  fs.writeFileSync(path.join(home, 'package.json'), '{"type": "module"}');
  fs.writeFileSync(path.join(home, 'src', 'cli', 'main.ts'), script);
  if (packages === 'with packages') fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(home, 'node_modules'));
  return path.join(home, 'bin', 'ferryman.mjs');
}

const ECHO = 'console.log(process.argv.slice(2).join("|")); process.exitCode = 5;';

test('a Node that is new enough runs the CLI itself and keeps its exit code', async () => {
  const file = launcher(ECHO, 'without packages');
  const result = await run(process.execPath, [file, 'prove', '--', '-k', 'two words'], {
    cwd: ROOT,
    timeoutMs: 20_000,
  });
  expect(result).toMatchObject({ status: 5, stdout: 'prove|--|-k|two words\n', stderr: '' });
});

test.skipIf(OLD_NODE === undefined)('an old Node starts the newer one of node_modules', async () => {
  const file = launcher(ECHO, 'with packages');
  const result = await run(OLD_NODE ?? '', [file, 'doctor'], { cwd: ROOT, timeoutMs: 20_000 });
  expect(result).toMatchObject({ status: 5, stdout: 'doctor\n', stderr: '' });
});

test.skipIf(OLD_NODE === undefined)('an old Node alone says what to install', async () => {
  const file = launcher(ECHO, 'without packages');
  const { status, stderr } = await run(OLD_NODE ?? '', [file, 'doctor'], { cwd: ROOT, timeoutMs: 20_000 });
  expect(status).toBe(3);
  expect(stderr).toMatch(
    /^FERRY_OLD_NODE: Ferryman needs Node 22\.19 or newer; this is .*\nnext: install a newer Node/,
  );
});

test.skipIf(OLD_NODE === undefined)('a signal to the launcher reaches the CLI, whose exit code is kept', async () => {
  const script = `
    process.on('SIGTERM', () => { console.log('tied up'); process.exit(143); });
    setInterval(() => {}, 1000);
    console.log('at sea');
  `;
  const child = spawn(OLD_NODE ?? '', [launcher(script, 'with packages')], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString();
    if (output === 'at sea\n') child.kill('SIGTERM');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, output }).toEqual({ code: 143, output: 'at sea\ntied up\n' });
});
