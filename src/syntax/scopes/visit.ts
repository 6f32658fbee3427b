import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import { type BindingDetails, type Builder, mangled, type Place } from './builder.ts';
import { visitClass, visitComprehension, visitFunction, visitLambda, visitTypeAlias } from './definitions.ts';
import { isTypeChecking, quotedName } from './hints.ts';
import { visitFromImport, visitImport } from './imports.ts';
import type { BindingKind } from './model.ts';
import { visitPattern, visitTarget } from './targets.ts';

/** Enter one node, and everything below it, at its place. */
export function visit(builder: Builder, node: SyntaxNode, place: Place): void {
  const again = (child: SyntaxNode, where: Place) => visit(builder, child, where);
  const each = (children: readonly SyntaxNode[], where: Place) => {
    for (const child of children) visit(builder, child, where);
  };
  switch (node.type) {
    case 'identifier':
      builder.load(place, node);
      return;
    case 'comment':
    case 'integer':
    case 'float':
      return;
    case 'string':
      visitString(builder, node, place);
      return;
    case 'attribute':
      again(node.children[0] ?? node, place);
      return;
    case 'member_type':
      each(node.namedChildren.slice(0, -1), place);
      return;
    case 'keyword_argument':
      each(node.namedChildren.slice(1), place);
      return;
    case 'function_definition':
      visitFunction(builder, node, place, again);
      return;
    case 'class_definition':
      visitClass(builder, node, place, again);
      return;
    case 'lambda':
      visitLambda(builder, node, place, again);
      return;
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      visitComprehension(builder, node, place, again);
      return;
    case 'assignment':
      visitAssignment(builder, node, place);
      return;
    case 'augmented_assignment':
      visitAugmented(builder, node, place);
      return;
    case 'named_expression':
      visitWalrus(builder, node, place);
      return;
    case 'for_statement':
      visitFor(builder, node, place);
      return;
    case 'as_pattern':
      visitAlias(builder, node, place, 'with');
      return;
    case 'except_clause':
      visitExcept(builder, node, place);
      return;
    case 'if_statement':
      visitIf(builder, node, place);
      return;
    case 'while_statement':
    case 'try_statement':
      each(node.namedChildren, { ...place, conditional: true });
      return;
    case 'import_statement':
      visitImport(builder, node, place);
      return;
    case 'import_from_statement':
    case 'future_import_statement':
      visitFromImport(builder, node, place);
      return;
    case 'global_statement':
      for (const name of node.namedChildren) place.scope.globals.add(mangled(name.text, place.mangle));
      return;
    case 'nonlocal_statement':
      for (const name of node.namedChildren) place.scope.nonlocals.add(mangled(name.text, place.mangle));
      return;
    case 'delete_statement':
      for (const target of node.namedChildren)
        bindTarget(builder, target, place, 'delete', { statement: rangeOf(node) });
      return;
    case 'type_alias_statement':
      visitTypeAlias(builder, node, place, again);
      return;
    case 'case_clause':
      visitCase(builder, node, { ...place, conditional: true });
      return;
    default:
      each(node.namedChildren, place);
  }
}

function bindTarget(
  builder: Builder,
  target: SyntaxNode,
  place: Place,
  kind: BindingKind,
  details: BindingDetails,
): void {
  visitTarget(target, {
    bind: (name) => builder.bind(place, name, kind, details),
    read: (part) => visit(builder, part, place),
  });
}

function visitString(builder: Builder, node: SyntaxNode, place: Place): void {
  const children = node.namedChildren;
  const quoted = quotedName(node, children);
  if (quoted) builder.quoted.push(quoted);
  else for (const child of children) if (child.type === 'interpolation') visit(builder, child, place);
}

function visitAssignment(builder: Builder, node: SyntaxNode, place: Place): void {
  const left = node.childForFieldName('left');
  const type = node.childForFieldName('type');
  const right = node.childForFieldName('right');
  if (left === null) return;
  let value = right;
  while (value?.type === 'assignment') value = value.childForFieldName('right');
  if (right) visit(builder, right, place);
  if (type) visit(builder, type, place);
  const details = {
    statement: rangeOf(node),
    ...(value && { value: rangeOf(value) }),
    ...(type && { annotation: rangeOf(type) }),
  };
  // `(x): int` alone evaluates the annotation and binds nothing (PEP 526).
  if (right === null && left.type !== 'identifier') {
    visitTarget(left, { bind: () => {}, read: (part) => visit(builder, part, place) });
    return;
  }
  bindTarget(builder, left, place, right === null ? 'annotation' : 'assignment', details);
}

function visitAugmented(builder: Builder, node: SyntaxNode, place: Place): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (left === null || right === null) return;
  visit(builder, right, place);
  const details = { statement: rangeOf(node), value: rangeOf(right) };
  visitTarget(left, {
    bind: (name) => {
      builder.load(place, name);
      builder.bind(place, name, 'augmented', details);
    },
    read: (part) => visit(builder, part, place),
  });
}

function visitWalrus(builder: Builder, node: SyntaxNode, place: Place): void {
  const name = node.childForFieldName('name');
  const value = node.childForFieldName('value');
  if (name === null || value === null) return;
  visit(builder, value, place);
  builder.bindWalrus(place, name, { statement: rangeOf(node), value: rangeOf(value) });
}

function visitFor(builder: Builder, node: SyntaxNode, place: Place): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (left === null || right === null) return;
  visit(builder, right, place);
  const below = { ...place, conditional: true };
  bindTarget(builder, left, below, 'for', { statement: rangeOf(node), value: rangeOf(right) });
  for (const part of [node.childForFieldName('body'), node.childForFieldName('alternative')]) {
    if (part) visit(builder, part, below);
  }
}

/** `value as target` of `with` and `except`. */
function visitAlias(builder: Builder, node: SyntaxNode, place: Place, kind: 'with' | 'except'): void {
  const alias = node.childForFieldName('alias');
  const value = node.firstNamedChild;
  if (value) visit(builder, value, place);
  const details = { statement: rangeOf(node), ...(value && { value: rangeOf(value) }) };
  if (alias) bindTarget(builder, alias, place, kind, details);
}

function visitExcept(builder: Builder, node: SyntaxNode, place: Place): void {
  for (const child of node.namedChildren) {
    if (child.type === 'as_pattern') visitAlias(builder, child, place, 'except');
    else visit(builder, child, place);
  }
}

function visitIf(builder: Builder, node: SyntaxNode, place: Place): void {
  const below = { ...place, conditional: true };
  const condition = node.childForFieldName('condition');
  const consequence = node.childForFieldName('consequence');
  if (condition) visit(builder, condition, place);
  const typeOnly = place.typeOnly || (condition !== null && isTypeChecking(condition));
  if (consequence) visit(builder, consequence, { ...below, typeOnly });
  for (const branch of node.childrenForFieldName('alternative')) visit(builder, branch, below);
}

function visitCase(builder: Builder, node: SyntaxNode, place: Place): void {
  const details = { statement: rangeOf(node) };
  for (const child of node.namedChildren) {
    if (child.type !== 'case_pattern') {
      visit(builder, child, place);
      continue;
    }
    visitPattern(child, {
      bind: (name) => builder.bind(place, name, 'match', details),
      read: (part) => visit(builder, part, place),
    });
  }
}
