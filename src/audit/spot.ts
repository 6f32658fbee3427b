import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Program } from '../program/index.ts';
import { readSource } from '../syntax/index.ts';
import type { Spot } from './explain.ts';

/** The function around a line (1-based) of a file that the program has read; undefined when it has not. */
export function spotAt(program: Program, file: string, line: number): Spot | undefined {
  const module = program.modules.find((each) => each.file === file);
  if (module === undefined) return undefined;
  const source = readSource(file, fs.readFileSync(path.join(program.root, file)));
  if (source.kind === 'refused') return undefined;
  const offset = offsetOf(source.text, line);
  // Functions come in the order of the text, an inner one after the one around it.
  const around = program.project.functions.findLast(
    ({ module: its, facts: { kind, span } }) =>
      its === module && kind === 'function' && span.start <= offset && offset < span.end,
  );
  return { file, line, inside: around === undefined ? undefined : `${module.name}:${around.qualname}` };
}

/** Where the text of a line begins, its indentation left out. */
function offsetOf(text: string, line: number): number {
  let start = 0;
  for (let current = 1; current < line; current += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) return text.length;
    start = end + 1;
  }
  return start + (/^[ \t\f]*/.exec(text.slice(start))?.[0].length ?? 0);
}
