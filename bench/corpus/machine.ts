import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { FerryError, type RunResult, run } from '../../src/base/index.ts';

/** The checkout this program belongs to. */
export const CHECKOUT = path.join(import.meta.dirname, '..', '..');
const VENV = path.join(CHECKOUT, '.venv', 'bin');

/** The tools that set-up puts into the checkout's own environment. Throws `FERRY_SETUP`. */
export function tools(): { readonly python: string; readonly uv: string } {
  const found = { python: path.join(VENV, 'python'), uv: path.join(VENV, 'uv') };
  for (const tool of Object.values(found)) {
    if (!fs.existsSync(tool)) {
      throw new FerryError({
        code: 'FERRY_SETUP',
        message: 'The Python tools of this checkout are not there',
        where: tool,
        next: 'Run `npm run setup`.',
        exitCode: 3,
      });
    }
  }
  return found;
}

/** A Python of that minor version from PATH or pyenv, or undefined. */
export function findPython(version: string): string | undefined {
  const name = `python${version}`;
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => !folder.includes('shims'));
  const pyenv = path.join(process.env['PYENV_ROOT'] ?? path.join(os.homedir(), '.pyenv'), 'versions');
  const patches = fs.existsSync(pyenv) ? fs.readdirSync(pyenv).filter((each) => each.startsWith(`${version}.`)) : [];
  const newestFirst = patches.sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
  return [...onPath, ...newestFirst.map((each) => path.join(pyenv, each, 'bin'))]
    .map((folder) => path.join(folder, name))
    .find((file) => fs.existsSync(file));
}

/** Whether a program is on PATH. */
export function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, name)));
}

/** Run a program that has to succeed. Throws `FERRY_STEP_FAILED` with its last lines. */
export async function must(
  what: string,
  program: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly timeoutMs?: number;
    readonly input?: string;
  },
): Promise<RunResult> {
  const result = await run(program, args, { timeoutMs: 600_000, ...options });
  if (result.status === 0) return result;
  const last = `${result.stdout}${result.stderr}`.trimEnd().split('\n').slice(-15).join('\n');
  throw new FerryError({
    code: 'FERRY_STEP_FAILED',
    message: `${what} ${result.timedOut ? 'took too long' : 'failed'}:\n${last}`,
    where: options.cwd,
    next: `Run it by hand: ${[program, ...args].join(' ')}`,
    exitCode: 3,
  });
}
