import * as fs from 'node:fs';
import * as net from 'node:net';
import { describe, expect, it } from 'vitest';
import { run } from '../src/base/index.ts';
import { startPostgres } from './postgres.ts';

const isThere = fs.existsSync('/usr/lib/postgresql');

describe.skipIf(!isThere)('a PostgreSQL server of our own', () => {
  it('answers on loopback, makes databases, and leaves nothing behind', async () => {
    const server = await startPostgres({ max_connections: '17' });
    const ferries = await server.createDatabase('ferries');
    const ask = (url: string, sql: string) =>
      run('psql', [url, '--tuples-only', '--no-align', '--command', sql], { cwd: '/', timeoutMs: 20_000 });
    const answers = [await ask(server.url, 'show max_connections'), await ask(ferries, 'select current_database()')];
    expect(answers.map(({ stdout, stderr }) => stdout + stderr)).toEqual(['17\n', 'ferries\n']);
    const data = (await ask(server.url, 'show data_directory')).stdout.trim();
    await server.stop();
    await server.stop();
    expect(fs.existsSync(data)).toBe(false);
    expect(await refuses(server.port)).toBe(true);
  });

  it('says what went wrong when a setting is not one', async () => {
    await expect(startPostgres({ no_such_setting: 'on' })).rejects.toMatchObject({
      code: 'FERRY_POSTGRES_FAILED',
      message: expect.stringContaining('no_such_setting'),
    });
  });
});

function refuses(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('error', () => resolve(true)).once('connect', () => resolve(false));
  });
}
