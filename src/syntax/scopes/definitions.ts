import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import type { Builder, OpenScope, Place } from './builder.ts';
import type { ParameterKind } from './model.ts';
import { visitTarget } from './targets.ts';

export type Visit = (node: SyntaxNode, place: Place) => void;

/** A def: its name here, defaults here, annotations here or among its type parameters, the rest in a scope of its own. */
export function visitFunction(builder: Builder, node: SyntaxNode, place: Place, visit: Visit): void {
  const name = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  if (name === null || body === null) return;
  builder.bind(place, name, 'function', { statement: rangeOf(node) });
  const around = enterTypeParameters(builder, node, name.text, place, visit);
  const scope = builder.open('function', name.text, rangeOf(node), around.scope, rangeOf(body));
  const inside: Place = { ...around, scope, conditional: false };
  const parameters = node.childForFieldName('parameters');
  if (parameters) visitParameters(builder, parameters, inside, { defaults: place, annotations: around }, visit);
  const returns = node.childForFieldName('return_type');
  if (returns) visit(returns, around);
  visit(body, inside);
}

/** `lambda a, *b: ...` */
export function visitLambda(builder: Builder, node: SyntaxNode, place: Place, visit: Visit): void {
  const body = node.childForFieldName('body');
  if (body === null) return;
  const scope = builder.open('lambda', '<lambda>', rangeOf(node), place.scope, rangeOf(body));
  const inside: Place = { ...place, scope, conditional: false };
  const parameters = node.childForFieldName('parameters');
  if (parameters) visitParameters(builder, parameters, inside, { defaults: place, annotations: place }, visit);
  visit(body, inside);
}

/** A class: its name here, bases here or among its type parameters, its body in a scope only the body itself can see. */
export function visitClass(builder: Builder, node: SyntaxNode, place: Place, visit: Visit): void {
  const name = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  if (name === null || body === null) return;
  builder.bind(place, name, 'class', { statement: rangeOf(node) });
  const around = enterTypeParameters(builder, node, name.text, place, visit);
  const bases = node.childForFieldName('superclasses');
  if (bases) visit(bases, around);
  const scope = builder.open('class', name.text, rangeOf(node), around.scope, rangeOf(body));
  visit(body, { ...around, scope, conditional: false, mangle: name.text });
}

/** `type Shelf[T] = list[T]` (PEP 695) */
export function visitTypeAlias(builder: Builder, node: SyntaxNode, place: Place, visit: Visit): void {
  const left = node.childForFieldName('left')?.firstNamedChild;
  const right = node.childForFieldName('right');
  if (!left || right === null) return;
  const name = left.type === 'generic_type' ? left.firstNamedChild : left;
  const keyword = node.firstChild;
  if (name?.type !== 'identifier') {
    // The grammar takes `type(loan).limit = 3` for a type alias: a mention of the builtin, and a target that binds nothing.
    if (keyword) builder.load(place, keyword);
    visit(left, place);
    visit(right, place);
    return;
  }
  builder.bind(place, name, 'type-alias', { statement: rangeOf(node), value: rangeOf(right) });
  const list = left.namedChildren.find((child) => child.type === 'type_parameter');
  const around = list ? openTypeParameters(builder, node, name.text, list, place, visit) : place;
  const scope = builder.open('type-alias', name.text, rangeOf(node), around.scope, rangeOf(right));
  visit(right, { ...around, scope, conditional: false });
}

function enterTypeParameters(builder: Builder, node: SyntaxNode, name: string, place: Place, visit: Visit): Place {
  const list = node.childForFieldName('type_parameters');
  if (list === null) return place;
  const mangle = node.type === 'class_definition' ? name : place.mangle;
  return openTypeParameters(builder, node, name, list, { ...place, mangle }, visit);
}

function openTypeParameters(
  builder: Builder,
  node: SyntaxNode,
  name: string,
  list: SyntaxNode,
  place: Place,
  visit: Visit,
): Place {
  const scope = builder.open('type-parameters', name, rangeOf(node), place.scope, rangeOf(node));
  const inside: Place = { ...place, scope, conditional: false };
  bindTypeParameters(builder, list, inside, visit);
  return inside;
}

