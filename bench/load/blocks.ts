import { run } from '../../src/base/index.ts';
import { quantile } from '../statistics.ts';
import type { Load, Seen } from './client.ts';
import type { Server } from './server.ts';

/** One block: one endpoint, one server, so many clients, for a moment. */
export interface Block {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Milliseconds of the server's processor time for one answer. */
  readonly cpu: number;
  /** Answers other than 2xx, by status. */
  readonly failures: Readonly<Record<string, number>>;
}

export interface Moment {
  readonly connections: number;
  readonly measureMs: number;
}

/** Load `server` from a process of its own. */
export async function runBlock(server: Server, requests: readonly string[], moment: Moment): Promise<Block> {
  const load: Load = {
    port: server.port,
    requests,
    connections: moment.connections,
    warmUpMs: moment.measureMs / 4,
    measureMs: moment.measureMs,
    mostRequests: 200_000,
  };
  const before = server.cpuMs();
  const ended = await run(process.execPath, [`${import.meta.dirname}/client.ts`, JSON.stringify(load)], {
    cwd: import.meta.dirname,
    timeoutMs: 60_000 + 2 * moment.measureMs,
  });
  server.check();
  if (ended.status !== 0) throw new Error(`the load generator failed: ${ended.stderr.slice(-2000)}`);
  const cpuMs = server.cpuMs() - before;
  const seen = JSON.parse(ended.stdout) as Seen;
  const statuses = Object.entries(seen.statuses);
  const answered = statuses.reduce((sum, [, count]) => sum + count, 0);
  const at = (q: number) => quantile(seen.latencies, q);
  return {
    perSecond: seen.perSecond,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    cpu: cpuMs / answered,
    failures: Object.fromEntries(statuses.filter(([status]) => !status.startsWith('2'))),
  };
}
