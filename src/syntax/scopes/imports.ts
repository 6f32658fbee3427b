import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import type { Builder, Place } from './builder.ts';

/** `import a.b.c, d.e as f` */
export function visitImport(builder: Builder, node: SyntaxNode, place: Place): void {
  const statement = rangeOf(node);
  for (const item of node.childrenForFieldName('name')) {
    const [dotted, alias] = parts(item);
    const module = dottedText(dotted);
    if (alias) {
      builder.bind(place, alias, 'import', { statement, imported: { module } });
      continue;
    }
    const first = dotted.firstNamedChild;
    if (first === null) continue;
    const root = first.text;
    const imported = module === root ? { module } : { module: root, loads: module };
    builder.bind(place, first, 'import', { statement, imported });
  }
}

/** `from ..m import a, b as c`, `from m import *`, `from __future__ import annotations` */
export function visitFromImport(builder: Builder, node: SyntaxNode, place: Place): void {
  const statement = rangeOf(node);
  const source = node.childForFieldName('module_name');
  const module = source === null ? '__future__' : dottedText(source);
  for (const item of node.childrenForFieldName('name')) {
    const [dotted, alias] = parts(item);
    const bound = alias ?? dotted.firstNamedChild;
    if (bound) builder.bind(place, bound, 'import', { statement, imported: { module, name: dottedText(dotted) } });
  }
  if (node.namedChildren.some((child) => child.type === 'wildcard_import')) {
    place.scope.stars.push(module);
    place.scope.lastStar = node.startIndex;
  }
}

function parts(item: SyntaxNode): [dotted: SyntaxNode, alias: SyntaxNode | null] {
  if (item.type !== 'aliased_import') return [item, null];
  return [item.childForFieldName('name') ?? item, item.childForFieldName('alias')];
}

/** `a . b` and `.. m` are legal; names never hold white space. */
export function dottedText(node: SyntaxNode): string {
  return node.text.replace(/\\\r?\n|\s/g, '');
}
