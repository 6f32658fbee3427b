import * as fs from 'node:fs';
import * as path from 'node:path';
import { openRoot } from '../../src/base/index.ts';
import { copyTree, decodeSource, loadPython, parseFlat, withTree } from '../../src/syntax/index.ts';
import { againstReference } from '../../src/syntax/testing/against-reference.ts';
import { columns } from '../columns.ts';
import { CHECKOUT } from '../corpus/machine.ts';
import { installedFiles, pythonFiles } from '../roundtrip/files.ts';
import { cpuMs } from '../speed/stages.ts';

const USAGE = `npm run bench -- parser [--python PROGRAM] [FOLDER...]

Every .py file of that Python's standard library and site-packages (or of the folders), parsed by this program's own parser
and by tree-sitter: how many trees are the same, node for node, and how many files the own parser leaves to tree-sitter.
Then what each takes of the processor, by turns, file by file. Exit code 1 when a tree differs.`;

/** Print the figures. */
export async function main(args: string[]): Promise<number> {
  const [first, python = '', ...rest] = args;
  const folders = first === '--python' ? rest : args;
  if (folders.some((arg) => arg.startsWith('-')) || (first === '--python' && python === '')) {
    console.error(USAGE);
    return 2;
  }
  await loadPython();
  const program = first === '--python' ? python : 'python3';
  const files = folders.length > 0 ? folders.flatMap(pythonFiles) : await installedFiles(program);
  const { lines: said, differ } = compared(files);
  for (const line of said) console.log(line);
  if (args.length === 0) openRoot(path.join(CHECKOUT, 'bench')).write('results/parser.txt', `${said.join('\n')}\n`);
  return differ > 0 ? 1 : 0;
}

interface Figures {
  readonly lines: readonly string[];
  readonly differ: number;
}

function compared(files: readonly string[]): Figures {
  const counts = { identical: 0, left: 0, refused: 0, different: [] as string[] };
  const spent = { own: 0, reference: 0, copying: 0 };
  let lines = 0;
  for (const file of files) {
    const source = decodeSource(file, fs.readFileSync(file));
    if (source.kind === 'refused') continue;
    const { text } = source;
    lines += text.split('\n').length;
    const at = cpuMs();
    parseFlat(text);
    const own = cpuMs();
    withTree(text, (root) => {
      const parsed = cpuMs();
      copyTree(root, text);
      spent.own += own - at;
      spent.reference += parsed - own;
      spent.copying += cpuMs() - parsed;
    });
    const agreement = againstReference(text);
    if (agreement.kind === 'identical') counts.identical += 1;
    else if (agreement.kind === 'different')
      counts.different.push(`  ${file}\n${agreement.ours}\n${agreement.reference}`);
    else if (agreement.isRefused) counts.refused += 1;
    else counts.left += 1;
  }
  const { identical, left, refused, different } = counts;
  const rate = (ms: number) => [(ms / 1000).toFixed(2), (lines / ms).toFixed(0)];
  return {
    differ: different.length,
    lines: [
      `${files.length} files, ${(lines / 1000).toFixed(0)} kLOC: ${identical} trees identical, ${different.length} different`,
      `left to tree-sitter: ${left} (${((100 * left) / files.length).toFixed(1)} %), and ${refused} that are no Python 3 to it`,
      ...different,
      columns(
        [
          ['', 'CPU s', 'kLOC/s'],
          ['own parser', ...rate(spent.own)],
          ['tree-sitter', ...rate(spent.reference)],
          ['copying its trees', ...rate(spent.copying)],
          ['both', ...rate(spent.reference + spent.copying)],
        ],
        1,
      ),
    ],
  };
}
