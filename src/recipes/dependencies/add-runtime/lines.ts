import { type Edit, insertAt, replace } from '../../../syntax/index.ts';
import { changeOf, entryOf, type RequirementList, type Wanted } from './list.ts';

/** One line of a text. Offsets are UTF-16; `end` is before the line ending. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A requirement that has a line of its own. */
export interface LineEntry {
  readonly text: string;
  readonly name: string;
  readonly start: number;
  readonly line: Line;
}

/** All lines, the empty one after a final line ending left out. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    if (match[0] === '') break;
    const line = match[1] ?? '';
    lines.push({ start: match.index, end: match.index + line.length, text: line });
  }
  return lines;
}

/** The requirements among `lines`: what follows the indentation, up to a comment. */
export function entriesOf(lines: readonly Line[]): readonly LineEntry[] {
  return lines.flatMap((line) => {
    const indent = /^\s*/.exec(line.text)?.[0].length ?? 0;
    const written = line.text
      .slice(indent)
      .replace(/(^|\s)#.*$/, '')
      .trimEnd();
    const entry = entryOf(written);
    return entry ? [{ ...entry, start: line.start + indent, line }] : [];
  });
}

/** Edits of a list with one requirement a line; new lines are indented and ended like their neighbour. */
export function editLines(text: string, entries: readonly LineEntry[], group: string, wanted: Wanted): readonly Edit[] {
  const list: RequirementList = { group, main: true, entries };
  const change = changeOf(list, wanted);
  if (!change) return [];
  const newline = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  const edits: Edit[] = [];
  for (const [index, written] of change.replaced) {
    const entry = entries[index];
    if (entry) edits.push(replace({ start: entry.start, end: entry.start + entry.text.length }, written));
  }
  for (const { after, text: written } of change.added) {
    const neighbour = entries[Math.max(after, 0)];
    if (!neighbour) continue;
    const indent = neighbour.line.text.slice(0, neighbour.start - neighbour.line.start);
    edits.push(
      after < 0
        ? insertAt(neighbour.line.start, `${indent}${written}${newline}`)
        : insertAt(neighbour.line.end, `${newline}${indent}${written}`),
    );
  }
  return edits;
}
