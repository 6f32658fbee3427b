import type { Python, SyntaxNode } from '../../syntax/index.ts';
import type { Raw } from './raw.ts';

const keywords = new Set(['async', 'await', 'from']);
/** Nodes of which nothing below is ever read. */
const leaves = new Set(
  `identifier integer float true false none ellipsis string_start string_content string_end escape_sequence`.split(' '),
);

type Language = SyntaxNode['tree']['language'];

/** What becomes of the grammar's node types, by their numbers. */
interface Kinds {
  readonly skipped: Uint8Array;
  readonly leaves: Uint8Array;
}

const known = new WeakMap<Language, Kinds>();

function kindsOf(language: Language): Kinds {
  const { types } = language;
  const isNamed = (id: number) => language.nodeTypeIsNamed(id);
  const kinds = known.get(language) ?? {
    skipped: Uint8Array.from(types, (name, id) => Number(name === 'comment' || !(isNamed(id) || keywords.has(name)))),
    leaves: Uint8Array.from(types, (name, id) => Number(leaves.has(name) || !isNamed(id))),
  };
  known.set(language, kinds);
  return kinds;
}

/** Numbers of a node in a flat tree. */
const width = 6;
let room = new Int32Array(1 << 16);

/**
 * The tree of `text` as numbers, which cost nothing to hand to another thread: type, field, start, end, line and number of
 * kids of each node, outside in. Only named nodes are kept, and the few keywords that change a meaning.
 *
 * One cursor is several times faster than asking each node for its children. Each question to the parser crosses into its
 * memory and back, which is most of the time this takes: types come by number, lines are counted here, and nothing is
 * asked below a leaf.
 */
export function flatten(root: SyntaxNode, text: string): Int32Array<ArrayBuffer> {
  const kinds = kindsOf(root.tree.language);
  const lineOf = lineCounter(text);
  const cursor = root.walk();
  let used = 0;
  const visit = (type: number): void => {
    if (used + width > room.length) room = grown(room);
    const at = used;
    used += width;
    room[at] = type;
    room[at + 1] = cursor.currentFieldId;
    const start = cursor.startIndex;
    room[at + 2] = start;
    room[at + 3] = cursor.endIndex;
    room[at + 4] = lineOf(start);
    room[at + 5] = 0;
    if (kinds.leaves[type] === 1 || !cursor.gotoFirstChild()) return;
    let kids = 0;
    do {
      const kid = cursor.nodeTypeId;
      if (kinds.skipped[kid] === 1) continue;
      kids += 1;
      visit(kid);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
    room[at + 5] = kids;
  };
  try {
    visit(cursor.nodeTypeId);
  } finally {
    cursor.delete();
  }
  return room.slice(0, used);
}

function grown(from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * from.length);
  larger.set(from);
  return larger;
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

const none: readonly Raw[] = [];

/** The tree that was flattened, by a parser of the same grammar. */
export function unflatten(flat: Int32Array, { types, fields }: Python['language']): Raw {
  let next = 0;
  const visit = (): Raw => {
    const at = next;
    next += width;
    const count = flat[at + 5] ?? 0;
    let kids = none;
    if (count > 0) {
      const found: Raw[] = [];
      for (let kid = 0; kid < count; kid += 1) found.push(visit());
      kids = found;
    }
    return {
      type: types[flat[at] ?? 0] ?? 'ERROR',
      start: flat[at + 2] ?? 0,
      end: flat[at + 3] ?? 0,
      line: flat[at + 4] ?? 0,
      field: fields[flat[at + 1] ?? 0] ?? null,
      kids,
    };
  };
  return visit();
}
