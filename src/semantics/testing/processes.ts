import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../base/index.ts';

/** The language servers among the children of a process. */
export async function serversOf(parent = process.pid): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,args='], { cwd: '/', timeoutMs: 10_000 });
  return stdout.split('\n').flatMap((line) => {
    const [pid, ppid, ...args] = line.trim().split(/\s+/);
    return Number(ppid) === parent && / (?:server|lsp|--stdio)$/.test(args.join(' ')) ? [Number(pid)] : [];
  });
}

/** Waits up to five seconds for a process to end. */
export async function hasEnded(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await sleep(100);
  }
  return false;
}

/** Whether a process stands still, as after SIGSTOP. */
export async function isStopped(pid: number): Promise<boolean> {
  const { stdout } = await run('ps', ['-o', 'stat=', '-p', String(pid)], { cwd: '/', timeoutMs: 10_000 });
  return stdout.trim().startsWith('T');
}
