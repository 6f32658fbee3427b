import type { SyntaxNode } from '../python.ts';
import type { Range } from '../range.ts';
import { standingOf } from './standing.ts';
import { namedBelow } from './tree.ts';

/**
 * Why a call is not the end of a program, for which it could run an event loop: the one call below
 * `if __name__ == "__main__":` of what became asynchronous, made at most once, with nothing behind it that may use what
 * belonged to that loop. Undefined when it is.
 */
export function whyNotAtEnd(call: SyntaxNode, uses: readonly Range[]): string | undefined {
  if (standingOf(call).kind !== 'module') return 'stands where nothing can be awaited';
  let node = call;
  for (let { parent } = node; parent; { parent } = parent) {
    if (node.type === 'block' && isGuard(parent)) {
      if (uses.filter((use) => within(use, node)).length > 1)
        return 'is one of several in the program, and each would run an event loop of its own';
      return behind(parent).some(mayUseIt) || behind(node).some(mayUseIt) ? USED : undefined;
    }
    if (/^(?:for|while|with)_statement$|comprehension$|^generator_expression$/u.test(parent.type))
      return 'stands in a loop or a `with` at module level, where nothing can be awaited';
    // What surrounds it in its own statement is called with its result, what follows is evaluated later.
    if ((parent.type === 'call' && !isHarmless(parent)) || behind(node).some(mayUseIt)) return USED;
    node = parent;
  }
  return 'stands at module level, where nothing can be awaited';
}

const USED = 'is not the last that the program does, and what comes after would run without its event loop';

/** `if __name__ == "__main__":` of the module itself. */
function isGuard(statement: SyntaxNode): boolean {
  if (statement.type !== 'if_statement' || statement.parent?.type !== 'module') return false;
  const condition = statement.childForFieldName('condition')?.text ?? '';
  return /^(?:__name__\s*==\s*(?<first>["'])__main__\k<first>|(?<second>["'])__main__\k<second>\s*==\s*__name__)$/u.test(
    condition,
  );
}

const within = (range: Range, node: SyntaxNode): boolean =>
  node.startIndex <= range.start && range.end <= node.endIndex;

/** What stands behind a node, under the same parent. */
function behind(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let next = node.nextNamedSibling; next; next = next.nextNamedSibling) found.push(next);
  return found;
}

/** It calls something else than what prints, logs and ends. */
function mayUseIt(node: SyntaxNode): boolean {
  const calls = [...(node.type === 'call' ? [node] : []), ...namedBelow(node, 'call')];
  return !calls.every(isHarmless);
}

function isHarmless(call: SyntaxNode): boolean {
  return harmless.test(call.childForFieldName('function')?.text ?? '');
}

const harmless = /^(?:print|str|len|repr|exit|quit|sys\.exit|SystemExit|log(?:ger|ging)?\.\w+)$/u;
