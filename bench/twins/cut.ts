import {
  applyEdits,
  type Edit,
  type Range,
  rangeOf,
  replace,
  type SyntaxNode,
  withTree,
} from '../../src/syntax/index.ts';
import type { Half } from './library.ts';

/** A file of which the asynchronous half was taken out. */
export interface Cut {
  /** The text without it, line numbers as before. */
  readonly text: string;
  /** Where it was, in the original text (UTF-16). */
  readonly ranges: readonly Range[];
}

/**
 * Take the asynchronous half out of a module that holds both: every `async def`, and the classes and functions whose
 * names say so. `pass` stands in their place, so that no block becomes empty.
 */
export function cutHalf(text: string, half: Pick<Half, 'classes' | 'functions'>): Cut {
  return withTree(text, (root) => {
    const edits: Edit[] = [];
    const ranges: Range[] = [];
    const visit = (node: SyntaxNode) => {
      if (belongs(node, half)) {
        const range = rangeOf(node);
        ranges.push(range);
        edits.push(replace(range, `pass${'\n'.repeat(text.slice(range.start, range.end).split('\n').length - 1)}`));
        return;
      }
      for (const kid of node.namedChildren) if (kid) visit(kid);
    };
    visit(root);
    return { text: applyEdits(text, edits), ranges };
  });
}

function belongs(node: SyntaxNode, half: Pick<Half, 'classes' | 'functions'>): boolean {
  const definition = node.type === 'decorated_definition' ? node.childForFieldName('definition') : node;
  const name = definition?.childForFieldName('name')?.text ?? '';
  switch (definition?.type) {
    case 'class_definition':
      return half.classes?.test(name) ?? false;
    case 'function_definition':
      return definition.children[0]?.type === 'async' || (half.functions?.test(name) ?? false);
    default:
      return false;
  }
}
