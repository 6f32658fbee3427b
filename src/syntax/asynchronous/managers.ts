import { type Edit, insertBefore, replace } from '../edits.ts';
import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import { type Deepened, deeper, linesBelow, unitOf } from './blocks.ts';
import { awaitAt } from './comprehensions.ts';
import { type Context, impossible, READY, type Verdict } from './model.ts';
import { isMarkedAsync } from './standing.ts';
import { hasBareNewline, inParentheses, same } from './tree.ts';

/** A `with` statement and those of its items that become asynchronous. */
export interface Managed {
  readonly statement: SyntaxNode;
  readonly items: readonly SyntaxNode[];
  readonly chosen: ReadonlySet<number>;
}

/** A `with` statement to write anew: its groups of neighbours of one colour, outermost first. */
export interface Split extends Managed {
  readonly groups: readonly (readonly SyntaxNode[])[];
  readonly unit: string;
}

/** The `with` item a call is the context manager of; undefined when it is used in any other way. */
export function itemOf(call: SyntaxNode): { statement: SyntaxNode; item: SyntaxNode } | undefined {
  const outer = inParentheses(call);
  const pattern = outer.parent?.type === 'as_pattern' ? outer.parent : undefined;
  if (pattern && !same(pattern.firstNamedChild, outer)) return undefined;
  const item = (pattern ?? outer).parent;
  const statement = item?.parent?.parent;
  if (item?.type !== 'with_item' || statement?.type !== 'with_statement') return undefined;
  return { statement, item };
}

/** Whether a `with` can become asynchronous for these items, in part or as a whole. */
export function manageAt(context: Context, managed: Managed): Verdict {
  if (isMarkedAsync(managed.statement)) return READY;
  const around = awaitAt(context, managed.statement);
  if (!around.possible || managed.chosen.size === managed.items.length) return around;
  return isSplittable(context, managed)
    ? around
    : impossible('stands in a `with` that cannot be taken apart without losing a comment or a line break');
}

function isSplittable(context: Context, { statement, items }: Managed): boolean {
  const [first, last] = [items[0], items.at(-1)];
  const body = statement.childForFieldName('body');
  if (first === undefined || last === undefined || body === null) return false;
  const pieces = items.map((item, index) => between(context, items[index - 1], item));
  const head = context.text.slice(statement.startIndex, first.startIndex);
  const tail = context.text.slice(last.endIndex, body.startIndex).replace(/:[^:]*$/s, '');
  if ([head, tail, ...pieces].some((piece) => piece.includes('#'))) return false;
  if (
    /[\r\n]/.test(context.text.slice(last.endIndex, body.startIndex).split(':')[0] ?? '') &&
    !isBracketed(statement)
  ) {
    return false;
  }
  return items.every((item) => !hasBareNewline(item, context.text));
}

function between(context: Context, before: SyntaxNode | undefined, item: SyntaxNode): string {
  return before ? context.text.slice(before.endIndex, item.startIndex) : '';
}

function isBracketed(statement: SyntaxNode): boolean {
  return clauseOf(statement)?.firstChild?.type === '(';
}

function clauseOf(statement: SyntaxNode): SyntaxNode | undefined {
  return statement.namedChildren.find((child) => child.type === 'with_clause');
}

/** The items of a `with`, in order. */
export function itemsOf(statement: SyntaxNode): SyntaxNode[] {
  return clauseOf(statement)?.namedChildren.filter((child) => child.type === 'with_item') ?? [];
}

/** How a `with` is taken apart; undefined when one `async` does. */
export function splitOf(context: Context, managed: Managed): Split | undefined {
  const { items, chosen, statement } = managed;
  if (isMarkedAsync(statement) || chosen.size === items.length) return undefined;
  const groups: SyntaxNode[][] = [];
  for (const [index, item] of items.entries()) {
    const before = items[index - 1];
    const group = before && chosen.has(before.id) === chosen.has(item.id) ? groups.at(-1) : undefined;
    if (group) group.push(item);
    else groups.push([item]);
  }
  return { ...managed, groups, unit: unitOf(context, statement) };
}

/** `async with`, or one statement per group with the body deeper by as many levels. */
export function managerEdits(context: Context, managed: Managed, indentation: string, newline: string): Edit[] {
  const { statement, chosen } = managed;
  if (isMarkedAsync(statement)) return [];
  const split = splitOf(context, managed);
  const [firstItem] = managed.items;
  const lead = firstItem && chosen.has(firstItem.id) ? [insertBefore(rangeOf(statement), 'async ')] : [];
  if (split === undefined) return lead;
  return [...lead, ...headerEdits(context, split, indentation, newline), ...deeper(context, statement, depthOf(split))];
}

function headerEdits(context: Context, split: Split, indentation: string, newline: string): Edit[] {
  const { statement, items, groups, chosen } = split;
  const clause = clauseOf(statement);
  const [first, last] = [items[0], items.at(-1)];
  if (clause === undefined || first === undefined || last === undefined) return [];
  const edits: Edit[] = [];
  if (isBracketed(statement)) {
    edits.push(replace({ start: clause.startIndex, end: first.startIndex }, gapAfterKeyword(context, clause)));
    edits.push(replace({ start: last.endIndex, end: clause.endIndex }, ''));
  }
  for (const [index, item] of items.entries()) {
    const before = items[index - 1];
    if (before === undefined) continue;
    const gap = { start: before.endIndex, end: item.startIndex };
    const level = groups.findIndex((group) => group[0]?.id === item.id);
    if (level > 0) {
      const colour = chosen.has(item.id) ? 'async with' : 'with';
      edits.push(replace(gap, `:${newline}${indentation}${split.unit.repeat(level)}${colour} `));
    } else if (isBracketed(statement)) edits.push(replace(gap, ', '));
  }
  return edits;
}

/** `with(tide(), lock)` has nothing between the keyword and what was in brackets. */
function gapAfterKeyword(context: Context, clause: SyntaxNode): string {
  return /\s/.test(context.text[clause.startIndex - 1] ?? '') ? '' : ' ';
}

/** The lines that a split makes deeper, and by how much. */
export function deepened(context: Context, split: Split): Deepened {
  return { lines: linesBelow(context, split.statement), by: depthOf(split) };
}

function depthOf({ unit, groups }: Split): string {
  return unit.repeat(groups.length - 1);
}
