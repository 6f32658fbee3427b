import { type Edit, insertAt } from '../edits.ts';
import { indentationAt, indentationUnit, lineEnd, nextLine } from '../layout.ts';
import type { SyntaxNode } from '../python.ts';
import { type Range, rangeOf } from '../range.ts';
import type { Context } from './model.ts';

/** Lines that become deeper, and what is put in front of them. */
export interface Deepened {
  readonly lines: Range;
  readonly by: string;
}

/** One level of indentation, as the body of a statement has it. */
export function unitOf(context: Context, statement: SyntaxNode): string {
  const outer = indentationAt(context.text, statement.startIndex);
  const body = statement.childForFieldName('body');
  const below = body !== null && body.startPosition.row > (colonOf(statement)?.endPosition.row ?? 0);
  const inner = below ? indentationAt(context.text, body.startIndex) : '';
  if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length);
  return indentationUnit(context.root, context.text);
}

/** All lines of a statement below its header. */
export function linesBelow(context: Context, statement: SyntaxNode): Range {
  const header = colonOf(statement)?.endIndex ?? statement.startIndex;
  return { start: nextLine(context.text, header), end: Math.max(statement.endIndex, nextLine(context.text, header)) };
}

function colonOf(statement: SyntaxNode): SyntaxNode | undefined {
  return statement.children.find((child) => child.type === ':');
}

/** More indentation for every line of a statement below its header; lines that begin within a string stay. */
export function deeper(context: Context, statement: SyntaxNode, added: string): Edit[] {
  const { text } = context;
  const prefix = indentationAt(text, statement.startIndex) + unitOf(context, statement);
  const strings = statement.descendantsOfType('string').map(rangeOf);
  const edits: Edit[] = [];
  const lines = linesBelow(context, statement);
  for (let { start } = lines; start < lines.end; start = nextLine(text, start)) {
    const blank = text.slice(start, lineEnd(text, start)).trim() === '';
    if (blank || strings.some((string) => string.start < start && start < string.end)) continue;
    let shared = start;
    while (shared - start < prefix.length && text[shared] === prefix[shared - start]) shared += 1;
    edits.push(insertAt(shared, added));
  }
  return edits;
}
