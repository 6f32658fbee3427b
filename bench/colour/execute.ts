import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError, openCache } from '../../src/base/index.ts';
import { CHECKOUT, findPython, must, tools } from '../corpus/machine.ts';

const PACKAGES = ['fastapi==0.165.0', 'greenlet==3.2.4', 'httpx==0.28.1'];

/** A program to run: a folder with a main.py. */
export interface Job {
  readonly id: string;
  readonly root: string;
  /** On a loop whose tasks run in frames. */
  readonly driven: boolean;
}

/** What a program did; see run_programs.py. */
export interface Outcome {
  readonly id: string;
  readonly output: string;
  readonly problem: string | null;
  readonly entered: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly lost: readonly string[];
}

/** Run programs one after another. Throws `FERRY_STEP_FAILED` and `FERRY_SETUP`. */
export async function perform(jobs: readonly Job[]): Promise<ReadonlyMap<string, Outcome>> {
  const python = await interpreter();
  const { stdout } = await must(
    'Running the programs',
    python,
    ['-B', path.join(import.meta.dirname, 'run_programs.py')],
    {
      cwd: import.meta.dirname,
      env: {
        ...process.env,
        PYTHONPATH: path.join(CHECKOUT, 'runtime', 'src'),
        PYTHONHASHSEED: '0',
      },
      input: jobs.map((job) => `${JSON.stringify(job)}\n`).join(''),
      timeoutMs: 600_000,
    },
  );
  const lines = stdout.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => JSON.parse(line) as Outcome).map((outcome) => [outcome.id, outcome]));
}

/** Every way in which two runs differ; what only the later one has by name does not count. */
export function differences(before: Outcome, after: Outcome | undefined): readonly string[] {
  if (after === undefined) return ['it did not run'];
  const found = after.lost.map((text) => `lost: ${text}`);
  if (before.problem !== after.problem)
    found.push(`ends with ${after.problem ?? 'nothing'}, not ${before.problem ?? 'nothing'}`);
  if (before.output !== after.output)
    found.push(`prints ${JSON.stringify(after.output)}, not ${JSON.stringify(before.output)}`);
  const at = before.entered.findIndex((name, index) => after.entered[index] !== name);
  if (at >= 0) found.push(`${after.entered[at] ?? 'nothing'} runs where ${before.entered[at] ?? ''} did`);
  else if (after.entered.length > before.entered.length)
    found.push(`${after.entered[before.entered.length] ?? ''} runs in the end`);
  for (const [name, value] of Object.entries(before.values)) {
    const [was, is] = [JSON.stringify(value), JSON.stringify(after.values[name])];
    if (was !== is) found.push(`${name} is ${is}, not ${was}`);
  }
  return found;
}

/** A Python that can tell the beginning of a body from its going on (3.12), with what the programs need. */
async function interpreter(): Promise<string> {
  const cache = openCache('colour');
  const python = path.join(cache.root, 'venv', 'bin', 'python');
  const recipe = PACKAGES.join('\n');
  if (cache.read('recipe.txt')?.toString() === recipe && fs.existsSync(python)) return python;
  const { uv } = tools();
  const base = findPython('3.12') ?? findPython('3.13');
  if (base === undefined)
    throw new FerryError({
      code: 'FERRY_SETUP',
      message: 'There is no Python 3.12 or 3.13',
      next: 'Install one, on PATH or with pyenv.',
      exitCode: 3,
    });
  cache.removeFolder('venv');
  const cwd = cache.root;
  const venv = path.join(cache.root, 'venv');
  await must('Making an environment', uv, ['--no-config', 'venv', '--quiet', '--python', base, venv], { cwd });
  await must('Installing', uv, ['--no-config', 'pip', 'install', '--quiet', '--python', python, ...PACKAGES], { cwd });
  cache.write('recipe.txt', recipe);
  return python;
}
