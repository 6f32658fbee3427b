import type { FileSystemRoot } from '../../src/base/index.ts';
import { compareRuns, settleFlakes } from '../../src/prove/index.ts';
import { startPostgres } from '../postgres.ts';
import { carryOver } from './carry-over.ts';
import { install } from './environments.ts';
import { runHalf } from './half.ts';
import type { Application } from './manifest.ts';
import { prepare } from './prepare.ts';
import { type Carrying, explain, type Row } from './row.ts';
import { git } from './sources.ts';

export interface CarryOptions {
  readonly beforeOnly: boolean;
  readonly reuseBefore: boolean;
  readonly postgres: boolean;
  readonly say: (text: string) => void;
}

/** Carry one application over from its source distribution, on SQLite and, where it can, on PostgreSQL. */
export async function carryApplication(
  app: Application,
  cache: FileSystemRoot,
  options: CarryOptions,
): Promise<readonly Row[]> {
  const began = performance.now();
  const say = (text: string) => options.say(`${app.id}: ${text}`);
  say('source and environment');
  const prepared = await prepare(app, cache);
  if ('skipped' in prepared) return [{ app, database: 'SQLite', ...prepared, seconds: 0 }];
  const { tree, environment } = prepared;
  const onServer = app.postgres !== undefined && options.postgres;
  if (onServer) for (const step of app.postgres?.install ?? []) await install(step, environment.python, tree.root);
  await using server = onServer ? await startPostgres() : undefined;
  const databases = [
    { database: 'SQLite' as const, env: {} },
    ...(server === undefined ? [] : [{ database: 'PostgreSQL' as const, env: fill(app, server.url) }]),
  ];
  type Which = (typeof databases)[number];
  const half = async (side: 'before' | 'after', which: Which, files?: readonly string[]) => {
    say(`tests ${side}${files === undefined ? '' : ' again'}, ${which.database}`);
    const reuse = side === 'before' && options.reuseBefore && files === undefined;
    return runHalf(app, tree, environment, cache, {
      side,
      database: which.database.toLowerCase(),
      env: which.env,
      reuse,
      ...(files === undefined ? {} : { files }),
    });
  };
  const befores = [];
  for (const each of databases) befores.push({ ...each, before: await half('before', each) });
  const secondsOf = () => (performance.now() - began) / 1000;
  if (options.beforeOnly) {
    return befores.map(({ database, before }) => ({ app, database, before, seconds: secondsOf() }));
  }
  say('carrying over');
  let carrying: Carrying;
  try {
    carrying = await carryOver(app, tree, environment);
  } catch (error) {
    const broken = explain(error);
    return befores.map(({ database, before }) => ({ app, database, before, broken, seconds: secondsOf() }));
  }
  const rows: Row[] = [];
  for (const { before, ...each } of befores) {
    const after = await half('after', each);
    const first = compareRuns(before.run.results, after.run.results);
    // On a busy machine a test that gives a server one second to start fails, whatever was changed.
    const settled = await settleFlakes(first, before.run, after.run, async (side, files) => {
      if (side === 'before') await git(tree, 'checkout', '--quiet', 'main');
      const again = await half(side, each, files);
      if (side === 'before') await git(tree, 'checkout', '--quiet', '-');
      return again.run;
    });
    rows.push({ app, database: each.database, before, carrying, after, ...settled, seconds: secondsOf() });
  }
  return rows;
}

function fill(app: Application, url: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(app.postgres?.env ?? {}).map(([name, value]) => [name, value.replaceAll('{url}', url)]),
  );
}
