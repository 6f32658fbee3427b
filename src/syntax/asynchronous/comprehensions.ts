import type { SyntaxNode } from '../python.ts';
import { type Context, impossible, READY, type Verdict } from './model.ts';
import { clausesOf, isMarkedAsync, standingOf } from './standing.ts';
import { COMPREHENSIONS, namedBelow } from './tree.ts';

/** Whether `await` can stand where an expression stands, and what the comprehensions around it must become. */
export function awaitAt(context: Context, node: SyntaxNode): Verdict {
  const standing = standingOf(node);
  switch (standing.kind) {
    case 'function': {
      if (context.isAsync(standing.node)) return READY;
      const name = standing.node.childForFieldName('name')?.text ?? '';
      return impossible(`stands in ${name}, which is not asynchronous`);
    }
    case 'comprehension':
      return asyncComprehension(context, standing.node);
    case 'lambda':
      return impossible('stands in a lambda, which cannot be asynchronous');
    case 'class':
      return impossible('stands in the body of a class, which cannot be asynchronous');
    case 'bases':
      return impossible('stands among the bases of a generic class, which have a scope of their own');
    case 'module':
      return impossible('stands at module level, where nothing can be awaited');
  }
}

/** Whether a comprehension may have `await` or `async for` in its own scope. */
export function asyncComprehension(context: Context, node: SyntaxNode): Verdict {
  if (node.type !== 'generator_expression') return displayAt(context, node);
  if (clausesOf(node).some(isMarkedAsync) || awaitsItself(node)) return READY;
  return context.consume(node);
}

/** Whether an asynchronous list, set or dict comprehension can stand where an expression stands. */
export function displayAt(context: Context, node: SyntaxNode): Verdict {
  if (context.minor < 11 && standingOf(node).kind === 'comprehension') {
    return impossible('stands in a comprehension within another, which may not await before Python 3.11');
  }
  return awaitAt(context, node);
}

/** Whether the scope of a generator expression holds an `await` already: something consumes it as async iterator. */
function awaitsItself(node: SyntaxNode): boolean {
  return namedBelow(node, 'await').some((inner) => {
    const standing = standingOf(inner);
    return standing.kind === 'comprehension' && standing.node.id === node.id && COMPREHENSIONS.has(node.type);
  });
}
