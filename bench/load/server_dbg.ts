import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FerryError, run } from '../../src/base/index.ts';
import { CHECKOUT, tools } from '../corpus/machine.ts';

export const EXAMPLE = path.join(CHECKOUT, 'examples', 'ferry-booking');

/** One uvicorn worker with the example application. */
export interface Server extends AsyncDisposable {
  readonly port: number;
  /** Milliseconds of processor time it has used so far; NaN where the system does not say. */
  cpuMs(): number;
}

/**
 * Start `program` (a Python file that takes a port) in the example's folder and wait until /health answers.
 * Throws `FERRY_SERVER_FAILED`.
 */
export async function startServer(program: string, env: Readonly<Record<string, string>>): Promise<Server> {
  const port = await freePort();
  const stop = new AbortController();
  let output = '';
  let pid = 0;
  let ended = false;
  const server = run(tools().python, [program, String(port)], {
    cwd: EXAMPLE,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1', ...env },
    timeoutMs: 2 ** 31 - 1,
    signal: stop.signal,
    onOutput: (text) => {
      output = (output + text).slice(-4000); if (process.env.SHOW) process.stderr.write(text);
      pid ||= Number(/^pid (\d+)/m.exec(output)?.[1] ?? 0);
    },
  }).finally(() => {
    ended = true;
  });
  const failed = (message: string) =>
    new FerryError({
      code: 'FERRY_SERVER_FAILED',
      message: `The server ${message}:\n${output.trim()}`,
      where: program,
      next: `Run it by hand: python ${program} ${port}`,
      exitCode: 3,
    });
  const deadline = performance.now() + 60_000;
  while (!(await answers(port))) {
    if (ended || performance.now() > deadline) {
      stop.abort();
      throw failed(ended ? 'ended before it answered' : 'did not answer within a minute');
    }
    await sleep(100);
  }
  return {
    port,
    cpuMs: () => cpuMs(pid),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server;
    },
  };
}

/** Fill an empty database with the example's timetable; `url` with the driver's name in it. */
export async function seed(url: string): Promise<void> {
  const env = { ...process.env, FERRYMAN: 'threaded', BOOKING_DATABASE_URL: url, PYTHONDONTWRITEBYTECODE: '1' };
  const ended = await run(tools().python, ['-m', 'booking.seed'], { cwd: EXAMPLE, env, timeoutMs: 60_000 });
  if (ended.status === 0) return;
  throw new FerryError({
    code: 'FERRY_SERVER_FAILED',
    message: `The example's database could not be filled:\n${ended.stderr.trim()}`,
    where: EXAMPLE,
    next: 'Run it by hand: python -m booking.seed',
    exitCode: 3,
  });
}

/** A token of the harbour office. */
export async function logIn(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/agents/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'harbour office', password: 'ahoy' }),
  });
  return ((await answer.json()) as { token: string }).token;
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health`)).ok;
  } catch {
    return false;
  }
}

/** Linux counts in clock ticks of 10 ms. */
function cpuMs(pid: number): number {
  try {
    const fields = fs
      .readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return Number.NaN;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(address)));
    });
  });
}
