import { applyEdits, type Edit, insertAt, remove, replace } from '../edits.ts';
import { lineEnd, lineStart, nextLine } from '../layout.ts';
import { type Compare, nameOrders, orderOf } from './order.ts';
import type { ImportItem, ImportStatement } from './statements.ts';

/** How the file writes new text. */
export interface WritingStyle {
  readonly newline: string;
  readonly unit: string;
  /** Columns. */
  readonly width: number;
}

/** One more name for a statement. */
export interface NewItem {
  readonly name: string;
  readonly alias: string | undefined;
}

export const written = ({ name, alias }: NewItem): string => (alias === undefined ? name : `${name} as ${alias}`);

/**
 * Edits that change which names a statement imports, in its own layout. At least one name must remain. A line that
 * would get too long is broken into one name per line.
 */
export function changeItems(
  text: string,
  statement: ImportStatement,
  added: readonly NewItem[],
  dropped: ReadonlySet<ImportItem>,
  style: WritingStyle,
): Edit[] {
  const kept = statement.items.filter((item) => !dropped.has(item));
  const first = statement.items[0];
  const last = statement.items.at(-1);
  if (first === undefined || last === undefined) return [];
  const order = orderOf(
    statement.items.map((item) => item.name),
    nameOrders,
  );
  if (statement.layout === 'exploded' && kept.length > 0) return explodedEdits(text, statement, kept, added, order);
  const edits =
    kept.length === 0
      ? [replace({ start: first.start, end: last.end }, sortItems(added, order).map(written).join(', '))]
      : inlineEdits(statement.items, dropped, kept, added, order);
  if (statement.layout === 'wrapped' || statement.commented || added.length === 0) return edits;
  if (fits(text, statement, edits, style)) return edits;
  const all = sortItems([...kept, ...added], order);
  const indentation = statement.indentation + style.unit;
  const lines = all.map((item) => `${indentation}${written(item)},${style.newline}`).join('');
  const list = statement.brackets ?? { start: first.start, end: last.end };
  return [replace(list, `(${style.newline}${lines}${statement.indentation})`)];
}

function sortItems(items: readonly NewItem[], order: Compare<string> | undefined): NewItem[] {
  return order ? items.toSorted((a, b) => order(a.name, b.name)) : [...items];
}

function fits(text: string, statement: ImportStatement, edits: readonly Edit[], style: WritingStyle): boolean {
  const start = lineStart(text, statement.start);
  const end = lineEnd(text, statement.end);
  const moved = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  const line = applyEdits(text.slice(start, end), moved);
  const comment = statement.comment?.length ?? 0;
  // A directive behind the line may be as long as it likes: breaking the line would take it off its name.
  return comment > 0 || line.length <= style.width;
}

/** Names side by side: each comes behind the last kept name that sorts before it. */
function inlineEdits(
  items: readonly ImportItem[],
  dropped: ReadonlySet<ImportItem>,
  kept: readonly ImportItem[],
  added: readonly NewItem[],
  order: Compare<string> | undefined,
): Edit[] {
  const edits: Edit[] = [];
  let before: ImportItem | undefined;
  for (const [index, item] of items.entries()) {
    if (!dropped.has(item)) {
      before = item;
      continue;
    }
    const next = items[index + 1];
    if (before) edits.push(remove({ start: (items[index - 1] ?? item).end, end: item.end }));
    else if (next) edits.push(remove({ start: item.start, end: next.start }));
  }
  const [firstKept] = kept;
  for (const item of sortItems(added, order)) {
    const anchor = predecessor(kept, item, order);
    if (anchor) edits.push(insertAt(anchor.end, `, ${written(item)}`));
    else if (firstKept) edits.push(insertAt(firstKept.start, `${written(item)}, `));
  }
  return edits;
}

/** One name per line, comments and all. */
function explodedEdits(
  text: string,
  statement: ImportStatement,
  kept: readonly ImportItem[],
  added: readonly NewItem[],
  order: Compare<string> | undefined,
): Edit[] {
  const edits: Edit[] = [];
  for (const item of statement.items) {
    if (kept.includes(item)) continue;
    edits.push(remove({ start: lineStart(text, item.start), end: nextLine(text, item.end) }));
  }
  const last = kept.at(-1);
  const close = statement.brackets?.end ?? statement.end;
  if (last === undefined) return edits;
  const indentation = text.slice(lineStart(text, last.start), last.start);
  const newline = /\r\n|\r|\n/.exec(text.slice(last.end))?.[0] ?? '\n';
  const comma = /^[ \t]*,/.test(text.slice(last.end));
  for (const item of sortItems(added, order)) {
    const anchor = predecessor(kept, item, order);
    const line = `${indentation}${written(item)},${newline}`;
    if (anchor && anchor !== last) edits.push(insertAt(nextLine(text, anchor.end), line));
    else if (anchor) edits.push(insertAt(lineStart(text, close - 1), line));
    else edits.push(insertAt(lineStart(text, kept[0]?.start ?? last.start), line));
  }
  const behind = added.some((item) => predecessor(kept, item, order) === last);
  if (behind && !comma) edits.push(insertAt(last.end, ','));
  return edits;
}

/** The last kept name that sorts before `item`; the very last one when the names have no order. */
function predecessor(
  kept: readonly ImportItem[],
  item: NewItem,
  order: Compare<string> | undefined,
): ImportItem | undefined {
  if (order === undefined) return kept.at(-1);
  return kept.findLast((other) => order(other.name, item.name) <= 0);
}
