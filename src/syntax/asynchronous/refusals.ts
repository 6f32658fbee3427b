import type { SyntaxNode } from '../python.ts';
import { delegation } from './consumers.ts';
import { standingOf } from './standing.ts';
import { namedBelow } from './tree.ts';

/**
 * Why a function cannot become `async def` because of what its own body holds, as the rest of a sentence that begins
 * with it; undefined when nothing there speaks against it. Names, decorators and callers are judged elsewhere.
 */
export function whyNotAsync(definition: SyntaxNode): string | undefined {
  if (definition.firstChild?.type === 'async') return undefined;
  const own = (type: string) =>
    namedBelow(definition, type).filter((node) => {
      const standing = standingOf(node);
      return standing.kind === 'function' && standing.node.id === definition.id;
    });
  const yields = own('yield');
  for (const node of yields) {
    if (node.children.some((child) => child.type === 'from')) {
      if (delegation(node) === undefined) {
        return 'uses `yield from` in a way that an asynchronous generator has no form for';
      }
      if (definition.parent?.type === 'decorated_definition') {
        return 'is decorated and hands over to another generator (`yield from`), which a loop would not pass exceptions on to';
      }
    } else if (node.parent?.type !== 'expression_statement') {
      return 'uses what its consumer sends it (the value of `yield`)';
    }
  }
  if (yields.length > 0 && own('return_statement').some((node) => node.namedChildCount > 0)) {
    return 'is a generator that returns a value, which an asynchronous generator cannot';
  }
  if (own('raise_statement').some((node) => /^raise\s+StopIteration\b/.test(node.text))) {
    return 'raises StopIteration, which a coroutine turns into a RuntimeError';
  }
  return undefined;
}
