import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { FerryError } from './errors.ts';

export interface RunOptions {
  readonly cwd: string;
  /** The child's whole environment when given; this process's otherwise. */
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  readonly input?: string;
  /** Called once the program runs, with its process id. */
  readonly onStart?: (pid: number) => void;
  /** Called with each decoded piece of output, as it comes. */
  readonly onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
  /** Bytes kept of each stream, from its end. Default 16 MiB. */
  readonly keepBytes?: number;
  readonly signal?: AbortSignal;
}

export interface RunResult {
  /** Exit status; null when the process was ended by a signal. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly ms: number;
}

// Children lead groups of their own, so Ctrl-C on a terminal does not reach them: whoever is left ends with us.
const groups = new Set<number>();
process.on('exit', () => {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // it has ended already
    }
  }
});

/**
 * Start a program and wait for it: no shell, its own process group, ended (with its children) when time is up.
 * Never throws on a non-zero exit; throws `FERRY_PROGRAM_MISSING` when the program cannot be started.
 */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: true,
      shell: false,
    });
    if (child.pid !== undefined) {
      groups.add(child.pid);
      options.onStart?.(child.pid);
    }
    let timedOut = false;
    let hardKill: NodeJS.Timeout | undefined;
    const endGroup = (signal: NodeJS.Signals) => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, signal);
      } catch {
        // the group has ended already
      }
    };
    const end = () => {
      endGroup('SIGTERM');
      hardKill ??= setTimeout(() => endGroup('SIGKILL'), 3000);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, options.timeoutMs);
    options.signal?.addEventListener('abort', end, { once: true });
    const stdout = collect(options.keepBytes ?? 16 << 20);
    const stderr = collect(options.keepBytes ?? 16 << 20);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout.add(text);
      options.onOutput?.(text, 'stdout');
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr.add(text);
      options.onOutput?.(text, 'stderr');
    });
    const settle = () => {
      if (child.pid !== undefined) groups.delete(child.pid);
      clearTimeout(timer);
      clearTimeout(hardKill);
      options.signal?.removeEventListener('abort', end);
    };
    child.on('error', (cause) => {
      settle();
      reject(missing(program, options.cwd, cause));
    });
    child.on('close', (status) => {
      settle();
      const ms = performance.now() - started;
      resolve({ status, stdout: stdout.text(), stderr: stderr.text(), timedOut, ms });
    });
    if (options.input !== undefined) {
      child.stdin?.on('error', () => {}); // the program may end before it has read everything
      child.stdin?.end(options.input);
    }
  });
}

export interface StartOptions {
  readonly cwd: string;
  /** The child's whole environment when given; this process's otherwise. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A program that runs for as long as it is wanted. */
export interface LongProcess {
  readonly pid: number;
  readonly input: Writable;
  readonly output: Readable;
  /** The last 64 KiB of what it wrote to stderr so far, decoded. */
  complaints(): string;
  /** Settles when the program has ended, for whatever reason; never rejects. Status is null when a signal ended it. */
  readonly ended: Promise<{ readonly status: number | null }>;
  /** End it and its children: SIGTERM, then SIGKILL after `graceMs`; settles when it has ended. */
  end(graceMs?: number): Promise<void>;
}

/**
 * Start a program that is talked to over its standard streams: no shell, its own process group, ended with this process
 * at the latest. Throws `FERRY_PROGRAM_MISSING` when it cannot be started.
 */
export async function startProcess(
  program: string,
  args: readonly string[],
  options: StartOptions,
): Promise<LongProcess> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    shell: false,
  });
  const complaints = collect(64 << 10);
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.add(text));
  child.stdin.on('error', () => {}); // whoever writes to a program that has ended learns it from `ended`
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(missing(program, options.cwd, cause)));
  });
  const pid = child.pid;
  if (pid === undefined) throw missing(program, options.cwd, new Error('it has no process id'));
  groups.add(pid);
  const endGroup = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch {
      // the group has ended already
    }
  };
  const ended = new Promise<{ readonly status: number | null }>((resolve) => {
    child.once('exit', (status) => {
      endGroup('SIGKILL'); // children that outlived it
      groups.delete(pid);
      resolve({ status });
    });
  });
  return {
    pid,
    input: child.stdin,
    output: child.stdout,
    complaints: () => complaints.text(),
    ended,
    async end(graceMs = 2000) {
      endGroup('SIGTERM');
      const timer = setTimeout(() => endGroup('SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function missing(program: string, where: string, cause: Error): FerryError {
  return new FerryError({
    code: 'FERRY_PROGRAM_MISSING',
    message: `${program} could not be started: ${cause.message}`,
    where,
    next: `Install ${program}, or put it on PATH.`,
    exitCode: 3,
    cause,
  });
}

/** Keeps the last `limit` characters of what is added. */
function collect(limit: number): { add(text: string): void; text(): string } {
  let kept: string[] = [];
  let size = 0;
  return {
    add(text) {
      kept.push(text);
      size += text.length;
      if (size > 2 * limit) {
        const joined = kept.join('').slice(-limit);
        kept = [joined];
        size = joined.length;
      }
    },
    text: () => kept.join('').slice(-limit),
  };
}
