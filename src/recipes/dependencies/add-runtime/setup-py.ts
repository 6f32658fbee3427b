import { type Edit, type Range, replace, type SyntaxNode, withTree } from '../../../syntax/index.ts';
import { addBeside } from './array.ts';
import { changeOf, entryOf, type RequirementList, type Wanted } from './list.ts';

/** A literal list of requirements in setup.py. */
export interface PythonList extends RequirementList {
  readonly kind: 'python';
  readonly entries: ReadonlyArray<{ readonly text: string; readonly name: string; readonly range: Range }>;
}

/** Every list display of plain strings; those without requirements have no entries that matter. */
export function setupPyLists(text: string): readonly PythonList[] {
  return withTree(text, (root) =>
    root.descendantsOfType('list').flatMap((list) => {
      if (!list) return [];
      const parent = list.parent;
      const name = parent?.childForFieldName(parent.type === 'assignment' ? 'left' : 'name')?.text ?? '';
      const entries = list.namedChildren.flatMap((child) => (child ? stringEntry(child) : []));
      return [{ kind: 'python' as const, group: name, main: /^(install_)?require(s|ments)$/i.test(name), entries }];
    }),
  );
}

/** Edits of one list of {@link setupPyLists}. */
export function editPython(text: string, list: PythonList, wanted: Wanted): readonly Edit[] {
  const change = changeOf(list, wanted);
  if (!change) return [];
  const edits: Edit[] = [];
  for (const [index, written] of change.replaced) {
    const range = list.entries[index]?.range;
    if (range) edits.push(replace({ start: range.start + 1, end: range.end - 1 }, written));
  }
  for (const [after, added] of Map.groupBy(change.added, (addition) => addition.after)) {
    const range = list.entries[Math.max(after, 0)]?.range;
    const texts = added.map((addition) => addition.text);
    if (range) edits.push(...addBeside(text, range, after < 0, texts));
  }
  return edits;
}

/** A plain `"..."`: no prefix, no triple quotes, no escapes, nothing interpolated. */
function stringEntry(node: SyntaxNode): PythonList['entries'] {
  if (node.type !== 'string' || !/^(["'])(?!\1\1)[^\\]*\1$/.test(node.text)) return [];
  const entry = entryOf(node.text.slice(1, -1));
  return entry ? [{ ...entry, range: { start: node.startIndex, end: node.endIndex } }] : [];
}
