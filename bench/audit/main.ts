import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { openRoot } from '../../src/base/index.ts';
import { measureBlocking, readGroups, renderBlocking } from './blocking.ts';
import { measureCalls, renderCalls } from './calls.ts';
import { measureCorpus } from './corpus.ts';
import { measureForgotten } from './forgotten.ts';
import { measureRecall, renderRecall } from './mutate.ts';
import { measurePeers } from './peers.ts';
import { verifyLabels } from './verify.ts';

const USAGE = `npm run bench -- audit [--verify] [--no-peers] [--corpus]
       npm run bench -- audit --mutate FOLDER [--copies N] [--python ENV [--types pyright|ty|pyrefly]]

What the audit sees of our own labelled cases: calls by feature, blocking lines, forgotten awaits; then what other
tools see of the same lines. Exit code 1 when something is missed or wrong.

  --verify    only run the call-graph cases under Python and compare the labels with what really happened
  --no-peers  leave the other tools out
  --corpus    only audit the applications of the corpus that are laid out: seconds, findings, unknown calls
  --mutate    only take the awaits, 'async for' and 'async with' of an application out, in temporary copies, and count
              what the audit says of each
  --copies    how many copies share them, each with every Nth taken out; default 4
  --python    the application's environment, for types; read, never run
  --types     the language server to ask; default pyright`;

const CHECKOUT = path.join(import.meta.dirname, '..', '..');

/** Print the figures. */
export async function main(args: string[]): Promise<number> {
  if (args.includes('--mutate')) return mutate(args);
  const known = ['--verify', '--no-peers', '--corpus'];
  if (args.some((arg) => !known.includes(arg))) {
    console.error(USAGE);
    return 2;
  }
  const lines: string[] = [];
  const say = (text: string) => {
    console.log(text);
    lines.push(text);
  };
  if (args.includes('--corpus')) return (await measureCorpus(say)) > 0 ? 1 : 0;
  if (args.includes('--verify')) {
    const problems = await verifyLabels();
    for (const problem of problems) say(problem);
    say(`labels that Python contradicts: ${problems.length}`);
    return problems.length > 0 ? 1 : 0;
  }
  const calls = await measureCalls();
  say('CALLS. A decorated function and the wrappers around it count as one.');
  say(renderCalls(calls));
  let failures = calls.reduce((sum, row) => sum + row.missed.length + row.wrong.length, 0);
  say('\nBLOCKING CALLS');
  for (const group of readGroups()) {
    const outcome = await measureBlocking(group);
    say(renderBlocking(outcome));
    failures += outcome.missed.length + outcome.wrong.length;
  }
  say('\nFORGOTTEN AWAITS');
  const forgotten = await measureForgotten();
  say(forgotten.text);
  failures += forgotten.missed.length + forgotten.wrong.length;
  if (!args.includes('--no-peers')) {
    say('\nPEERS, on the same lines; false: on lines that are marked as fine');
    say(await measurePeers());
  }
  say(`\nTo reach: missed 0, wrong 0. Not reached: ${failures}.`);
  // Only a whole run is worth keeping.
  if (args.length === 0) openRoot(path.join(CHECKOUT, 'bench')).write('results/audit.txt', `${lines.join('\n')}\n`);
  return failures > 0 ? 1 : 0;
}

const SERVERS = ['pyright', 'ty', 'pyrefly'] as const;

/** Exit code 1 when something is missed. */
async function mutate(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    strict: false,
    options: {
      mutate: { type: 'string' },
      copies: { type: 'string', default: '4' },
      python: { type: 'string' },
      types: { type: 'string', default: 'pyright' },
    },
  });
  const { mutate: folder, python } = values;
  const copies = Number(values.copies);
  const server = SERVERS.find((name) => name === values.types);
  const unknown = Object.keys(values).filter((name) => !['mutate', 'copies', 'python', 'types'].includes(name));
  if (typeof folder !== 'string' || !Number.isInteger(copies) || copies < 1 || !server || unknown.length > 0) {
    console.error(USAGE);
    return 2;
  }
  const types = typeof python === 'string' ? { types: { python, server, isWanted: true } } : {};
  const recall = await measureRecall(path.resolve(folder), { copies, ...types });
  console.log(renderRecall(recall));
  return recall.answers.some(({ answer }) => answer === 'missed') ? 1 : 0;
}
