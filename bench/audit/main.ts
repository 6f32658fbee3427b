import * as path from 'node:path';
import { openRoot } from '../../src/base/index.ts';
import { measureBlocking, readGroups, renderBlocking } from './blocking.ts';
import { measureCalls, renderCalls } from './calls.ts';
import { measureCorpus } from './corpus.ts';
import { measureForgotten } from './forgotten.ts';
import { measurePeers } from './peers.ts';
import { verifyLabels } from './verify.ts';

const USAGE = `npm run bench -- audit [--verify] [--no-peers] [--corpus]

What the audit sees of our own labelled cases: calls by feature, blocking lines, forgotten awaits; then what other
tools see of the same lines. Exit code 1 when something is missed or wrong.

  --verify    only run the call-graph cases under Python and compare the labels with what really happened
  --no-peers  leave the other tools out
  --corpus    only audit the applications of the corpus that are laid out: seconds, findings, unknown calls`;

const CHECKOUT = path.join(import.meta.dirname, '..', '..');

/** Print the figures. */
export async function main(args: string[]): Promise<number> {
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
