// Mixed traffic, a process of its own: `node client.ts '{"port": ..., ...}'` prints what it saw as JSON.
import * as net from 'node:net';
import { AnswerReader } from '../load/answers.ts';
import { seeded } from '../statistics.ts';
import { KINDS, type Kind } from './kinds.ts';

/** A soak of one loopback port. */
export interface Soak {
  readonly port: number;
  readonly token: string;
  readonly workers: number;
  readonly milliseconds: number;
  readonly seed: number;
}

/** How the requests of one kind ended, by status; `left` is a client that hung up, `stuck` an answer that never came. */
export type Endings = Readonly<Record<string, Readonly<Record<string, number>>>>;

const STUCK_MS = 30_000;

async function soak({ port, token, workers, milliseconds, seed }: Soak): Promise<Endings> {
  const until = performance.now() + milliseconds;
  const random = seeded(seed);
  const endings: Record<string, Record<string, number>> = {};
  const worker = async () => {
    while (performance.now() < until) {
      const kind = pick(random);
      const patience = kind.leavesAfterMs === undefined ? undefined : random() * kind.leavesAfterMs;
      const ending = await request(port, kind.request(token, random), patience);
      const counted = (endings[kind.id] ??= {});
      counted[ending] = (counted[ending] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return endings;
}

function pick(random: () => number): Kind {
  let left = random() * KINDS.reduce((sum, { weight }) => sum + weight, 0);
  for (const kind of KINDS) {
    left -= kind.weight;
    if (left < 0) return kind;
  }
  return KINDS[0] as Kind;
}

/** Ask once on a connection of its own; with `patience` (milliseconds) hang up then. */
function request(port: number, text: string, patience: number | undefined): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    const reader = new AnswerReader();
    const end = (ending: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(ending);
    };
    const timer = setTimeout(() => end(patience === undefined ? 'stuck' : 'left'), patience ?? STUCK_MS);
    socket.setEncoding('latin1');
    socket.on('connect', () => socket.write(text, 'latin1'));
    socket.on('data', (piece) => {
      const [status] = reader.add(String(piece));
      if (status !== undefined) end(String(status));
    });
    socket.on('error', () => end('broken'));
    socket.on('close', () => end('closed'));
  });
}

if (import.meta.main) console.log(JSON.stringify(await soak(JSON.parse(process.argv[2] ?? '') as Soak)));
