import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError, openTemporaryRoot, run } from '../src/base/index.ts';
import { freePort } from './free-port.ts';

/** A PostgreSQL server of our own: on a free loopback port, its data in a temporary folder. */
export interface PostgresServer extends AsyncDisposable {
  /** `postgresql://...` of a database nobody else uses. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly version: string;
  /** A new empty database on the same server; its URL. */
  createDatabase(name: string): Promise<string>;
  /** Stop the server and remove its data. Harmless when it has been stopped. */
  stop(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';
const USER = 'ferryman';
const DATABASE = 'ferryman';

/**
 * Start Debian's PostgreSQL, or whichever is on PATH; ready for connections when this resolves. Durability is off: the
 * data does not outlive the server. Throws `FERRY_NO_POSTGRES`, `FERRY_POSTGRES_FAILED`.
 */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const bin = findPostgres();
  const files = openTemporaryRoot('ferryman-postgres-');
  const data = path.join(files.root, 'data');
  // PostgreSQL refuses to run as root; Debian's package has made a user for it.
  const asRoot = process.getuid?.() === 0;
  const call = async (program: string, args: readonly string[], allowed = false) => {
    const command = [path.join(bin, program), ...args];
    const [first = '', ...rest] = asRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    const result = await run(first, rest, { cwd: files.root, timeoutMs: 60_000 });
    if (result.status === 0 || allowed) return result.stdout;
    const error = failed(program, `${result.stdout}${result.stderr}`, readLog(files.root));
    files[Symbol.dispose]();
    throw error;
  };
  if (asRoot) {
    const owned = await run('chown', ['postgres', files.root], { cwd: '/', timeoutMs: 10_000 });
    if (owned.status !== 0) throw failed('chown', owned.stderr, '');
  }
  await call('initdb', ['--pgdata', data, '--username', USER, '--auth', 'trust', '--encoding', 'UTF8', '--no-sync']);
  const port = await freePort();
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '400',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    ...settings,
  };
  const flags = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`);
  const log = path.join(files.root, 'log');
  await call('pg_ctl', ['start', '--wait', '--pgdata', data, '--log', log, '--options', flags.join(' ')]);
  const url = (database: string) => `postgresql://${USER}@127.0.0.1:${port}/${database}`;
  const createDatabase = async (name: string) => {
    await call('createdb', ['--host', '127.0.0.1', '--port', String(port), '--username', USER, name]);
    return url(name);
  };
  const pid = Number(fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  // Also when the program is interrupted: SIGQUIT is PostgreSQL's immediate shutdown.
  const onExit = () => {
    process.kill(pid, 'SIGQUIT');
    files[Symbol.dispose]();
  };
  const onSignal = () => process.exit(130);
  process.once('exit', onExit).once('SIGINT', onSignal).once('SIGTERM', onSignal);
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    process.off('exit', onExit).off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await call('pg_ctl', ['stop', '--wait', '--mode', 'immediate', '--pgdata', data], true);
    files[Symbol.dispose]();
  };
  await createDatabase(DATABASE);
  return {
    url: url(DATABASE),
    host: '127.0.0.1',
    port,
    user: USER,
    database: DATABASE,
    version: path.basename(path.dirname(bin)),
    createDatabase,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The newest of Debian's versioned folders, else the folder on PATH that has `initdb`. */
function findPostgres(): string {
  const versions = fs.existsSync(DEBIAN) ? fs.readdirSync(DEBIAN) : [];
  const found = [
    ...versions.sort((a, b) => Number(b) - Number(a)).map((version) => path.join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(path.delimiter),
  ].find((folder) => fs.existsSync(path.join(folder, 'initdb')));
  if (found !== undefined) return found;
  throw new FerryError({
    code: 'FERRY_NO_POSTGRES',
    message: 'PostgreSQL is not installed on this machine',
    where: DEBIAN,
    next: 'apt-get install postgresql',
    exitCode: 3,
  });
}

function failed(program: string, output: string, log: string): FerryError {
  const last = `${output}\n${log}`.trim().split('\n').slice(-10).join('\n');
  return new FerryError({
    code: 'FERRY_POSTGRES_FAILED',
    message: `PostgreSQL's ${program} failed:\n${last}`,
    next: 'Read what it says; a full disk and a missing locale are the usual reasons.',
    exitCode: 3,
  });
}

function readLog(folder: string): string {
  const file = path.join(folder, 'log');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}
