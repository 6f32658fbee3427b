import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { SetupError } from './lock.mjs';

/**
 * Run a program and return its output; a failure becomes a SetupError that ends with the program's last lines.
 * @param {string} program @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, next: string, timeoutMs: number }} options
 */
export function must(program, args, options) {
  const result = spawnSync(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    encoding: 'utf8',
    timeout: options.timeoutMs,
    maxBuffer: 64 << 20,
  });
  if (result.status === 0) return result.stdout;
  const tail = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim().split('\n').slice(-12).join('\n');
  const what = `${path.basename(program)} ${args.slice(0, 3).join(' ')}`;
  if (result.error?.code === 'ETIMEDOUT') {
    throw new SetupError(`${what} took longer than ${options.timeoutMs / 60_000} minutes\n${tail}`, options.next);
  }
  if (result.error) throw new SetupError(`${what} could not be started: ${result.error.message}`, options.next);
  throw new SetupError(`${what} ended with status ${result.status}\n${tail}`, offline(tail) ?? options.next);
}

const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|getaddrinfo|dns error|failed to lookup address|Connection refused|NewConnectionError|Could not connect|error sending request|from versions: none|client error \(Connect\)/i;

function offline(/** @type {string} */ output) {
  if (!UNREACHABLE.test(output)) return undefined;
  return 'The package registry could not be reached. Connect to the network (or point npm, pip and uv at your mirror) and run this again; what is already in place is kept.';
}
