import * as path from 'node:path';
import { run } from '../../src/base/index.ts';
import { exampleServer, logIn, seed } from '../example.ts';
import type { PostgresServer } from '../postgres.ts';
import { startServer } from './server.ts';
import { type Endpoint, get, POOL, type Subject } from './subject.ts';

export const BOOKING_ENDPOINTS = ['list', 'slow', 'write', 'health'] as const;

/** The ferry booking example: a list with lazy loads, a 50 ms query, a write, and an endpoint without a database. */
export async function bookingExample(postgres: PostgresServer): Promise<Subject> {
  const url = (driver: string) => postgres.url.replace('postgresql:', `postgresql+${driver}:`);
  const server = (mode: string, driver: string) =>
    exampleServer(path.join(import.meta.dirname, 'serve.py'), {
      FERRYMAN: mode,
      BOOKING_DATABASE_URL: url(driver),
      BOOKING_POOL_SIZE: String(POOL),
      BOOKING_MAX_OVERFLOW: '0',
      BOOKING_POOL_TIMEOUT: '5',
    });
  await seed(url('psycopg'));
  const threaded = server('threaded', 'psycopg');
  await using first = await startServer(threaded);
  return {
    title: 'Ferry booking example, threads with psycopg 3',
    endpoints: endpointsOf(postgres, await logIn(first.port)),
    servers: {
      threaded,
      'threaded again': threaded,
      asyncpg: server('bridged', 'asyncpg'),
      psycopg: server('bridged', 'psycopg'),
    },
  };
}

function endpointsOf(postgres: PostgresServer, token: string): readonly Endpoint[] {
  const requests: Record<(typeof BOOKING_ENDPOINTS)[number], readonly string[]> = {
    list: [get('/sailings?limit=5')],
    slow: [get('/tides')],
    // One sailing each, far from those that are listed: they do not wait for each other's locks.
    write: Array.from({ length: 100 }, (_, index) => booking(token, 20 + index)),
    health: [get('/health')],
  };
  // Bookings of the block before would make this one's answers longer.
  const reset = async () => {
    const sql = 'delete from message; delete from booking where id > (select 3 * count(*) from sailing)';
    await run('psql', [postgres.url, '--quiet', '--command', sql], { cwd: '/', timeoutMs: 60_000 });
  };
  return BOOKING_ENDPOINTS.map((id) => ({ id, requests: requests[id], ...(id === 'write' ? { reset } : {}) }));
}

function booking(token: string, sailing: number): string {
  const body = JSON.stringify({ sailing_id: sailing, name: 'Andersen', passengers: 1 });
  const headers = `content-type: application/json\r\nx-token: ${token}\r\ncontent-length: ${body.length}`;
  return `POST /bookings HTTP/1.1\r\nhost: bench\r\n${headers}\r\n\r\n${body}`;
}
