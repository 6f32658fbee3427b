import * as os from 'node:os';
import { type PostgresServer, startPostgres } from '../postgres.ts';
import { corpusApplication, loadable } from './application.ts';
import { bookingExample } from './booking.ts';
import { Comparison } from './comparison.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { type Cell, judge, renderCells, renderFailures } from './report.ts';
import { POOL, type Subject } from './subject.ts';

/** Print ratios of carried to threaded; 1 when a target is missed or an answer of a carried server failed. */
export async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  await using postgres = await startPostgres();
  console.log(heading(postgres, options));
  const isWanted = (id: string) => options.only === undefined || options.only === id;
  const failures: string[] = [];
  let verdicts: ReturnType<typeof judge> = [];
  if (isWanted('booking')) {
    const subject = await bookingExample(postgres);
    const endpoints = subject.endpoints.filter(({ id }) => options.endpoints.includes(id));
    const cells = await measure({ ...subject, endpoints }, options);
    failures.push(...renderFailures(cells, 'arm'));
    verdicts = judge(cells);
  }
  for (const app of loadable()) {
    if (!isWanted(app.id)) continue;
    console.error(`carrying ${app.id} over`);
    using subject = await corpusApplication(app, postgres);
    failures.push(...renderFailures(await measure(subject, options), 'arm'));
  }
  for (const { text, isMet } of verdicts) console.log(`${isMet ? 'met    ' : 'not met'}  ${text}`);
  return failures.length === 0 && verdicts.every(({ isMet }) => isMet) ? 0 : 1;
}

function heading({ version }: PostgresServer, { pairs, seconds }: Options): string {
  return (
    `One uvicorn worker, PostgreSQL ${version}, ${POOL} connections and 40 threads; ${os.cpus().length} processors ` +
    `shared with database and clients; load average ${os.loadavg()[0]?.toFixed(1)}.\n` +
    `${pairs} interleaved pairs of blocks of ${seconds} s; ratios carried / threaded with 95 % intervals (bootstrap ` +
    'over pairs).\nA server that failed to answer is started anew before its next block.\n'
  );
}

/** Measure and print one application: first what the noise alone does, then the grid. */
async function measure(subject: Subject, options: Options): Promise<readonly Cell[]> {
  await using comparison = new Comparison(subject, options);
  console.log(`${subject.title}\n`);
  const same = await comparison.cells(subject.endpoints.slice(0, 1), [50], ['threaded again']);
  console.log(`A/A, what the noise alone does:\n${renderCells(same)}\n`);
  const cells = await comparison.cells(subject.endpoints, options.clients, ['asyncpg', 'psycopg']);
  console.log(`${renderCells(cells)}\n`);
  // Threads that hold connections and wait for threads, and the other way round: what the example does today.
  const today = cells.filter(({ arm }) => arm === 'asyncpg');
  const lines = [...renderFailures(cells, 'arm'), ...renderFailures(today, 'base')];
  for (const line of lines) console.log(`failed answers: ${line}`);
  if (lines.length > 0) console.log('');
  return cells;
}
