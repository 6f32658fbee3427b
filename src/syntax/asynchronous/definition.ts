import type { SyntaxNode } from '../python.ts';
import type { Range } from '../range.ts';

/** The `def` statement with this span, as the program knows it; undefined when there is none. */
export function definitionAt(root: SyntaxNode, { start, end }: Range): SyntaxNode | undefined {
  let node = root.descendantForIndex(start, start);
  while (node && (node.type !== 'function_definition' || node.endIndex < end)) node = node.parent;
  return node ?? undefined;
}
