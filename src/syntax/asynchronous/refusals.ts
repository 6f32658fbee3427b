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
  const yields = ownNodes(definition, 'yield');
  for (const node of yields) {
    const why = isDelegation(node) ? whyNotLoop(definition, node) : whyNotYield(node);
    if (why !== undefined) return why;
  }
  if (yields.length === 0 && isContextManager(definition)) {
    return 'is a context manager that gets its generator from elsewhere';
  }
  if (yields.length > 0 && ownNodes(definition, 'return_statement').some(returnsValue)) {
    return 'is a generator that returns a value, which an asynchronous generator cannot';
  }
  if (ownNodes(definition, 'raise_statement').some((node) => /^raise\s+StopIteration\b/.test(node.text))) {
    return 'raises StopIteration, which a coroutine turns into a RuntimeError';
  }
  return undefined;
}

/**
 * Whether a generator passes on to another one what its consumer sends or throws (`yield from`). As a loop it no longer
 * does: sound only where the consumer does nothing but iterate.
 */
export function delegates(definition: SyntaxNode): boolean {
  return ownNodes(definition, 'yield').some(isDelegation);
}

/**
 * Whether a generator has something to do when it is closed before its end: a `yield` within `try` or `with`, or another
 * generator that may have. Say so of its uses.
 */
export function cleansUp(definition: SyntaxNode): boolean {
  return ownNodes(definition, 'yield').some((node) => {
    if (isDelegation(node)) return true;
    let { parent } = node;
    while (parent && parent.id !== definition.id) {
      if (parent.type === 'try_statement' || parent.type === 'with_statement') return true;
      ({ parent } = parent);
    }
    return false;
  });
}

/** Nodes of a type in a function's own code: not in defs, lambdas, classes and comprehensions within it. */
export function ownNodes(definition: SyntaxNode, type: string): SyntaxNode[] {
  return namedBelow(definition, type).filter((node) => {
    const standing = standingOf(node);
    return standing.kind === 'function' && standing.node.id === definition.id;
  });
}

function isContextManager({ parent }: SyntaxNode): boolean {
  if (parent?.type !== 'decorated_definition') return false;
  return parent.namedChildren.some((child) => child.type === 'decorator' && /\bcontextmanager$/.test(child.text));
}

function isDelegation(node: SyntaxNode): boolean {
  return node.children.some((child) => child.type === 'from');
}

function whyNotLoop(definition: SyntaxNode, node: SyntaxNode): string | undefined {
  if (delegation(node) === undefined) return 'uses `yield from` in a way that has no form in an asynchronous generator';
  if (definition.parent?.type !== 'decorated_definition') return undefined;
  return 'is decorated and has `yield from`: a loop in its place would not pass on what its consumer throws';
}

function whyNotYield(node: SyntaxNode): string | undefined {
  return node.parent?.type === 'expression_statement'
    ? undefined
    : 'uses what its consumer sends it (the value of `yield`)';
}

/** `return None` is taken care of: an asynchronous generator writes it `return`. */
function returnsValue(node: SyntaxNode): boolean {
  const [value] = node.namedChildren.filter((child) => child.type !== 'comment');
  return value !== undefined && value.type !== 'none';
}
