import type { SyntaxNode } from '../python.ts';
import { COMPREHENSIONS, same } from './tree.ts';

/** The innermost code an expression belongs to: what decides whether `await` may stand there. */
export type Standing =
  | { readonly kind: 'function' | 'comprehension'; readonly node: SyntaxNode }
  | { readonly kind: 'module' | 'lambda' | 'class' | 'bases' };

/**
 * Where a node stands. Defaults, decorators, bases and the first iterable of a comprehension belong to the code around
 * them; the bases of a class with type parameters (PEP 695) have a scope of their own.
 */
export function standingOf(node: SyntaxNode): Standing {
  let child = node;
  let below: SyntaxNode | undefined;
  for (let parent = child.parent; parent; parent = parent.parent) {
    if (COMPREHENSIONS.has(parent.type)) {
      if (!isFirstIterable(parent, child, below)) return { kind: 'comprehension', node: parent };
    } else if (isPart(parent, 'body', child)) {
      if (parent.type === 'function_definition') return { kind: 'function', node: parent };
      if (parent.type === 'lambda') return { kind: 'lambda' };
      if (parent.type === 'class_definition') return { kind: 'class' };
    } else if (parent.type === 'class_definition' && parent.childForFieldName('type_parameters')) {
      if (isPart(parent, 'superclasses', child)) return { kind: 'bases' };
    }
    below = child;
    child = parent;
  }
  return { kind: 'module' };
}

function isPart(parent: SyntaxNode, field: string, child: SyntaxNode): boolean {
  return same(parent.childForFieldName(field), child);
}

/** The first clause, come to through what follows its `in`. */
function isFirstIterable(comprehension: SyntaxNode, clause: SyntaxNode, below: SyntaxNode | undefined): boolean {
  if (clause.type !== 'for_in_clause' || below === undefined) return false;
  if (!same(clausesOf(comprehension)[0], clause)) return false;
  const keyword = clause.children.find((child) => child.type === 'in');
  return keyword !== undefined && below.startIndex >= keyword.endIndex;
}

/** The `for` clauses of a comprehension, in order. */
export function clausesOf(comprehension: SyntaxNode): SyntaxNode[] {
  return comprehension.namedChildren.filter((child) => child.type === 'for_in_clause');
}

/** Whether a `for` statement, a clause or a `with` says `async` already. */
export function isMarkedAsync(node: SyntaxNode): boolean {
  return node.firstChild?.type === 'async';
}

/** Why no call can be changed here at all; undefined where one can. */
export function untouchable(node: SyntaxNode): string | undefined {
  let child = node;
  for (let parent = node.parent; parent && parent.type !== 'block'; parent = parent.parent) {
    if (parent.type === 'type') return 'stands in an annotation, which is not evaluated where it is written';
    if (parent.type === 'interpolation' && printsItself(parent, child)) {
      return 'stands in an f-string that prints its own source (`=`), so any change would change the text';
    }
    child = parent;
  }
  return undefined;
}

function printsItself(interpolation: SyntaxNode, child: SyntaxNode): boolean {
  const sign = interpolation.children.find((part) => part.type === '=');
  return sign !== undefined && child.startIndex < sign.startIndex;
}
