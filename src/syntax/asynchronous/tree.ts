import type { SyntaxNode } from '../python.ts';
import type { Range } from '../range.ts';

/** The four kinds of comprehension. */
export const COMPREHENSIONS: ReadonlySet<string> = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

/** Whether two nodes of one tree are the same. */
export function same(one: SyntaxNode | null | undefined, other: SyntaxNode | null | undefined): boolean {
  return one?.id === other?.id && one !== undefined && one !== null;
}

/** The node itself, or the outermost parentheses that hold nothing but it. */
export function inParentheses(node: SyntaxNode): SyntaxNode {
  let outer = node;
  while (outer.parent?.type === 'parenthesized_expression') outer = outer.parent;
  return outer;
}

/**
 * Where an expression really begins. Outside brackets the grammar takes `*load(x).pages` for a call of `*load`, so the
 * star is the first character of its node.
 */
export function headOf(node: SyntaxNode): number {
  const field = { call: 'function', attribute: 'object', subscript: 'value' }[node.type];
  const first = field === undefined ? null : node.childForFieldName(field);
  if (first === null) return node.startIndex;
  if (first.type === 'list_splat') return first.firstNamedChild?.startIndex ?? first.startIndex;
  return headOf(first);
}

/** The stretch of an expression without a star that is not its own. */
export function bodyOf(node: SyntaxNode): Range {
  return { start: headOf(node), end: node.endIndex };
}

/** The smallest node of a type that covers exactly this range, a star in front aside. */
export function nodeAt(root: SyntaxNode, range: Range, type: string): SyntaxNode | undefined {
  let node: SyntaxNode | null = root.namedDescendantForIndex(range.start, range.end);
  while (node && node.endIndex <= range.end) {
    const starts = node.startIndex === range.start || headOf(node) === range.start;
    if (node.type === type && node.endIndex === range.end && starts) return node;
    node = node.parent;
  }
  return undefined;
}

/** The expression that covers exactly this range: a variable that holds an iterator, an attribute, a subscript. */
export function expressionAt(root: SyntaxNode, range: Range): SyntaxNode | undefined {
  const node = root.namedDescendantForIndex(range.start, range.end);
  if (node?.startIndex !== range.start || node.endIndex !== range.end) return undefined;
  return /^(?:identifier|attribute|subscript|parenthesized_expression|conditional_expression|boolean_operator)$/.test(
    node.type,
  )
    ? node
    : undefined;
}

/** Whether a call is awaited where it stands. The grammar reads `await load() ** 2` as awaiting the power. */
export function isAwaited(node: SyntaxNode): boolean {
  let outer = inParentheses(node);
  while (isPowerBase(outer) && outer.parent) outer = outer.parent;
  return outer.parent?.type === 'await';
}

/** Whether a node is the left side of `**`. */
export function isPowerBase(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.type !== 'binary_operator' || parent.childForFieldName('operator')?.type !== '**') return false;
  return same(parent.childForFieldName('left'), node);
}

/** Whether an attribute, subscript, call or power takes hold of the node itself, so that `await` needs parentheses. */
export function isHeld(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === null) return false;
  const field = { call: 'function', attribute: 'object', subscript: 'value' }[parent.type];
  if (field !== undefined && same(parent.childForFieldName(field), node)) return true;
  return isPowerBase(node);
}

const BRACKETS: ReadonlySet<string> = new Set([
  ...COMPREHENSIONS,
  'argument_list',
  'dictionary',
  'list',
  'parenthesized_expression',
  'set',
  'string',
  'tuple',
]);

/** Whether a line ends within the expression where no bracket of its own protects it. */
export function hasBareNewline(node: SyntaxNode, text: string): boolean {
  if (BRACKETS.has(node.type)) return false;
  let end = node.startIndex;
  for (const child of node.children) {
    if (/[\r\n]/.test(text.slice(end, child.startIndex))) return true;
    if (hasBareNewline(child, text)) return true;
    end = child.endIndex;
  }
  return false;
}

/** Positional and keyword arguments, comments left out; a generator expression may be the whole list. */
export function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  const list = call.childForFieldName('arguments');
  if (list === null) return [];
  if (list.type === 'generator_expression') return [list];
  return list.namedChildren.filter((child) => child.type !== 'comment' && child.type !== 'line_continuation');
}

/** Named nodes of a type below a node: `yield` and `await` are also what the grammar calls their keywords. */
export function namedBelow(node: SyntaxNode, type: string): SyntaxNode[] {
  return node.descendantsOfType(type).filter((inner) => inner.isNamed);
}