/** `[T, *Ts, **P, B: bound]`: bounds are evaluated among the parameters. */
function bindTypeParameters(builder: Builder, list: SyntaxNode, place: Place, visit: Visit): void {
  for (const item of list.namedChildren) {
    const inner = item.type === 'type' ? item.firstNamedChild : item;
    if (inner === null || inner.type === 'comment') continue;
    const [first, bound] = inner.type === 'constrained_type' ? inner.namedChildren : [inner];
    const name = first && firstIdentifier(first);
    if (!name) continue;
    const details = { statement: rangeOf(item) };
    builder.bind(place, name, 'type-parameter', bound ? { ...details, annotation: rangeOf(bound) } : details);
    if (bound) visit(bound, place);
  }
}

function firstIdentifier(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'identifier') return node;
  for (const child of node.namedChildren) {
    const found = firstIdentifier(child);
    if (found) return found;
  }
  return undefined;
}

interface ParameterPlaces {
  readonly defaults: Place;
  readonly annotations: Place;
}

function visitParameters(
  builder: Builder,
  list: SyntaxNode,
  inside: Place,
  places: ParameterPlaces,
  visit: Visit,
): void {
  const children = list.namedChildren;
  const slash = children.findIndex((child) => child.type === 'positional_separator');
  let plain: ParameterKind = 'positional';
  for (const [index, child] of children.entries()) {
    if (child.type === 'keyword_separator') plain = 'keyword-only';
    const target = parameterTarget(child);
    if (target === undefined) continue;
    let parameter: ParameterKind = index < slash ? 'positional-only' : plain;
    if (target.type === 'list_splat_pattern') {
      parameter = 'args';
      plain = 'keyword-only';
    } else if (target.type === 'dictionary_splat_pattern') {
      parameter = 'kwargs';
    }
    const value = child.childForFieldName('value');
    const annotation = child.childForFieldName('type');
    if (value) visit(value, places.defaults);
    if (annotation) visit(annotation, places.annotations);
    const details = {
      statement: rangeOf(child),
      parameter,
      ...(value && { value: rangeOf(value) }),
      ...(annotation && { annotation: rangeOf(annotation) }),
    };
    visitTarget(target, {
      bind: (name) => builder.bind(inside, name, 'parameter', details),
      read: () => {},
    });
  }
}

function parameterTarget(child: SyntaxNode): SyntaxNode | undefined {
  switch (child.type) {
    case 'identifier':
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
    case 'tuple_pattern':
      return child;
    case 'default_parameter':
    case 'typed_default_parameter':
      return child.childForFieldName('name') ?? undefined;
    case 'typed_parameter':
      return child.firstNamedChild ?? undefined;
    default:
      return undefined;
  }
}

/** The scope of a comprehension; its first iterable is evaluated outside. */
export function visitComprehension(builder: Builder, node: SyntaxNode, place: Place, visit: Visit): void {
  const scope: OpenScope = builder.open('comprehension', names[node.type] ?? '<genexpr>', rangeOf(node), place.scope);
  const inside: Place = { ...place, scope, conditional: false };
  let first = true;
  for (const child of node.namedChildren) {
    if (child.type !== 'for_in_clause') {
      visit(child, inside);
      continue;
    }
    const left = child.childForFieldName('left');
    const iterables = child.childrenForFieldName('right').filter((part) => part.isNamed);
    for (const iterable of iterables) visit(iterable, first ? place : inside);
    if (first && iterables[0]) scope.outside = rangeOf(iterables[0]);
    first = false;
    const details = { statement: rangeOf(child), ...(iterables[0] && { value: rangeOf(iterables[0]) }) };
    if (left) {
      visitTarget(left, {
        bind: (name) => builder.bind(inside, name, 'comprehension', details),
        read: (part) => visit(part, inside),
      });
    }
  }
}

const names: Readonly<Record<string, string>> = {
  list_comprehension: '<listcomp>',
  set_comprehension: '<setcomp>',
  dictionary_comprehension: '<dictcomp>',
  generator_expression: '<genexpr>',
};
