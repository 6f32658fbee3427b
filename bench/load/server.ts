import * as fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { FerryError, run } from '../../src/base/index.ts';
import { freePort } from '../free-port.ts';

/** How one web server of the bench is started. `{port}` in an argument stands for its port. */
export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** A path that is answered with 2xx once the server is ready. */
  readonly ready: string;
}

/** A web server that answers. */
export interface Server extends AsyncDisposable {
  readonly port: number;
  /** Milliseconds of processor time it has used so far; NaN where the system does not say. */
  cpuMs(): number;
  /** Throws `FERRY_SERVER_FAILED` with its last words when it has ended. */
  check(): void;
}

/** Start a server and wait until it is ready. Throws `FERRY_SERVER_FAILED`. */
export async function startServer(command: ServerCommand): Promise<Server> {
  const port = await freePort();
  const args = command.args.map((arg) => arg.replaceAll('{port}', String(port)));
  const stop = new AbortController();
  let output = '';
  let pid = 0;
  let ended = false;
  const server = run(command.program, args, {
    cwd: command.cwd,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1', ...command.env },
    timeoutMs: 2 ** 31 - 1,
    signal: stop.signal,
    onStart: (started) => {
      pid = started;
    },
    onOutput: (text) => {
      output = (output + text).slice(-4000);
    },
  }).finally(() => {
    ended = true;
  });
  const failed = (what: string) =>
    new FerryError({
      code: 'FERRY_SERVER_FAILED',
      message: `The server ${what}:\n${output.trim()}`,
      where: command.cwd,
      next: `Run it by hand: ${[command.program, ...args].join(' ')}`,
      exitCode: 3,
    });
  const deadline = performance.now() + 60_000;
  while (!(await answers(port, command.ready))) {
    if (ended || performance.now() > deadline) {
      stop.abort();
      throw failed(ended ? 'ended before it answered' : 'did not answer within a minute');
    }
    await sleep(100);
  }
  return {
    port,
    cpuMs: () => cpuMs(pid),
    check() {
      if (ended) throw failed('ended under load');
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server;
    },
  };
}

async function answers(port: number, path: string): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}${path}`)).ok;
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
