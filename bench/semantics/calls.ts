import * as fs from 'node:fs';
import * as path from 'node:path';
import { readSource, type SyntaxNode, withTree } from '../../src/syntax/index.ts';

/** A call in a file: where its callee's last name stands. */
export interface Call {
  /** Relative to the folder. */
  readonly file: string;
  /** UTF-16 offset of the name. */
  readonly offset: number;
  /** 1-based. */
  readonly line: number;
  /** The callee as it is written, shortened. */
  readonly callee: string;
}

/** The files of a project, their texts, and every call of a name or an attribute in them. */
export interface Calls {
  readonly texts: ReadonlyMap<string, string>;
  readonly lines: number;
  readonly calls: readonly Call[];
}

const NOT_THE_PROJECT = /(?:^|\/)(?:\.[^/]*|node_modules|site-packages|__pycache__|venv|build|dist)(?:\/|$)/;

/** Reads a project. `loadPython()` must have finished; files that do not parse are left out. */
export function callsIn(folder: string): Calls {
  const texts = new Map<string, string>();
  const calls: Call[] = [];
  let lines = 0;
  for (const file of pythonFilesOf(folder)) {
    const source = readSource(file, fs.readFileSync(path.join(folder, file)));
    if (source.kind === 'refused') continue;
    texts.set(file, source.text);
    lines += source.text.split('\n').length - 1;
    withTree(source, (root) => calls.push(...callsOf(file, root)));
  }
  return { texts, lines, calls };
}

function pythonFilesOf(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py') && !NOT_THE_PROJECT.test(file))
    .sort();
}

function callsOf(file: string, root: SyntaxNode): Call[] {
  return root.descendantsOfType('call').flatMap((call) => {
    const callee = call?.childForFieldName('function');
    const name = callee?.type === 'attribute' ? callee.childForFieldName('attribute') : callee;
    if (!callee || name?.type !== 'identifier') return [];
    const text = callee.text.replace(/\s+/g, ' ');
    const shown = text.length > 50 ? `...${text.slice(-47)}` : text;
    return [{ file, offset: name.startIndex, line: name.startPosition.row + 1, callee: shown }];
  });
}
