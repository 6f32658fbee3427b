// The load generator, a process of its own: `node client.ts '{"port": ..., ...}'` prints what it saw as JSON.
import * as net from 'node:net';
import { AnswerReader } from './answers.ts';

/** A load on one loopback port. */
export interface Load {
  readonly port: number;
  /** Whole HTTP requests, sent in turn; `#` in a body stands for a number that counts up. */
  readonly requests: readonly string[];
  readonly connections: number;
  /** Not measured. */
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** An end to it whatever the clock says. */
  readonly mostRequests: number;
}

/** How long after its end a load waits for answers. */
const PATIENCE_MS = 10_000;

/** What one load met. */
export interface Seen {
  /** Of the measured part. */
  readonly perSecond: number;
  /** Milliseconds of each measured answer that was 2xx, unordered. */
  readonly latencies: readonly number[];
  /** Answers by status, measured or not; `unanswered` when it was time to go. */
  readonly statuses: Readonly<Record<string, number>>;
}

function generate(load: Load): Promise<Seen> {
  const started = performance.now();
  const from = started + load.warmUpMs;
  const until = from + load.measureMs;
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  let sent = 0;

  const connection = () =>
    new Promise<void>((resolve, reject) => {
      const socket = net.connect({ port: load.port, host: '127.0.0.1', noDelay: true });
      const reader = new AnswerReader();
      let asked = 0;
      const ask = () => {
        const request = load.requests[sent % load.requests.length] ?? '';
        sent += 1;
        asked = performance.now();
        socket.write(request, 'latin1');
      };
      socket.setEncoding('latin1');
      socket.on('connect', ask);
      socket.on('data', (text) => {
        for (const status of reader.add(String(text))) {
          const now = performance.now();
          statuses[status] = (statuses[status] ?? 0) + 1;
          if (status < 300 && now >= from && now <= until) latencies.push(now - asked);
          if (now < until && sent < load.mostRequests) ask();
          else socket.end();
        }
      });
      socket.on('error', reject);
      const giveUp = setTimeout(
        () => {
          statuses['unanswered'] = (statuses['unanswered'] ?? 0) + 1;
          socket.destroy();
        },
        until + PATIENCE_MS - performance.now(),
      );
      socket.on('close', () => {
        clearTimeout(giveUp);
        resolve();
      });
    });

  return Promise.all(Array.from({ length: load.connections }, connection)).then(() => ({
    perSecond: latencies.length / (load.measureMs / 1000),
    latencies,
    statuses,
  }));
}

if (import.meta.main) {
  console.log(JSON.stringify(await generate(JSON.parse(process.argv[2] ?? '') as Load)));
}
