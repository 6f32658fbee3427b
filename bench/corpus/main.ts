import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { FerryError, type FileSystemRoot, openCache, openRoot } from '../../src/base/index.ts';
import { carryApplication } from './carry.ts';
import { guardApplication } from './guard.ts';
import type { GuardRow } from './guard-row.ts';
import { missedByGuard } from './guard-suspects.ts';
import { renderGuard } from './guard-table.ts';
import { CHECKOUT } from './machine.ts';
import { type Application, readManifest } from './manifest.ts';
import { type NativeRow, nativeApplication } from './native.ts';
import { missedByNative, renderNativeTable } from './native-table.ts';
import { explain, type Row } from './row.ts';
import { renderTable } from './table.ts';
import { missed } from './targets.ts';

const USAGE = `npm run corpus [-- ID... --fast --before-only --reuse-before --no-postgres --guard --native]

Carries real applications over, each from its pinned source distribution, and compares their own tests before and
after. Exit status 0 only if every target is reached.

  --fast          only the applications that take about a minute
  --before-only   only show that their tests replay
  --reuse-before  take the results before from the last run in the same environment
  --no-postgres   on SQLite only
  --native        instead: carry over, make native all that can be, compare the tests, report what keeps the driver
  --waves N       with --native: in N random sets, with the tests after each
  --seed S        which random order (default 1)
  --guard         instead: carry over, run the tests with the runtime's guard, report what holds the event loop
`;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      fast: { type: 'boolean', default: false },
      'before-only': { type: 'boolean', default: false },
      'reuse-before': { type: 'boolean', default: false },
      'no-postgres': { type: 'boolean', default: false },
      guard: { type: 'boolean', default: false },
      native: { type: 'boolean', default: false },
      waves: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const all = readManifest();
  const chosen = choose(all, positionals, values.fast);
  const cache = openCache('corpus');
  if (values.guard) return guard(chosen, cache, chosen.length === all.length);
  if (values.native) {
    const sets = { waves: Number(values.waves), seed: Number(values.seed), reuseBefore: values['reuse-before'] };
    return native(chosen, cache, sets, chosen.length === all.length && sets.waves === 0);
  }
  const rows: Row[] = [];
  for (const app of chosen) {
    const options = {
      beforeOnly: values['before-only'],
      reuseBefore: values['reuse-before'],
      postgres: !values['no-postgres'],
      say: (text: string) => console.error(text),
    };
    rows.push(...(await carryApplication(app, cache, options).catch((error: unknown) => [brokenRow(app, error)])));
  }
  const misses = new Map(rows.map((row) => [row, missed(row, values['before-only'])]));
  const text = renderTable(rows, misses);
  process.stdout.write(text);
  // Only a whole run is worth keeping.
  if (chosen.length === all.length && !values['before-only'] && !values['reuse-before']) {
    openRoot(path.join(CHECKOUT, 'bench')).write('results/corpus.txt', text);
  }
  return [...misses.values()].every((each) => each.length === 0) ? 0 : 1;
}

async function native(
  chosen: readonly Application[],
  cache: FileSystemRoot,
  options: { readonly waves: number; readonly seed: number; readonly reuseBefore: boolean },
  whole: boolean,
): Promise<number> {
  const rows: NativeRow[] = [];
  for (const app of chosen) {
    const broken = (error: unknown) => ({ app, broken: explain(error), seconds: 0 });
    const say = (text: string) => console.error(text);
    rows.push(await nativeApplication(app, cache, { ...options, say }).catch(broken));
  }
  const text = renderNativeTable(rows);
  process.stdout.write(text);
  if (whole) openRoot(path.join(CHECKOUT, 'bench')).write('results/native.txt', text);
  return rows.every((row) => missedByNative(row).length === 0) ? 0 : 1;
}

async function guard(chosen: readonly Application[], cache: FileSystemRoot, whole: boolean): Promise<number> {
  const rows: GuardRow[] = [];
  for (const app of chosen) {
    const broken = (error: unknown) => ({ app, measured: [], broken: explain(error), seconds: 0 });
    rows.push(await guardApplication(app, cache, (text) => console.error(text)).catch(broken));
  }
  const text = renderGuard(rows);
  process.stdout.write(text);
  if (whole) openRoot(path.join(CHECKOUT, 'bench')).write('results/guard.txt', text);
  return rows.every((row) => missedByGuard(row).length === 0) ? 0 : 1;
}

function choose(all: readonly Application[], ids: readonly string[], fast: boolean): readonly Application[] {
  for (const id of ids) {
    if (!all.some((app) => app.id === id)) {
      const known = all.map((app) => app.id).join(', ');
      throw new FerryError({
        code: 'FERRY_USAGE',
        message: `There is no application ${JSON.stringify(id)} in the corpus`,
        next: `Choose among ${known}.`,
        exitCode: 2,
      });
    }
  }
  return all.filter((app) => (ids.length === 0 || ids.includes(app.id)) && (!fast || app.fast));
}

function brokenRow(app: Application, error: unknown): Row {
  return { app, database: 'SQLite', broken: explain(error), seconds: 0 };
}
