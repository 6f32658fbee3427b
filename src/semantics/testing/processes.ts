import { run } from '../../base/index.ts';

/** The language servers among the children of a process. */
export async function serversOf(parent = process.pid): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,args='], { cwd: '/', timeoutMs: 10_000 });
  return stdout.split('\n').flatMap((line) => {
    const [pid, ppid, ...args] = line.trim().split(/\s+/);
    return Number(ppid) === parent && / (?:server|lsp|--stdio)$/.test(args.join(' ')) ? [Number(pid)] : [];
  });
}

/** Whether a process stands still, as after SIGSTOP. */
export async function isStopped(pid: number): Promise<boolean> {
  const { stdout } = await run('ps', ['-o', 'stat=', '-p', String(pid)], { cwd: '/', timeoutMs: 10_000 });
  return stdout.trim().startsWith('T');
}
