import * as os from 'node:os';
import * as path from 'node:path';
import { run } from '../../src/base/index.ts';
import { type PostgresServer, startPostgres } from '../postgres.ts';
import { seeded, shuffled } from '../statistics.ts';
import { type Block, ENDPOINTS, type Endpoint, runBlock } from './blocks.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { type Cell, judge, renderCells, renderFailures } from './report.ts';
import { logIn, type Server, seed, startServer } from './server.ts';

const PROGRAM = path.join(import.meta.dirname, 'serve.py');
const POOL = 50;

/** Threads and psycopg are what the example has today; the others are the same text, carried. */
const ARMS = {
  threaded: { mode: 'threaded', driver: 'psycopg' },
  'threaded again': { mode: 'threaded', driver: 'psycopg' },
  asyncpg: { mode: 'bridged', driver: 'asyncpg' },
  psycopg: { mode: 'bridged', driver: 'psycopg' },
} as const;

/** Print ratios of carried to threaded; 1 when a target is missed or an answer of a carried server failed. */
export async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  await using postgres = await startPostgres();
  await seed(urlOf(postgres, 'psycopg'));
  await using stack = new AsyncDisposableStack();
  const servers = new Map<string, Server>();
  await Promise.all(
    Object.entries(ARMS).map(async ([name, { mode, driver }]) => {
      const env = {
        FERRYMAN: mode,
        BOOKING_DATABASE_URL: urlOf(postgres, driver),
        BOOKING_POOL_SIZE: String(POOL),
        BOOKING_MAX_OVERFLOW: '0',
        BOOKING_POOL_TIMEOUT: '5',
      };
      servers.set(name, stack.use(await startServer(PROGRAM, env)));
    }),
  );
  const bench = new Bench(servers, postgres, options);
  console.log(
    `Ferry booking example, one uvicorn worker (uvloop, httptools), PostgreSQL ${postgres.version}, ` +
      `${POOL} connections and 40 threads each; ${os.cpus().length} processors shared with database and clients; ` +
      `load average ${os.loadavg()[0]?.toFixed(1)}.\n${options.pairs} interleaved pairs of blocks of ${options.seconds} s; ` +
      'ratios carried / threaded with 95 % intervals (bootstrap over pairs).\n',
  );
  const same = await bench.compare([{ endpoint: 'list', clients: 50 }], ['threaded again']);
  console.log(`A/A, what the noise alone does:\n${renderCells(same)}\n`);
  const wanted = ENDPOINTS.filter(({ id }) => options.endpoints.includes(id));
  const places = wanted.flatMap(({ id }) => options.clients.map((clients) => ({ endpoint: id, clients })));
  const cells = await bench.compare(places, ['asyncpg', 'psycopg']);
  console.log(`${renderCells(cells)}\n`);
  const failures = renderFailures(cells, 'arm');
  // Threads that hold connections and wait for threads, and the other way round: what the example does today.
  const today = renderFailures(
    cells.filter(({ arm }) => arm === 'asyncpg'),
    'base',
  );
  for (const line of [...failures, ...today]) console.log(`failed answers: ${line}`);
  console.log('Corpus application: not measured by this bench yet.');
  const verdicts = judge(cells);
  for (const { text, isMet } of verdicts) console.log(`${isMet ? 'met    ' : 'not met'}  ${text}`);
  return failures.length === 0 && verdicts.every(({ isMet }) => isMet) ? 0 : 1;
}

const urlOf = (postgres: PostgresServer, driver: string) =>
  postgres.url.replace('postgresql:', `postgresql+${driver}:`);

interface Place {
  readonly endpoint: string;
  readonly clients: number;
}

class Bench {
  private readonly servers: ReadonlyMap<string, Server>;
  private readonly postgres: PostgresServer;
  private readonly options: Options;
  private readonly random = seeded(1);
  private token: string | undefined;

  constructor(servers: ReadonlyMap<string, Server>, postgres: PostgresServer, options: Options) {
    this.servers = servers;
    this.postgres = postgres;
    this.options = options;
  }

  /** Every place with every arm and the threaded server, in turns; a pair is made of blocks of the same turn. */
  async compare(places: readonly Place[], arms: readonly string[]): Promise<Cell[]> {
    const pairs = new Map<string, { arm: Block; base: Block }[]>();
    const keyOf = ({ endpoint, clients }: Place, arm: string) => `${endpoint} ${clients} ${arm}`;
    for (let turn = 0; turn < this.options.pairs; turn += 1) {
      for (const place of shuffled(places, this.random)) {
        const blocks = new Map<string, Block>();
        for (const arm of shuffled(['threaded', ...arms], this.random)) blocks.set(arm, await this.block(arm, place));
        const base = blocks.get('threaded');
        for (const name of arms) {
          const arm = blocks.get(name);
          if (arm === undefined || base === undefined) continue;
          const key = keyOf(place, name);
          pairs.set(key, [...(pairs.get(key) ?? []), { arm, base }]);
        }
      }
    }
    return places.flatMap((place) => arms.map((arm) => ({ ...place, arm, pairs: pairs.get(keyOf(place, arm)) ?? [] })));
  }

  private async block(arm: string, { endpoint, clients }: Place): Promise<Block> {
    const server = this.servers.get(arm);
    const asked: Endpoint | undefined = ENDPOINTS.find(({ id }) => id === endpoint);
    if (server === undefined || asked === undefined) throw new Error(`no server ${arm} or endpoint ${endpoint}`);
    this.token ??= await logIn(server.port);
    // Bookings of the block before would make this one's answers longer.
    const sql = 'delete from message; delete from booking where id > (select 3 * count(*) from sailing)';
    if (endpoint === 'write') {
      await run('psql', [this.postgres.url, '--quiet', '--command', sql], { cwd: '/', timeoutMs: 60_000 });
    }
    return runBlock(server, asked.requests(this.token), {
      connections: clients,
      measureMs: this.options.seconds * 1000,
    });
  }
}
