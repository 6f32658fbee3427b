import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { FerryError } from './errors.ts';
import { run, startProcess } from './processes.ts';
import { hasEnded } from './testing/has-ended.ts';

const cwd = import.meta.dirname;
const node = (script: string) => [process.execPath, ['-e', script]] as const;

test('a program that fails is an answer, not an exception', async () => {
  const [program, args] = node("process.stdout.write('no berth'); process.stderr.write('full'); process.exit(4)");
  const { status, stdout, stderr, timedOut } = await run(program, args, { cwd, timeoutMs: 10_000 });
  expect({ status, stdout, stderr, timedOut }).toEqual({
    status: 4,
    stdout: 'no berth',
    stderr: 'full',
    timedOut: false,
  });
});

test('a program that does not exist is a coded error', async () => {
  const failure = await run('no-such-ferry', [], { cwd, timeoutMs: 1000 }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(FerryError);
  expect(failure).toMatchObject({ code: 'FERRY_PROGRAM_MISSING', exitCode: 3 });
});

test('arguments are never read by a shell', async () => {
  const args = ['-e', 'process.stdout.write(process.argv.at(-1))', '--', '$(echo sunk); `echo sunk`'];
  expect((await run(process.execPath, args, { cwd, timeoutMs: 10_000 })).stdout).toBe('$(echo sunk); `echo sunk`');
});

test('when time is up the program ends with its children', async () => {
  const grandchild = "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])";
  const [program, args] = node(`console.log(${grandchild}.pid); setInterval(() => {}, 1000)`);
  const result = await run(program, args, { cwd, timeoutMs: 800 });
  expect(result.timedOut).toBe(true);
  expect(await hasEnded(Number(result.stdout))).toBe(true);
});

test('whoever is left ends with this process', async () => {
  const module = path.join(cwd, 'processes.ts');
  const waiting = 'console.log(process.pid); setInterval(() => {}, 1000)';
  const script = `
    const { run } = await import(${JSON.stringify(module)});
    void run(process.execPath, ['-e', ${JSON.stringify(waiting)}], {
      cwd: '.', timeoutMs: 60000, onOutput: (text) => process.stdout.write(text, () => process.exit(0)),
    });
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script]);
  let output = '';
  parent.stdout.on('data', (text: Buffer) => (output += text.toString()));
  await once(parent, 'close');
  expect(await hasEnded(Number(output))).toBe(true);
});

test('a long process is talked to over its streams, and ends with its children', async () => {
  const script = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    process.stdin.on('data', (text) => { console.error('heard'); console.log(child.pid + ' ' + text); });
    process.on('SIGTERM', () => {});`;
  const ferry = await startProcess(process.execPath, ['-e', script], { cwd });
  ferry.input.write('all aboard');
  const answer = await new Promise<string>((resolve) =>
    ferry.output.once('data', (bytes: Buffer) => resolve(bytes.toString())),
  );
  expect(answer).toMatch(/^\d+ all aboard\n$/);
  await ferry.end(100);
  expect(await ferry.ended).toEqual({ status: null });
  expect(ferry.complaints()).toBe('heard\n');
  expect(await hasEnded(Number.parseInt(answer, 10))).toBe(true);
});

test('a long process that does not exist is a coded error', async () => {
  const failure = await startProcess('no-such-ferry', [], { cwd }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'FERRY_PROGRAM_MISSING', exitCode: 3 });
});
