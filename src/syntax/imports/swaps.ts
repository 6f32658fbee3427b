import { type Edit, insertAt, replace } from '../edits.ts';
import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import type { Binding, ModuleScope } from '../scopes/model.ts';
import { changeItems, type WritingStyle, written } from './items.ts';
import { addBehind } from './lines.ts';
import { type ImportedName, isMet, type Need } from './requests.ts';
import { type ImportItem, type ImportStatement, isManaged, type ModuleLayout, readImport } from './statements.ts';

export interface Swaps {
  /** For imports in functions, below conditions, or crowded by semicolons: changed where they stand. */
  readonly edits: Edit[];
  /** For the others: leave here ... */
  readonly dropped: ImportItem[];
  /** ... and arrive in the order of the file's imports. */
  readonly needs: Need[];
}

/** How every import of `from` in the file becomes one of `to` under the same local name. */
export function swapsIn(
  root: SyntaxNode,
  text: string,
  scopes: ModuleScope,
  layout: ModuleLayout,
  from: ImportedName,
  to: ImportedName,
  style: WritingStyle,
): Swaps {
  const swaps: Swaps = { edits: [], dropped: [], needs: [] };
  for (const binding of scopes.all.flatMap((scope) => [...scope.bindings.values()].flat())) {
    if (!imports(binding, from)) continue;
    const local = text.slice(binding.start, binding.end);
    const alias = local === (to.name ?? to.module) ? undefined : local;
    const managed = layout.imports.find((statement) => statement.start === binding.statement.start);
    const item = managed?.items.find((each) => each.start <= binding.start && binding.end <= each.end);
    if (managed && item && isManaged(managed, layout)) {
      swaps.dropped.push(item);
      const need: Need = { kind: 'need', ...to, ...(alias !== undefined && { as: alias }) };
      const typed = managed.typeOnly ? { ...need, typeOnly: true } : need;
      if (!isMet(typed, local, scopes)) swaps.needs.push(typed);
    } else {
      swaps.edits.push(...inPlace(root, text, binding, to, alias, style));
    }
  }
  return swaps;
}

function imports(binding: Binding, from: ImportedName): boolean {
  const { imported } = binding;
  return imported !== undefined && (imported.loads ?? imported.module) === from.module && imported.name === from.name;
}

function inPlace(
  root: SyntaxNode,
  text: string,
  binding: Binding,
  to: ImportedName,
  alias: string | undefined,
  style: WritingStyle,
): Edit[] {
  let node = root.namedDescendantForIndex(binding.start, binding.end);
  while (node && node.startIndex >= binding.statement.start && !/import(?:_from)?_statement$/.test(node.type)) {
    node = node.parent;
  }
  if (!node) return [];
  const statement = readImport(node, text);
  const item = statement.items.find((each) => each.start <= binding.start && binding.end <= each.end);
  const source = node.childForFieldName('module_name');
  if (item === undefined) return [];
  const line = importLine(to, alias);
  if (statement.items.length > 1) {
    return [
      ...changeItems(text, statement, [], new Set([item]), style),
      addBeside(text, statement, line, to.module, style.newline),
    ];
  }
  if (source === null || to.name === undefined) return [replace(statement, line)];
  const name = written({ name: to.name, alias });
  const renamed = text.slice(item.start, item.end) === name ? [] : [replace(item, name)];
  return [replace(rangeOf(source), to.module), ...renamed];
}

/** A line of its own in front of the statement where the order of modules wants it there, behind it otherwise. */
function addBeside(text: string, statement: ImportStatement, line: string, module: string, newline: string): Edit {
  const indent = /[^\r\n]*$/.exec(text.slice(0, statement.start))?.[0] ?? '';
  const first = indent.trim() === '' && module < (statement.module ?? '');
  return first ? insertAt(statement.start, `${line}${newline}${indent}`) : addBehind(text, statement, line, newline);
}

/** The statement that imports one thing. */
export function importLine(to: ImportedName, alias: string | undefined): string {
  if (to.name === undefined) return `import ${written({ name: to.module, alias })}`;
  return `from ${to.module} import ${written({ name: to.name, alias })}`;
}
