import { indentationAt, lineEnd, lineStart } from '../layout.ts';
import type { SyntaxNode } from '../python.ts';
import { type Range, rangeOf } from '../range.ts';
import { isTypeChecking } from '../scopes/hints.ts';
import { dottedText } from '../scopes/imports.ts';

/** One name of an import statement. */
export interface ImportItem extends Range {
  /** As imported; may be dotted for `import a.b`. */
  readonly name: string;
  readonly alias: string | undefined;
}

/** An import statement at module level or directly below a module-level `if TYPE_CHECKING:`. */
export interface ImportStatement extends Range {
  readonly kind: 'import' | 'from' | 'future';
  /** Of `from`; empty for `import`. */
  readonly module: string;
  readonly star: boolean;
  readonly items: readonly ImportItem[];
  readonly typeOnly: boolean;
  readonly indentation: string;
  /** Nothing else stands on its lines but a comment behind it. */
  readonly alone: boolean;
  /** The comment behind it on its last line, with `#`. */
  readonly comment: string | undefined;
  /** A comment stands inside its parentheses. */
  readonly commented: boolean;
  readonly layout: 'line' | 'parenthesised' | 'exploded' | 'wrapped';
  /** The bracketed part, brackets included. */
  readonly brackets: Range | undefined;
}

/** What stands at module level. */
export interface ModuleLayout {
  readonly statements: readonly SyntaxNode[];
  readonly imports: readonly ImportStatement[];
  readonly docstring: SyntaxNode | undefined;
  /** Body of the first module-level `if TYPE_CHECKING:`, when it has lines of its own. */
  readonly typeChecking: SyntaxNode | undefined;
  /** Behind the part of the file where imports are expected: the first def, class, loop or plain assignment. */
  readonly headEnd: number;
}

export function moduleLayout(root: SyntaxNode, text: string): ModuleLayout {
  const statements = root.namedChildren.filter((node) => node.type !== 'comment');
  const imports: ImportStatement[] = [];
  let typeChecking: SyntaxNode | undefined;
  for (const node of statements) {
    if (isImport(node)) imports.push(read(node, text, false));
    const block = typeCheckingBlock(node);
    if (block === undefined) continue;
    if (block.startPosition.row > node.startPosition.row) typeChecking ??= block;
    for (const child of block.namedChildren) if (isImport(child)) imports.push(read(child, text, true));
  }
  const [first] = statements;
  const docstring = first && isDocstring(first) ? first : undefined;
  const end = statements.find((node) => !belongsToHead(node));
  return { statements, imports, docstring, typeChecking, headEnd: end?.startIndex ?? text.length };
}

/** Whether names of a statement may come and go by the order of the file: it stands with the others, alone on its lines. */
export function isManaged(statement: ImportStatement, layout: ModuleLayout): boolean {
  return statement.alone && (statement.typeOnly || statement.start < layout.headEnd);
}

/** Read an import statement wherever it stands. */
export function readImport(node: SyntaxNode, text: string): ImportStatement {
  return read(node, text, false);
}

function isImport(node: SyntaxNode): boolean {
  return /^(?:import|import_from|future_import)_statement$/.test(node.type);
}

function isDocstring(node: SyntaxNode): boolean {
  return node.type === 'expression_statement' && /^(?:concatenated_)?string$/.test(node.firstNamedChild?.type ?? '');
}

function typeCheckingBlock(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type !== 'if_statement') return undefined;
  const condition = node.childForFieldName('condition');
  if (condition === null || !isTypeChecking(condition)) return undefined;
  return node.childForFieldName('consequence') ?? undefined;
}

/** Settings such as `__version__` and calls such as `sys.path.insert` may stand between imports. */
function belongsToHead(node: SyntaxNode): boolean {
  if (isImport(node) || node.type === 'if_statement' || node.type === 'try_statement') return true;
  if (node.type !== 'expression_statement') return false;
  const inner = node.firstNamedChild;
  if (inner?.type !== 'assignment') return true;
  return /^__\w+__$/.test(inner.childForFieldName('left')?.text ?? '');
}

function read(node: SyntaxNode, text: string, typeOnly: boolean): ImportStatement {
  const children = node.children;
  const open = children.find((child) => child.type === '(');
  const close = children.findLast((child) => child.type === ')');
  const items = node.childrenForFieldName('name').map(readItem);
  const from = node.type !== 'import_statement';
  const source = node.childForFieldName('module_name');
  const before = text.slice(lineStart(text, node.startIndex), node.startIndex);
  const after = text.slice(node.endIndex, lineEnd(text, node.endIndex));
  const brackets = open && close ? { start: open.startIndex, end: close.endIndex } : undefined;
  return {
    ...rangeOf(node),
    kind: node.type === 'future_import_statement' ? 'future' : from ? 'from' : 'import',
    module: from ? (source === null ? '__future__' : dottedText(source)) : '',
    star: children.some((child) => child.type === 'wildcard_import'),
    items,
    typeOnly,
    indentation: indentationAt(text, node.startIndex),
    alone: /^\f*[ \t]*$/.test(before) && /^[ \t]*(?:#.*)?$/.test(after),
    comment: /^[ \t]*(#.*)$/.exec(after)?.[1],
    commented: children.some((child) => child.type === 'comment'),
    layout: layoutOf(text, rangeOf(node), items, brackets),
    brackets,
  };
}

function readItem(item: SyntaxNode): ImportItem {
  const name = item.type === 'aliased_import' ? (item.childForFieldName('name') ?? item) : item;
  const alias = item.type === 'aliased_import' ? item.childForFieldName('alias')?.text : undefined;
  return { ...rangeOf(item), name: dottedText(name), alias };
}

function layoutOf(
  text: string,
  range: Range,
  items: readonly ImportItem[],
  brackets: Range | undefined,
): ImportStatement['layout'] {
  if (!/[\r\n]/.test(text.slice(range.start, range.end))) return brackets ? 'parenthesised' : 'line';
  const [first] = items;
  if (brackets === undefined || first === undefined) return 'wrapped';
  const starts = [brackets.start, ...items.map((item) => item.start), brackets.end - 1];
  const apart = starts.every((start, index) => index === 0 || lineStart(text, start) > (starts[index - 1] ?? 0));
  return apart ? 'exploded' : 'wrapped';
}
