import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../src/base/index.ts';
import { columns } from '../columns.ts';
import { exampleServer, logIn, seed } from '../example.ts';
import { type Server, startServer } from '../load/server.ts';
import { type PostgresServer, startPostgres } from '../postgres.ts';
import type { Endings, Soak } from './client.ts';
import { type State, violations } from './judge.ts';
import { KINDS } from './kinds.ts';

const USAGE = `npm run bench -- soak [--seconds N] [--driver asyncpg|psycopg] [--workers N]

Mixed traffic on the carried example (PostgreSQL, a pool of 5 connections) with disconnects, timeouts, errors, nested
checkouts and sessions that nobody closes; default 120 seconds, asyncpg, 30 clients at once.`;

const PROGRAM = path.join(import.meta.dirname, 'serve.py');
const POOL = 5;

/** Print the counts; 1 on any violation. */
export async function main(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  await using postgres = await startPostgres();
  const url = postgres.url.replace('postgresql:', `postgresql+${options.driver}:`);
  await seed(url.replace('asyncpg', 'psycopg'));
  await using server = await startServer(
    exampleServer(PROGRAM, {
      FERRYMAN: 'bridged',
      BOOKING_DATABASE_URL: url,
      BOOKING_POOL_SIZE: String(POOL),
      BOOKING_MAX_OVERFLOW: '0',
      BOOKING_POOL_TIMEOUT: '20',
    }),
  );
  const token = await logIn(server.port);
  const soak = { port: server.port, token, workers: options.workers };
  await traffic({ ...soak, milliseconds: Math.min(15_000, options.seconds * 250), seed: 1 });
  const before = await settled(server);
  const samples: [seconds: number, megabytes: number][] = [];
  const started = performance.now();
  const sampling = setInterval(() => {
    stateOf(server).then(
      ({ rss = 0 }) => samples.push([(performance.now() - started) / 1000, rss / 2 ** 20]),
      () => {}, // a late answer is a missing sample; the traffic itself is what notices a server that hangs
    );
  }, 2000);
  const endings = await traffic({ ...soak, milliseconds: options.seconds * 1000, seed: 2 });
  clearInterval(sampling);
  const after = await settled(server);
  const backends = await backendsOf(postgres);
  const leftRows = Number(await ask(postgres, "select count(*) from refusal where reason = 'never to be seen'"));
  print(endings, before, after, backends, slope(samples));
  const found = violations({ endings, before, after, backends, poolSize: POOL, leftRows });
  for (const violation of found) console.log(`violation: ${violation}`);
  console.log(found.length === 0 ? 'no violation' : `${found.length} violations`);
  return found.length === 0 ? 0 : 1;
}

async function traffic(soak: Soak): Promise<Endings> {
  const ended = await run(process.execPath, [path.join(import.meta.dirname, 'client.ts'), JSON.stringify(soak)], {
    cwd: import.meta.dirname,
    timeoutMs: soak.milliseconds + 120_000,
  });
  if (ended.status !== 0) throw new Error(`the traffic ended with ${ended.status}: ${ended.stderr.slice(-2000)}`);
  return JSON.parse(ended.stdout) as Endings;
}

async function stateOf(server: Server): Promise<State> {
  const answer = await fetch(`http://127.0.0.1:${server.port}/soak/state`, { signal: AbortSignal.timeout(10_000) });
  return (await answer.json()) as State;
}

/** The state once nothing is under way any more, or after 40 seconds whatever it is then. */
async function settled(server: Server): Promise<State> {
  for (let tries = 0; ; tries += 1) {
    await sleep(500);
    const state = await stateOf(server);
    const busy = (state['under way'] ?? 0) + (state['checked out'] ?? 0);
    if (busy === 0 || tries > 80) return state;
  }
}

async function ask(postgres: PostgresServer, sql: string): Promise<string> {
  const args = [postgres.url, '--tuples-only', '--no-align', '--command', sql];
  return (await run('psql', args, { cwd: '/', timeoutMs: 20_000 })).stdout.trim();
}

async function backendsOf(postgres: PostgresServer): Promise<Record<string, number>> {
  const where = "backend_type = 'client backend' and pid <> pg_backend_pid()";
  const text = await ask(postgres, `select state, count(*) from pg_stat_activity where ${where} group by 1`);
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => [line.split('|')[0], Number(line.split('|')[1])]));
}

/** Megabytes a minute over the second half of the samples, by least squares. */
function slope(samples: readonly (readonly [number, number])[]): number {
  const half = samples.slice(Math.floor(samples.length / 2));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(half.map(([seconds]) => seconds)), mean(half.map(([, megabytes]) => megabytes))];
  const above = half.reduce((sum, [seconds, megabytes]) => sum + (seconds - x) * (megabytes - y), 0);
  return (60 * above) / half.reduce((sum, [seconds]) => sum + (seconds - x) ** 2, 0);
}

function print(endings: Endings, before: State, after: State, backends: Record<string, number>, perMinute: number) {
  const rows = KINDS.map(({ id }) => {
    const counted = Object.entries(endings[id] ?? {}).toSorted(([a], [b]) => a.localeCompare(b));
    return [id, counted.map(([ending, count]) => `${count} x ${ending}`).join(', ')];
  });
  console.log(`${columns(rows, 2)}\n`);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const show = (name: string, state: State) =>
    name === 'rss' ? `${((state[name] ?? 0) / 2 ** 20).toFixed(1)} MiB` : String(state[name] ?? 0);
  const states = names.map((name) => [name, show(name, before), show(name, after)]);
  console.log(columns([['', 'after warm-up', 'at the end'], ...states], 1));
  console.log(`\nmemory in the second half: ${perMinute.toFixed(2)} MiB a minute`);
  const connections = Object.entries(backends).map(([state, count]) => `${count} ${state}`);
  console.log(`connections to the database at the end: ${connections.join(', ') || 'none'}`);
}

function readArguments(args: readonly string[]): { seconds: number; driver: string; workers: number } | undefined {
  const options = { seconds: 120, driver: 'asyncpg', workers: 30 };
  for (let index = 0; index < args.length; index += 2) {
    const value = args[index + 1] ?? '';
    if (args[index] === '--driver' && ['asyncpg', 'psycopg'].includes(value)) options.driver = value;
    else if (args[index] === '--seconds' && Number(value) > 0) options.seconds = Number(value);
    else if (args[index] === '--workers' && Number(value) > 0) options.workers = Math.ceil(Number(value));
    else return undefined;
  }
  return options;
}
