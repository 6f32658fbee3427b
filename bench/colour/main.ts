import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { openRoot, openTemporaryRoot } from '../../src/base/index.ts';
import { measure } from './measure.ts';
import { render } from './report.ts';

const USAGE = `npm run bench -- colour [CASE ...] [--show] [--seed N]

The labelled call-graph cases as flips: each function of a case in turn, and all of them at once, are given something to
await; what becomes asynchronous, awaited and bridged is judged by the labels, and by running the program before and after.
Exit code 1 when a call is missed, a function flips without need, or a program does anything else than before.

  CASE     feature, or feature/case; default all
  --show   print the programs that differ from what they were
  --seed   which functions are not wanted in the variants that have some; default 1`;

const CHECKOUT = path.join(import.meta.dirname, '..', '..');

/** Print the figures. */
export async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    strict: false,
    options: { show: { type: 'boolean' }, seed: { type: 'string', default: '1' } },
  });
  const seed = Number(values.seed);
  if (Object.keys(values).some((name) => name !== 'show' && name !== 'seed') || !Number.isInteger(seed)) {
    console.error(USAGE);
    return 2;
  }
  using work = openTemporaryRoot('ferry-colour-');
  const figures = await measure(work, positionals, seed);
  const text = render(figures);
  console.log(text);
  if (values.show === true)
    for (const failure of figures.failures)
      for (const [file, after] of failure.files) console.log(`\n## ${failure.id} ${file}\n${after}`);
  // Only a whole run is worth keeping.
  if (positionals.length === 0 && seed === 1)
    openRoot(path.join(CHECKOUT, 'bench')).write('results/colour.txt', `${text}\n`);
  return figures.missed.length + figures.wrong.length + figures.failures.length > 0 ? 1 : 0;
}
