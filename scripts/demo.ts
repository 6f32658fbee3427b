// npm run demo: a real application, its tests before, its move onto the event loop, its tests after.
import { carryOver } from '../bench/corpus/carry-over.ts';
import { environmentOf, uninstall } from '../bench/corpus/environments.ts';
import { runHalf } from '../bench/corpus/half.ts';
import { findPython } from '../bench/corpus/machine.ts';
import { type Application, readManifest } from '../bench/corpus/manifest.ts';
import type { Row } from '../bench/corpus/row.ts';
import { fetchSource, git, layTree } from '../bench/corpus/sources.ts';
import { missed } from '../bench/corpus/targets.ts';
import { FerryError, openCache } from '../src/base/index.ts';
import { liveView, painter, plainView, processTerminal, renderError } from '../src/cli/index.ts';
import { compareRuns } from '../src/prove/index.ts';
import { show } from './demo/show.ts';

const APPLICATION = 'cndb';
const UNREACHABLE = /from versions: none|Connection refused|Could not connect|error sending request|dns error|resolve/i;
const SQLITE = { database: 'sqlite', env: {}, reuse: false } as const;

const terminal = processTerminal(!process.argv.includes('--no-color'));
const paint = painter(terminal.colour);
const view = terminal.redraws ? liveView(terminal) : plainView(terminal);
process.on('SIGINT', () => process.exit(130));

try {
  const app = applicationNamed(APPLICATION);
  const { row, diff } = await carry(app);
  view.close();
  terminal.out(`${show(row, diff, paint)}\n`);
  const misses = missed(row, false);
  for (const miss of misses) terminal.out(`missed: ${miss}\n`);
  process.exitCode = misses.length === 0 ? 0 : 1;
} catch (error) {
  view.close();
  terminal.err(
    renderError(offline(error) ?? error, paint, { debug: process.argv.includes('--debug'), columns: terminal.columns }),
  );
  process.exitCode = error instanceof FerryError ? error.exitCode : 1;
}

async function carry(app: Application): Promise<{ readonly row: Row; readonly diff: string }> {
  const began = performance.now();
  terminal.out(`${paint('bold', `${app.package} ${app.version}`)}: ${app.what}\n`);
  terminal.out('A real application from PyPI that was not written for this demo, and a part of its own tests.\n\n');
  const interpreter = findPython(app.python);
  if (interpreter === undefined) {
    throw new FerryError({
      code: 'FERRY_NO_PYTHON',
      message: `the application needs Python ${app.python}, which is not installed`,
      next: `Install it (pyenv install ${app.python}), then run the demo again.`,
      exitCode: 3,
    });
  }
  const cache = openCache('corpus');
  const archive = await step('fetch its source, check its SHA-256', () => fetchSource(app, cache));
  const tree = await step('unpack it into a fresh git repository', () => layTree(app, archive, cache));
  const environment = await step('install it and its dependencies', () => environmentOf(app, tree, interpreter, cache));
  await uninstall(['ferryman'], environment.python, tree.root);
  const half = (side: 'before' | 'after') =>
    step(`its own tests, ${side}`, (onTest) => runHalf(app, tree, environment, cache, { side, ...SQLITE, onTest }));
  const before = await half('before');
  const carrying = await step('ferryman migrate', () => carryOver(app, tree, environment));
  const after = await half('after');
  const comparison = compareRuns(before.run.results, after.run.results);
  const diff = await git(tree, 'diff', '--no-color', '--unified=1', 'main', 'HEAD');
  const row = { app, database: 'SQLite', before, carrying, after, comparison } as const;
  return { row: { ...row, seconds: (performance.now() - began) / 1000 }, diff };
}

async function step<Value>(
  title: string,
  work: (onTest: (done: number, total: number) => void) => Promise<Value>,
): Promise<Value> {
  const began = performance.now();
  view.emit({ kind: 'step', id: title, title });
  const value = await work((done, total) => view.emit({ kind: 'progress', id: title, done, total, unit: 'tests' }));
  view.emit({ kind: 'done', id: title, title, ms: performance.now() - began });
  return value;
}

/** The error of somebody without a network, told as one. */
function offline(error: unknown): FerryError | undefined {
  if (!(error instanceof FerryError) || !UNREACHABLE.test(error.message)) return undefined;
  return new FerryError({
    code: 'FERRY_OFFLINE',
    message: 'the application could not be fetched or installed: the package index did not answer',
    next: 'Connect to the network, or point pip and uv at your mirror, and run it again; what was fetched is kept. Without a network: `npx ferryman migrate examples/ferry-booking --dry-run`.',
    exitCode: 3,
    cause: error,
  });
}

function applicationNamed(id: string): Application {
  const app = readManifest().find((each) => each.id === id);
  if (app !== undefined) return app;
  throw new FerryError({
    code: 'FERRY_USAGE',
    message: `no application ${id}`,
    next: 'See bench/corpus/apps.',
    exitCode: 2,
  });
}
