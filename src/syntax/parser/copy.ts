import type { SyntaxNode } from '../python.ts';
import { kind, nameOfField, nameOfKind } from './kinds.ts';
import { type FlatTree, NodeWriter } from './nodes.ts';

const keywords = new Set(['async', 'await', 'from']);
/** Extras, which may stand anywhere. */
const extras = new Set(['comment', 'line_continuation']);
/** Nodes of which nothing below is ever read. */
const leaves = new Set(
  `identifier integer float true false none ellipsis string_start string_content string_end escape_sequence`.split(' '),
);

type Language = SyntaxNode['tree']['language'];

/** What becomes of the grammar's node types and fields, by their numbers. */
interface Numbers {
  /** -1 for what is left out. */
  readonly kinds: Int16Array;
  readonly leaves: Uint8Array;
  readonly fields: Int16Array;
}

const known = new WeakMap<Language, Numbers>();

function numbersOf(language: Language): Numbers {
  const found = known.get(language);
  if (found) return found;
  const isNamed = (id: number) => language.nodeTypeIsNamed(id);
  const isKept = (name: string, id: number) => (isNamed(id) ? !extras.has(name) : keywords.has(name));
  const numbers = {
    kinds: Int16Array.from(language.types, (name, id) => (isKept(name, id) ? nameOfKind.indexOf(name) : -1)),
    leaves: Uint8Array.from(language.types, (name, id) => Number(leaves.has(name) || !isNamed(id))),
    fields: Int16Array.from(language.fields, (name) => (name === null ? 0 : nameOfField.indexOf(name))),
  };
  known.set(language, numbers);
  return numbers;
}

/**
 * The tree of `text` out of tree-sitter's memory. Only named nodes are kept, and the few keywords that change a meaning.
 *
 * One cursor is several times faster than asking each node for its children. Each question to the parser crosses into its
 * memory and back, which is most of the time this takes: types come by number, lines are counted here, and nothing is
 * asked below a leaf.
 */
export function copyTree(root: SyntaxNode, text: string): FlatTree {
  return new Copier(root, text).copy();
}

class Copier extends NodeWriter {
  private readonly numbers: Numbers;
  private readonly cursor: ReturnType<SyntaxNode['walk']>;
  private readonly lineAt: (offset: number) => number;

  constructor(root: SyntaxNode, text: string) {
    super();
    this.numbers = numbersOf(root.tree.language);
    this.cursor = root.walk();
    this.lineAt = lineCounter(text);
  }

  copy(): FlatTree {
    try {
      return this.finished(this.visit(this.cursor.nodeTypeId, kind.module));
    } finally {
      this.cursor.delete();
    }
  }

  private visit(type: number, as: number): number {
    const { cursor, numbers } = this;
    const start = cursor.startIndex;
    const node = this.node(as, start, cursor.endIndex, this.lineAt(start), 0);
    this.put(node, numbers.fields[cursor.currentFieldId] ?? 0);
    if (numbers.leaves[type] === 1 || !cursor.gotoFirstChild()) return node;
    let last = 0;
    do {
      const kidType = cursor.nodeTypeId;
      const kidKind = numbers.kinds[kidType] ?? -1;
      if (kidKind < 0) continue;
      const kid = this.visit(kidType, kidKind);
      if (last === 0) this.adopt(node, kid);
      else this.link(last, kid);
      last = kid;
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
    return node;
  }
}

/** 1-based lines of offsets that never go back. Lines end where they do for the parser, see `parseable`. */
function lineCounter(text: string): (offset: number) => number {
  const lines = text.includes('\r') ? text.replace(/\r(?!\n)/gu, '\n') : text;
  let line = 1;
  let end = lines.indexOf('\n');
  return (offset) => {
    while (end >= 0 && end < offset) {
      line += 1;
      end = lines.indexOf('\n', end + 1);
    }
    return line;
  };
}
