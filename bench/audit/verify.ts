import * as path from 'node:path';
import { run } from '../../src/base/index.ts';
import { peersFolder } from './environment.ts';
import { type Case, readCases } from './labels.ts';

interface Traced {
  readonly case: string;
  /** Caller (empty: none), callee, and whether the caller is the frame below. */
  readonly edges: readonly (readonly [caller: string, callee: string, exact: boolean])[];
  readonly problem: string | null;
}

/**
 * Run every labelled case under Python with a tracer. Gives what the labels say wrongly: calls that happened without a
 * label, labels of calls that did not happen, cases that do not run.
 */
export async function verifyLabels(): Promise<readonly string[]> {
  const cases = readCases();
  const python = path.join(await peersFolder(), 'python');
  const program = path.join(import.meta.dirname, 'trace.py');
  const { stdout, status } = await run(python, ['-B', program, ...cases.map(({ root }) => root)], {
    cwd: import.meta.dirname,
    timeoutMs: 300_000,
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  const traced = new Map(lines.map((line) => JSON.parse(line) as Traced).map((each) => [each.case, each]));
  return cases.flatMap((item) => {
    const name = `${item.feature}/${item.name}`;
    const seen = traced.get(item.root);
    if (!seen) return [`${name}: did not run: the tracer ended with ${status}`];
    return seen.problem === null
      ? differences(item, seen).map((text) => `${name}: ${text}`)
      : [`${name}: ${seen.problem}`];
  });
}

function differences(item: Case, { edges }: Traced): readonly string[] {
  const labelled = new Set(item.labels.map(({ caller, callee }) => `${caller} -> ${callee}`));
  const callees = new Set(item.labels.map(({ callee }) => callee));
  const wired = new Set(item.labels.filter(({ kind }) => kind === 'wired').map(({ callee }) => callee));
  const happened = new Set(edges.map(([caller, callee]) => `${caller} -> ${callee}`));
  // Resumed by whoever asks for the next value, or run by a framework: somebody calls it, the tracer cannot say who.
  const somewhere = new Set(edges.filter(([, , exact]) => !exact).map(([, callee]) => callee));
  const endpoints = new Set(item.labels.map(({ caller }) => caller));
  const unlabelled = edges.flatMap(([caller, callee, exact]) => {
    const isKnown = exact && caller !== '' ? labelled.has(`${caller} -> ${callee}`) : callees.has(callee);
    return isKnown || wired.has(callee) || (caller === '' && endpoints.has(callee))
      ? []
      : [`no label for ${caller} -> ${callee}`];
  });
  const unseen = item.labels.flatMap(({ caller, callee, kind }) => {
    if (kind === 'may' || callee === '?') return [];
    const isSeen = happened.has(`${caller} -> ${callee}`) || somewhere.has(callee);
    return isSeen || (kind === 'wired' && edges.some(([, to]) => to === callee))
      ? []
      : [`did not happen: ${caller} -> ${callee}`];
  });
  return [...unlabelled, ...unseen];
}
