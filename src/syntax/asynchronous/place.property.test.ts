import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadPython } from '../python.ts';
import { perform } from './testing/perform.ts';
import { program } from './testing/programs.ts';

beforeAll(async () => {
  await loadPython();
});

/** Programs of a fixed seed: what one run finds, every run finds. */
async function differences(python: string, minor: number, seed: number, count: number): Promise<string[]> {
  const programs = fc.sample(program, { seed, numRuns: count });
  const performed = await perform(python, minor, programs);
  const compiled = performed.filter(({ difference }) => difference !== false);
  expect(compiled.length).toBeGreaterThan(count * 0.7);
  return performed.flatMap(({ before, after, difference }) =>
    typeof difference === 'string' ? [`${difference}\n${before}\nbecame\n${after}`] : [],
  );
}

test('a program does the same, in the same order, once its functions are asynchronous', {
  timeout: 60_000,
}, async () => {
  expect(await differences('python3', 11, 1847, 80)).toEqual([]);
});

for (const minor of [9, 10, 12, 13]) {
  const python = installed(minor);
  test.skipIf(python === undefined)(`so it does on Python 3.${minor}`, { timeout: 60_000 }, async () => {
    expect(await differences(python ?? '', minor, 1900 + minor, 20)).toEqual([]);
  });
}

/** A Python of that minor version that pyenv keeps, or one on PATH. */
function installed(minor: number): string | undefined {
  const versions = path.join(process.env['PYENV_ROOT'] ?? path.join(os.homedir(), '.pyenv'), 'versions');
  const own = fs.existsSync(versions) ? fs.readdirSync(versions).filter((each) => each.startsWith(`3.${minor}.`)) : [];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((each) => !each.includes('shims'));
  return [...own.map((each) => path.join(versions, each, 'bin')), ...folders]
    .map((folder) => path.join(folder, `python3.${minor}`))
    .find((file) => fs.existsSync(file));
}
