import { loadPython, type SyntaxNode, withTree } from '../../src/syntax/index.ts';

export type MutationKind = 'await' | 'async for' | 'async with';

/** One word that can be taken out. Offsets are UTF-16 and 0-based, `line` is 1-based. */
export interface Mutation {
  readonly kind: MutationKind;
  readonly start: number;
  readonly end: number;
  /** Where a finding is due: the call that is awaited, gone through or entered. */
  readonly line: number;
}

/**
 * `await` before a call, `async` before `for` (in comprehensions, too) and before a `with` of one item, in the order of
 * the text. An `await` of anything but a call is left alone: without it the statement does nothing either way.
 */
export async function mutationsOf(text: string): Promise<readonly Mutation[]> {
  await loadPython();
  return withTree(text, (root) => {
    const found: Mutation[] = [];
    const add = (kind: MutationKind, word: SyntaxNode | null | undefined, at: SyntaxNode | null | undefined): void => {
      if (!word || !at) return;
      const gap = /^\s*/u.exec(text.slice(word.endIndex))?.[0] ?? '';
      if (gap.includes('\n')) return; // what follows would move to another line
      const end = word.endIndex + gap.length;
      found.push({ kind, start: word.startIndex, end, line: bare(at).startPosition.row + 1 });
    };
    const visit = (node: SyntaxNode): void => {
      const [first] = node.children;
      if (node.type === 'await') {
        const of = node.namedChildren.find((child) => child?.type !== 'comment');
        if (of && bare(of).type === 'call') add('await', first, of);
      } else if (first?.type === 'async') {
        if (node.type === 'for_statement' || node.type === 'for_in_clause')
          add('async for', first, node.childForFieldName('right'));
        else if (node.type === 'with_statement') add('async with', first, onlyItem(node));
      }
      for (const child of node.namedChildren) if (child) visit(child);
    };
    visit(root);
    return found.sort((one, other) => one.start - other.start);
  });
}

/** The text without these words. */
export function without(text: string, mutations: readonly Mutation[]): string {
  return mutations.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

/** `a` of `async with (a as b):`; undefined for several items, of which each would be a forgotten one. */
function onlyItem(statement: SyntaxNode): SyntaxNode | undefined {
  const clause = statement.namedChildren.find((child) => child?.type === 'with_clause');
  const items = clause?.namedChildren.filter((child) => child?.type === 'with_item') ?? [];
  const value = items.length === 1 ? items[0]?.childForFieldName('value') : undefined;
  return (value?.type === 'as_pattern' ? value.namedChildren[0] : value) ?? undefined;
}

/** `load` of `(load)`. */
function bare(node: SyntaxNode): SyntaxNode {
  const inner = node.type === 'parenthesized_expression' ? node.namedChildren[0] : undefined;
  return inner ? bare(inner) : node;
}
