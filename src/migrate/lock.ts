import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { FerryError, type FileSystemRoot, run } from '../base/index.ts';

const FOLDER = '.ferryman/lock';

/** Held until released; dies with its owner. */
export interface Lock {
  release(): void;
}

/**
 * One run at a time in one checkout. Every contender puts down a file named after itself, then looks for others that
 * are alive: of two that start together at most one goes on. Throws `FERRY_LOCKED`.
 */
export async function acquireLock(files: FileSystemRoot): Promise<Lock> {
  const mine = await ownerName();
  files.write(`${FOLDER}/${mine}`, '');
  const release = () => files.remove(`${FOLDER}/${mine}`);
  for (const name of fs.readdirSync(path.join(files.root, FOLDER))) {
    if (name === mine || name.endsWith('.tmp')) continue;
    if (await isAlive(name)) {
      release();
      throw new FerryError({
        code: 'FERRY_LOCKED',
        message: `Another Ferryman is at work in this checkout (process ${name.split('.')[0] ?? name})`,
        where: path.join(files.root, FOLDER, name),
        next: 'Wait until it has ended. If it runs on another machine that is gone, delete that file.',
        exitCode: 2,
      });
    }
    files.remove(`${FOLDER}/${name}`);
  }
  return { release };
}

/** `pid.start.host.id`: a process number alone is used again by the system, with its start time it is not. */
async function ownerName(): Promise<string> {
  const start = (await startTime(process.pid)) ?? 'unknown';
  return `${process.pid}.${start}.${encodeURIComponent(os.hostname())}.${randomBytes(3).toString('hex')}`;
}

async function isAlive(name: string): Promise<boolean> {
  const [, pid, start, host] = /^(\d+)\.([^.]+)\.(.+)\.[0-9a-f]+$/.exec(name) ?? [];
  if (pid === undefined || start === undefined) return false;
  if (host !== encodeURIComponent(os.hostname())) return true; // it cannot be asked from here
  return (await startTime(Number(pid))) === start;
}

/** When process `pid` started, as a word that no other process of this machine shares with it; undefined when it is gone. */
async function startTime(pid: number): Promise<string | undefined> {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : `${boot}-${fields[19]}`; // a zombie does nothing any more
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  const answer = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { cwd: os.tmpdir(), timeoutMs: 10_000 });
  return answer.status === 0 ? answer.stdout.trim().replace(/\W+/g, '-') : undefined;
}
