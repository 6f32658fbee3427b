import { loadPython } from '../../src/syntax/index.ts';
import { differences, symbolTables } from '../../src/syntax/testing/symtable.ts';
import { installedFiles, pythonFiles } from './files.ts';
import { measure, type Read, Totals } from './measure.ts';

const USAGE = `npm run bench -- roundtrip [--python PROGRAM] [--every N] [--no-symtable] [--verbose] [FOLDER...]

Every .py file of that Python's standard library and site-packages (or of the folders): read, parse, scopes, edits that
change nothing, encode. Every Nth file (default 10) also gets an import and loses it again. The scopes are compared with
CPython's own symbol tables. Exit code 1 when a byte differs.`;

interface Options {
  python: string;
  every: number;
  symtable: boolean;
  verbose: boolean;
  readonly folders: string[];
}

/** Print the figures. */
export async function main(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  await loadPython();
  const files =
    options.folders.length > 0 ? options.folders.flatMap(pythonFiles) : await installedFiles(options.python);
  const totals = new Totals();
  const batch = 250;
  for (let start = 0; start < files.length; start += batch) {
    const read = files.slice(start, start + batch).flatMap((file) => measure(file, totals, options.every) ?? []);
    if (options.symtable) await compare(read, totals, options);
    if (start % 2500 === 0 || start + batch >= files.length)
      totals.memory.push([totals.files, Math.round(process.memoryUsage.rss() / 2 ** 20)]);
  }
  print(totals, options.verbose);
  return totals.differing.length + totals.notRestored.length > 0 ? 1 : 0;
}

async function compare(read: readonly Read[], totals: Totals, options: Options): Promise<void> {
  const paths = read.map(({ source }) => source.path);
  const tables = await symbolTables(options.python, paths);
  for (const [index, { source, scopes }] of read.entries()) {
    const table = tables[index];
    if (table?.scopes === undefined) {
      totals.uncompiled += 1;
      continue;
    }
    totals.compared += 1;
    const found = differences(source.text, scopes, table);
    if (found.length > 0) totals.disagreeing.push([source.path, ...found.slice(0, 5)].join('\n    '));
  }
}

function print(totals: Totals, verbose: boolean): void {
  const some = (list: readonly string[]) => {
    for (const line of verbose ? list : list.slice(0, 5)) console.log(`  ${line}`);
  };
  const rate = (ms: number) => `${Math.round(totals.lines / ms)} kLOC/s`;
  console.log(`files            ${totals.files}`);
  console.log(`lines            ${totals.lines}`);
  console.log(`differing files  ${totals.differing.length}`);
  some(totals.differing);
  const refused = [...totals.refused.values()].flat().length;
  console.log(`refused files    ${refused}`);
  for (const [reason, list] of totals.refused) {
    console.log(`  ${list.length} ${reason}`);
    some(list.map((line) => `  ${line}`));
  }
  console.log(
    `import in, out   ${totals.sampled} files, ${totals.notRestored.length} not restored, ${totals.respaced} but for a blank line`,
  );
  some(totals.notRestored);
  console.log(`ruff-clean       ${totals.clean} of these, ${totals.soiled.length} no longer with more imports`);
  some(totals.soiled);
  console.log(
    `symtable         ${totals.compared} files compared, ${totals.disagreeing.length} disagree, ${totals.uncompiled} that CPython itself does not compile`,
  );
  some(totals.disagreeing);
  console.log(`parse            ${rate(totals.parseMs)}`);
  console.log(`scopes           ${rate(totals.scopesMs)}`);
  console.log(`parse + scopes   ${rate(totals.parseMs + totals.scopesMs)}`);
  console.log(`memory           ${totals.memory.map(([files, size]) => `${size} MiB at ${files}`).join(', ')}`);
}

function readArguments(args: readonly string[]): Options | undefined {
  const options: Options = { python: 'python3', every: 10, symtable: true, verbose: false, folders: [] };
  const rest = [...args];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--verbose') options.verbose = true;
    else if (argument === '--no-symtable') options.symtable = false;
    else if (argument === '--python') options.python = rest.shift() ?? options.python;
    else if (argument === '--every') options.every = Number(rest.shift());
    else if (argument.startsWith('-')) return undefined;
    else options.folders.push(argument);
  }
  return Number.isInteger(options.every) && options.every > 0 ? options : undefined;
}
