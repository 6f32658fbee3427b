import { type Edit, insertAt } from '../edits.ts';
import { indentationUnit, lineEnd, nextLine } from '../layout.ts';
import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import type { Context, Enclosed } from './model.ts';
import { inParentheses } from './tree.ts';

/** The statement that a call is the whole of, on lines of its own; undefined for a call that is part of one. */
export function statementOf({ text }: Context, call: SyntaxNode): SyntaxNode | undefined {
  const statement = inParentheses(call).parent;
  if (statement?.type !== 'expression_statement' || statement.namedChildCount !== 1) return undefined;
  const before =
    text
      .slice(0, statement.startIndex)
      .split(/[\r\n]/)
      .at(-1) ?? '';
  const behind = text.slice(statement.endIndex, lineEnd(text, statement.endIndex));
  return before.trim() === '' && /^\s*(?:#.*)?$/.test(behind) ? statement : undefined;
}

/** The statement below the header, and its further lines as much deeper as the first. */
export function enclosingEdits(
  context: Context,
  { statement, header }: Enclosed,
  indentation: string,
  newline: string,
): Edit[] {
  const { text } = context;
  const unit = indentationUnit(context.root, text);
  const strings = statement.descendantsOfType('string').map(rangeOf);
  const edits = [insertAt(statement.startIndex, `${header}:${newline}${indentation}${unit}`)];
  for (let start = nextLine(text, statement.startIndex); start < statement.endIndex; start = nextLine(text, start)) {
    const isInString = strings.some((string) => string.start < start && start < string.end);
    if (!isInString && text.slice(start, lineEnd(text, start)).trim() !== '') edits.push(insertAt(start, unit));
  }
  return edits;
}
