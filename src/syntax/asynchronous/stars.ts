import { wrap } from '../edits.ts';
import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import { impossible, type Verdict, withStep } from './model.ts';
import { headOf, isHeld } from './tree.ts';

/** Whether the grammar took the star of `*lend()` for a part of this call. */
export function isStarred(call: SyntaxNode): boolean {
  return headOf(call) !== call.startIndex && !isHeld(call);
}

const BRACKETS: ReadonlySet<string> = new Set(['argument_list', 'list', 'parenthesized_expression', 'set', 'tuple']);

/**
 * The verdict for changing the head of an expression. Behind a star outside brackets (`x = *lend(), 1`) the grammar
 * knows names, attributes and calls only, so the list gets the brackets of a tuple.
 */
export function behindStar(verdict: Verdict, node: SyntaxNode): Verdict {
  if (headOf(node) === node.startIndex) return verdict;
  for (let { parent } = node; parent && !parent.type.endsWith('_statement'); { parent } = parent) {
    if (BRACKETS.has(parent.type)) return verdict;
    if (parent.type === 'subscript' && parent.childForFieldName('value')?.startIndex !== node.startIndex) break;
    if (parent.type !== 'expression_list') continue;
    return withStep(verdict, { key: `tuple ${parent.id}`, edits: wrap(rangeOf(parent), '(', ')') });
  }
  return impossible('stands behind a star in a subscript, where it would have to be bracketed');
}
