import { FerryError, openCache, openTemporaryRoot } from '../../src/base/index.ts';
import { carryOver } from '../corpus/carry-over.ts';
import { environmentOf, install, uninstall } from '../corpus/environments.ts';
import { findPython, must } from '../corpus/machine.ts';
import { type Application, readManifest } from '../corpus/manifest.ts';
import { fetchSource, layTree } from '../corpus/sources.ts';
import type { PostgresServer } from '../postgres.ts';
import type { ServerCommand } from './server.ts';
import { get, POOL, type Subject } from './subject.ts';

type Load = NonNullable<Application['load']>;

/** The applications of the corpus that say how they are put under load. */
export const loadable = (): readonly Application[] => readManifest().filter(({ load }) => load !== undefined);

/**
 * An application of the corpus, carried over in its tree below the cache. Every server runs that same text: with
 * FERRYMAN=threaded it does what it did before. Throws `FERRY_NO_PYTHON`.
 */
export async function corpusApplication(app: Application, postgres: PostgresServer): Promise<Subject & Disposable> {
  const { load } = app;
  if (load === undefined) throw new Error(`${app.id} does not say how it is put under load`);
  const interpreter = findPython(app.python);
  if (interpreter === undefined) {
    throw new FerryError({
      code: 'FERRY_NO_PYTHON',
      message: `${app.id} needs Python ${app.python}, which is not installed`,
      next: `Install it, for instance with: pyenv install ${app.python}`,
      exitCode: 3,
    });
  }
  const cache = openCache('corpus');
  const tree = await layTree(app, await fetchSource(app, cache), cache);
  const { python, fingerprint } = await environmentOf(app, tree, interpreter, cache);
  await uninstall(['ferryman'], python, tree.root);
  for (const step of [...(app.postgres?.install ?? []), ...load.install]) await install(step, python, tree.root);
  await carryOver(app, tree, { python, fingerprint });

  const folder = openTemporaryRoot('ferryman-load-');
  const url = await postgres.createDatabase('application');
  const env = (driver: string, mode: string) => ({
    ...filled(load.env, { url: url.replace('postgresql:', `postgresql${driver}:`), folder: folder.root }),
    FERRYMAN: mode,
  });
  const [program = '', ...args] = fill(load.prepare, { folder: folder.root });
  await must('Making its database', python, ['-m', program, ...args], {
    cwd: folder.root,
    env: { ...process.env, ...env('', 'threaded') },
  });
  const server = (driver: string, mode: string): ServerCommand => ({
    program: python,
    args: ['-m', 'uvicorn', load.application, '--port', '{port}', '--log-level', 'error'],
    cwd: folder.root,
    env: env(driver, mode),
    ready: load.ready,
  });
  return {
    title: `${app.id}, threads on the driver it has`,
    endpoints: Object.entries(load.requests).map(([id, path]) => ({ id, requests: [get(path)] })),
    servers: {
      threaded: server('', 'threaded'),
      'threaded again': server('', 'threaded'),
      asyncpg: server('+asyncpg', 'bridged'),
      psycopg: server('+psycopg', 'bridged'),
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

type Values = Readonly<Record<string, string>>;

/** `{name}` in a text is replaced by the value of that name. */
const filledIn = (text: string, values: Values) =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const fill = (texts: Load['prepare'], values: Values) => texts.map((text) => filledIn(text, values));

const filled = (env: Load['env'], values: Values) =>
  Object.fromEntries(
    Object.entries(env).map(([name, text]) => [name, filledIn(text, { ...values, pool: String(POOL) })]),
  );
