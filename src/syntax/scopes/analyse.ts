import type { SyntaxNode } from '../python.ts';
import { Builder } from './builder.ts';
import { finish } from './finish.ts';
import type { ModuleScope } from './model.ts';
import { visit } from './visit.ts';

/**
 * Scopes, bindings and references of a file, by the rules of Python 3.14. The result is plain data and outlives the
 * tree. Quoted annotations are not entered: see `quoted`.
 */
export function analyseScopes(root: SyntaxNode): ModuleScope {
  // The root begins at the first token, offsets at the first character.
  const builder = new Builder(root.text.padStart(root.endIndex));
  const scope = builder.open('module', '', { start: 0, end: root.endIndex }, undefined);
  visit(builder, root, { scope, conditional: false, typeOnly: false, mangle: undefined });
  builder.settle();
  return finish(builder, scope);
}
