import { copyTree } from '../parser/copy.ts';
import { nameOfField, nameOfKind } from '../parser/kinds.ts';
import { END, FIELD_SHIFT, FIRST, type FlatTree, KIND_MASK, LINE, NEXT, START } from '../parser/nodes.ts';
import { parseFlat } from '../parser/parse.ts';
import { withTree } from '../python.ts';
import { syntaxProblem } from '../syntax-problem.ts';

/** What came of a text that both parsers were given. */
export type Agreement =
  | { readonly kind: 'identical' }
  /** `isRefused`: tree-sitter does not take it for Python 3 either. */
  | { readonly kind: 'given up'; readonly isRefused: boolean }
  | { readonly kind: 'different'; readonly ours: string; readonly reference: string };

/** Compare this room's parser with tree-sitter, node for node. `loadPython()` must have finished. */
export function againstReference(text: string): Agreement {
  const ours = parseFlat(text);
  return withTree(text, (root) => {
    const problem = syntaxProblem(root, text);
    if (ours === undefined) return { kind: 'given up', isRefused: problem !== undefined };
    if (problem) return { kind: 'different', ours: 'a tree', reference: `${problem.message} (line ${problem.line})` };
    return difference(outline(ours), outline(copyTree(root, text))) ?? { kind: 'identical' };
  });
}

function difference(ours: readonly string[], reference: readonly string[]): Agreement | undefined {
  for (let at = 0; at < Math.max(ours.length, reference.length); at += 1) {
    if (ours[at] === reference[at]) continue;
    const around = (lines: readonly string[]) => lines.slice(Math.max(0, at - 2), at + 4).join('\n');
    return { kind: 'different', ours: around(ours), reference: around(reference) };
  }
  return undefined;
}

/** The nodes of a tree, outside in: field, kind, line, start and end. */
export function outline(tree: FlatTree): readonly string[] {
  const lines: string[] = [];
  const visit = (node: number, depth: number): void => {
    const packed = tree[node] ?? 0;
    const field = nameOfField[packed >> FIELD_SHIFT];
    const name = `${field ? `${field}: ` : ''}${nameOfKind[packed & KIND_MASK]}`;
    lines.push(`${' '.repeat(depth)}${name} ${tree[node + LINE]}:${tree[node + START]}-${tree[node + END]}`);
    for (let kid = tree[node + FIRST] ?? 0; kid !== 0; kid = tree[kid + NEXT] ?? 0) visit(kid, depth + 1);
  };
  visit(tree[0] ?? 0, 0);
  return lines;
}
