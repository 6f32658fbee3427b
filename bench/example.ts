import * as path from 'node:path';
import { FerryError, run } from '../src/base/index.ts';
import { CHECKOUT, tools } from './corpus/machine.ts';
import type { ServerCommand } from './load/server.ts';

const FOLDER = path.join(CHECKOUT, 'examples', 'ferry-booking');

/** The ferry booking example under `program`, a Python file that takes a port; `env` is what it reads its settings from. */
export function exampleServer(program: string, env: Readonly<Record<string, string>>): ServerCommand {
  return { program: tools().python, args: [program, '{port}'], cwd: FOLDER, env, ready: '/health' };
}

/** Fill an empty database with the example's timetable; `url` with the driver's name in it. */
export async function seed(url: string): Promise<void> {
  const env = { ...process.env, FERRYMAN: 'threaded', BOOKING_DATABASE_URL: url, PYTHONDONTWRITEBYTECODE: '1' };
  const ended = await run(tools().python, ['-m', 'booking.seed'], { cwd: FOLDER, env, timeoutMs: 60_000 });
  if (ended.status === 0) return;
  throw new FerryError({
    code: 'FERRY_SERVER_FAILED',
    message: `The example's database could not be filled:\n${ended.stderr.trim()}`,
    where: FOLDER,
    next: 'Run it by hand: python -m booking.seed',
    exitCode: 3,
  });
}

/** A token of the harbour office, good for every server on the same database until the next one is asked for. */
export async function logIn(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/agents/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'harbour office', password: 'ahoy' }),
  });
  return ((await answer.json()) as { token: string }).token;
}
