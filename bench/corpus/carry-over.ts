import { type FileSystemRoot, silent } from '../../src/base/index.ts';
import { migrate } from '../../src/migrate/index.ts';
import type { Plan } from '../../src/plan/index.ts';
import { askInterpreter, bundledRuntime } from '../../src/prove/index.ts';
import { type Environment, install } from './environments.ts';
import type { Application } from './manifest.ts';
import type { Carrying } from './row.ts';
import { git } from './sources.ts';

/** Migrate the application in its tree, as a user would, and install what it asks for from now on. */
export async function carryOver(app: Application, tree: FileSystemRoot, environment: Environment): Promise<Carrying> {
  const { packages } = await askInterpreter(environment.python, tree.root);
  const original = (await git(tree, 'rev-parse', 'HEAD')).trim();
  const began = performance.now();
  const types = { python: environment.python, isWanted: true };
  const { plan } = await migrate(tree.root, { installed: new Map(Object.entries(packages)), types }, silent);
  const seconds = (performance.now() - began) / 1000;
  // The same steps as before: what the migrated project declares is what it gets. The runtime is not on PyPI.
  for (const step of app.install) {
    await install({ ...step, packages: [...step.packages, bundledRuntime().folder] }, environment.python, tree.root);
  }
  return {
    ...(await changesSince(tree, original)),
    endpoints: endpointsOf(plan),
    planned: plan.endpoints,
    seconds,
  };
}

async function changesSince(tree: FileSystemRoot, commit: string) {
  const lines = (await git(tree, 'diff', '--numstat', '--no-renames', commit, 'HEAD')).split('\n').filter(Boolean);
  const changes = lines.map((line) => {
    const [added = '0', removed = '0', file = ''] = line.split('\t');
    return { file, added: Number(added), removed: Number(removed) };
  });
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  return {
    files: changes.length,
    added: sum(changes.map(({ added }) => added)),
    removed: sum(changes.map(({ removed }) => removed)),
    testFiles: changes.map(({ file }) => file).filter(isTestFile),
  };
}

/** Python files of a test suite; set-up lines in a `conftest.py` may change. */
const isTestFile = (file: string) =>
  file.endsWith('.py') && !/(^|\/)conftest\.py$/.test(file) && /(^|\/)tests?\/|(^|\/)test_[^/]*$|_test\.py$/.test(file);

function endpointsOf({ endpoints }: Plan): Carrying['endpoints'] {
  const bridged = endpoints.filter(({ state }) => state === 'bridged');
  const database = endpoints.filter((endpoint) => endpoint.database);
  const threaded = endpoints.filter(({ state }) => state === 'threaded');
  // The end of the chain is what has to change; how each endpoint gets there is in the plan.
  const ends = threaded.flatMap(({ reasons }) =>
    reasons.slice(0, 1).map((reason) => reason.split(' -> ').at(-1) ?? ''),
  );
  const groups = [...Map.groupBy(ends, (why) => why)].map(([why, all]) => ({ why, count: all.length }));
  return {
    bridged: bridged.length,
    threaded: threaded.length,
    database: database.length,
    databaseBridged: database.filter(({ state }) => state === 'bridged').length,
    reasons: groups.sort((a, b) => b.count - a.count || a.why.localeCompare(b.why)),
  };
}
