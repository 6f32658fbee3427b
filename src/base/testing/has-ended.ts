import { setTimeout as sleep } from 'node:timers/promises';

/** Waits up to five seconds for a process to end. Throws when `pid` is none: 0 would be the test's own group. */
export async function hasEnded(pid: number): Promise<boolean> {
  if (!(pid > 0)) throw new TypeError(`no process id: ${pid}`);
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
