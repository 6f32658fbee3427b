import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { openCache, openRoot } from '../../src/base/index.ts';
import { settleFlips, solveFlips } from '../../src/colour/index.ts';
import { typesOf } from '../../src/colour/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import type { Types } from '../../src/program/index.ts';
import { compare } from './compare.ts';
import { type Caches, openHalves, withEnvironment } from './halves.ts';
import { type Library, readLibraries } from './library.ts';
import { pairHalves } from './pair.ts';
import { isReached, renderDisagreements, renderTable, type Row, TARGETS } from './report.ts';
import { requestFor } from './seeds.ts';
import { sharedFunctions } from './shared.ts';
import { undoing } from './spelling.ts';
import { tracer } from './trace.ts';

const USAGE = `npm run bench -- twins [LIBRARY ...] [--no-types] [--settled]

Libraries that are published in both colours: from the synchronous half and what it asks of the outside, say which
functions are asynchronous and what is awaited; compare with the asynchronous half that people wrote. Functions that both
halves have and that are built alike count. Exit code 1 when the figures over all are missed.

  --no-types  do not ask a language server what the text leaves open
  --settled   take what can be written of it, as a migration does, not what the solver says`;

interface Options {
  readonly isTyped: boolean;
  readonly isSettled: boolean;
}

const CHECKOUT = path.join(import.meta.dirname, '..', '..');

/** Print the figures. */
export async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'no-types': { type: 'boolean' }, settled: { type: 'boolean' } },
  });
  const options = { isTyped: values['no-types'] !== true, isSettled: values.settled === true };
  const all = readLibraries();
  const chosen = all.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
  if (positionals.some((name) => !all.some(({ id }) => id === name))) {
    console.error(`${USAGE}\n\nLibraries: ${all.map(({ id }) => id).join(', ')}`);
    return 2;
  }
  const types = typesOf(loadKnowledge());
  const rows: Row[] = [];
  for (const library of chosen) {
    const row = await measure(library, types, options);
    console.error(`${library.id}: ${row.seconds.toFixed(1)} s`);
    rows.push(row);
  }
  const text = [
    'Functions that both halves have and that are built alike; those that both share as they are count among them.',
    renderTable(rows),
    '',
    'DISAGREEMENTS, by cause; what is explained counts all the same',
    ...rows.map(renderDisagreements),
    '',
    `To reach over all: recall ${TARGETS.recall.toFixed(2)}, precision ${TARGETS.precision}. ${isReached(rows) ? 'Reached' : 'Not reached'}.`,
  ].join('\n');
  console.log(text);
  // Only a whole run is worth keeping.
  if (options.isTyped && !options.isSettled && chosen.length === all.length)
    openRoot(path.join(CHECKOUT, 'bench')).write('results/twins.txt', `${text}\n`);
  return isReached(rows) ? 0 : 1;
}

async function measure(library: Library, types: Types, options: Options): Promise<Row> {
  const begun = performance.now();
  const caches: Caches = { twins: openCache('twins'), sdists: openCache('corpus') };
  const halves = await openHalves(library, caches, types);
  const sync = options.isTyped ? await withEnvironment(library, halves.sync, caches) : halves.sync;
  const undo = undoing(library.undo);
  const moved = (file: string) => library.moved.reduce((name, [from, to]) => name.replace(from, to), file);
  const answers = halves.answer.project.functions.filter((fn) => halves.isAnswer(fn));
  const pairing = pairHalves(
    { functions: halves.sync.project.functions, path: (file) => file, undo },
    { functions: answers, path: moved, undo },
  );
  const shared = library.async ? [] : sharedFunctions(halves, pairing, undo);
  const request = requestFor(library, sync);
  const text = (file: string) => caches.twins.read(path.posix.join(library.id, 'sync', file))?.toString();
  const decision = options.isSettled ? settleFlips(sync, { ...request, text }) : solveFlips(sync, request);
  const pairs = [...pairing.pairs, ...shared];
  const comparison = compare(pairs, request.given, decision, tracer(sync, pairs, request.given, decision));
  return {
    library,
    compared: pairing.pairs.length + shared.length,
    shared: shared.length,
    different: pairing.different.length,
    alone: pairing.alone.length - shared.length,
    comparison,
    seconds: (performance.now() - begun) / 1000,
  };
}
