import * as fs from 'node:fs';
import {
  analyseScopes,
  applyEdits,
  encodeSource,
  insertAt,
  type ModuleScope,
  readSource,
  type RefusalReason,
  type SourceFile,
  withTree,
} from '../../src/syntax/index.ts';
import { addAndDrop, SPACING, staysClean } from './sample.ts';

/** Sums over all files. Times are milliseconds. */
export class Totals {
  files = 0;
  lines = 0;
  parseMs = 0;
  scopesMs = 0;
  compared = 0;
  /** Files CPython itself does not compile. */
  uncompiled = 0;
  sampled = 0;
  /** Themselves again but for a blank line. */
  respaced = 0;
  /** Of the sampled ones: formatted and sorted as ruff does it. */
  clean = 0;
  readonly differing: string[] = [];
  readonly notRestored: string[] = [];
  /** Clean before, and not with more imports. */
  readonly soiled: string[] = [];
  readonly disagreeing: string[] = [];
  readonly refused = new Map<RefusalReason, string[]>();
  /** Resident memory in MiB, by files read. */
  readonly memory: (readonly [files: number, mebibytes: number])[] = [];
}

export interface Read {
  readonly source: SourceFile;
  readonly scopes: ModuleScope;
}

/** Read, parse, scopes, edits of nothing, encode; every `every`th file also gets an import and loses it again. */
export function measure(file: string, totals: Totals, every: number): Read | undefined {
  totals.files += 1;
  const bytes = fs.readFileSync(file);
  const source = readSource(file, bytes);
  if (source.kind === 'refused') {
    const list = totals.refused.get(source.reason) ?? [];
    totals.refused.set(source.reason, [...list, `${file}:${source.line}: ${source.message}`]);
    return undefined;
  }
  totals.lines += source.text.split('\n').length;
  const started = performance.now();
  const scopes = withTree(source, (root) => {
    const parsed = performance.now();
    totals.parseMs += parsed - started;
    const found = analyseScopes(root);
    totals.scopesMs += performance.now() - parsed;
    return found;
  });
  const nothing = [insertAt(0, ''), insertAt(source.text.length, '')];
  const back = encodeSource(source, applyEdits(source, nothing));
  if (Buffer.compare(bytes, back) !== 0) totals.differing.push(file);
  if (totals.files % every === 0) {
    totals.sampled += 1;
    const problem = addAndDrop(source);
    if (problem === SPACING) totals.respaced += 1;
    else if (problem !== undefined) totals.notRestored.push(`${file}: ${problem}`);
    const clean = staysClean(source);
    if (clean !== undefined) totals.clean += 1;
    if (clean === false) totals.soiled.push(file);
  }
  return { source, scopes };
}
