import type { SyntaxNode } from '../python.ts';
import type { QuotedName } from './model.ts';

const LONGEST_QUOTED = 300;

/** `TYPE_CHECKING`, `typing.TYPE_CHECKING`, `t.TYPE_CHECKING`. */
export function isTypeChecking(condition: SyntaxNode): boolean {
  if (condition.type === 'identifier') return condition.text === 'TYPE_CHECKING';
  if (condition.type !== 'attribute') return false;
  return condition.childForFieldName('attribute')?.text === 'TYPE_CHECKING';
}

/** A string without interpolation that reads like a name or an annotation: `"Loan"`, `"list[models.Loan] | None"`. */
export function quotedName(string: SyntaxNode, children: readonly SyntaxNode[]): QuotedName | undefined {
  if (string.endIndex - string.startIndex > LONGEST_QUOTED) return undefined;
  const [start, content, end] = children;
  if (children.length !== 3 || content?.type !== 'string_content' || end?.type !== 'string_end') return undefined;
  if (start?.text.toLowerCase().includes('b')) return undefined;
  const text = content.text;
  if (!/^[\s\p{L}_][\s\p{L}\p{N}_.,|[\]()'"]*$/u.test(text)) return undefined;
  return { text, start: content.startIndex, end: content.endIndex };
}
