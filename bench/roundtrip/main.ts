import * as fs from 'node:fs';
import {
  analyseScopes,
  applyEdits,
  encodeSource,
  insertAt,
  loadPython,
  type ModuleScope,
  readSource,
  type RefusalReason,
  type SourceFile,
  withTree,
} from '../../src/syntax/index.ts';
import { differences, symbolTables } from '../../src/syntax/testing/symtable.ts';
import { installedFiles, pythonFiles } from './files.ts';

const USAGE = `npm run bench -- roundtrip [--python PROGRAM] [--sample N] [--verbose] [FOLDER...]

Every .py file of that Python's standard library and site-packages (or of the folders): read, parse, scopes, edits that
change nothing, encode. Compares the scopes with CPython's own symbol tables.`;

interface Totals {
  files: number;
  lines: number;
  bytes: number;
  readonly differing: string[];
  readonly refused: Map<RefusalReason, string[]>;
  parseMs: number;
  scopesMs: number;
  compared: number;
  readonly disagreeing: string[];
  unreadable: number;
}

/** Print figures; 1 when a byte differs. */
export async function main(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  await loadPython();
  const files =
    options.folders.length > 0 ? options.folders.flatMap(pythonFiles) : await installedFiles(options.python);
  const totals: Totals = {
    files: files.length,
    lines: 0,
    bytes: 0,
    differing: [],
    refused: new Map(),
    parseMs: 0,
    scopesMs: 0,
    compared: 0,
    disagreeing: [],
    unreadable: 0,
  };
  for (let start = 0; start < files.length; start += 200) {
    const read = files.slice(start, start + 200).flatMap((file) => measure(file, totals) ?? []);
    const tables = await symbolTables(
      options.python,
      read.map(({ source }) => source.path),
    );
    for (const [index, { source, scopes }] of read.entries()) {
      const table = tables[index];
      if (table?.scopes === undefined) {
        totals.unreadable += 1;
        if (options.verbose) console.log(`${source.path}: CPython: ${table?.error}`);
        continue;
      }
      totals.compared += 1;
      const found = differences(source.text, scopes, table);
      if (found.length > 0) totals.disagreeing.push(`${source.path}\n    ${found.slice(0, 5).join('\n    ')}`);
    }
  }
  print(totals, options.verbose);
  return totals.differing.length > 0 || totals.disagreeing.length > 0 ? 1 : 0;
}

interface Read {
  readonly source: SourceFile;
  readonly scopes: ModuleScope;
}

function measure(file: string, totals: Totals): Read | undefined {
  const bytes = fs.readFileSync(file);
  totals.bytes += bytes.byteLength;
  const source = readSource(file, bytes);
  if (source.kind === 'refused') {
    const list = totals.refused.get(source.reason) ?? [];
    totals.refused.set(source.reason, [...list, `${file}:${source.line}: ${source.message}`]);
    return undefined;
  }
  totals.lines += source.text.split('\n').length;
  const started = performance.now();
  const scopes = withTree(source, (root) => {
    totals.parseMs += performance.now() - started;
    const parsed = performance.now();
    const found = analyseScopes(root);
    totals.scopesMs += performance.now() - parsed;
    return found;
  });
  const nothing = [insertAt(0, ''), insertAt(source.text.length, '')];
  const back = encodeSource(source, applyEdits(source, nothing));
  if (Buffer.compare(bytes, back) !== 0) totals.differing.push(file);
  return { source, scopes };
}

function print(totals: Totals, verbose: boolean): void {
  const refused = [...totals.refused.values()].reduce((sum, list) => sum + list.length, 0);
  const rate = (ms: number) => Math.round(totals.lines / ms);
  console.log(`files            ${totals.files}`);
  console.log(`lines            ${totals.lines}`);
  console.log(`differing files  ${totals.differing.length}`);
  console.log(`refused files    ${refused}`);
  for (const [reason, list] of totals.refused) {
    console.log(`  ${reason.padEnd(15)}${list.length}`);
    for (const line of verbose ? list : list.slice(0, 3)) console.log(`    ${line}`);
  }
  console.log(`parse            ${rate(totals.parseMs)} kLOC/s`);
  console.log(`scopes           ${rate(totals.scopesMs)} kLOC/s`);
  console.log(`parse + scopes   ${rate(totals.parseMs + totals.scopesMs)} kLOC/s`);
  console.log(
    `symtable         ${totals.compared} files compared, ${totals.disagreeing.length} disagree, ${totals.unreadable} that CPython itself does not compile`,
  );
  for (const line of verbose ? totals.disagreeing : totals.disagreeing.slice(0, 10)) console.log(`  ${line}`);
  for (const file of totals.differing) console.log(`  differs: ${file}`);
  console.log(`memory           ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB at the end`);
}

function readArguments(args: string[]): { python: string; verbose: boolean; folders: string[] } | undefined {
  const options = { python: 'python3', verbose: false, folders: [] as string[] };
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (argument === '--verbose') options.verbose = true;
    else if (argument === '--python') options.python = args[(index += 1)] ?? options.python;
    else if (argument.startsWith('-')) return undefined;
    else options.folders.push(argument);
  }
  return options;
}
