import type { SyntaxNode } from '../../syntax/index.ts';

/** A tree node copied out of the parser's memory: named nodes, and the few keywords that change a meaning. */
export interface Raw {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  /** Name of the field it fills in its parent. */
  readonly field: string | null;
  readonly kids: readonly Raw[];
}

const keywords = new Set(['async', 'await', 'from']);

/** Copy a tree with one cursor: several times faster than asking each node for its children. */
export function copyTree(root: SyntaxNode): Raw {
  const cursor = root.walk();
  try {
    const visit = (): Raw => {
      const type = cursor.nodeType;
      const kids: Raw[] = [];
      const copied = {
        type,
        start: cursor.startIndex,
        end: cursor.endIndex,
        line: cursor.startPosition.row + 1,
        field: cursor.currentFieldName,
        kids,
      };
      if (cursor.gotoFirstChild()) {
        do {
          if (cursor.nodeType !== 'comment' && (cursor.nodeIsNamed || keywords.has(cursor.nodeType)))
            kids.push(visit());
        } while (cursor.gotoNextSibling());
        cursor.gotoParent();
      }
      return copied;
    };
    return visit();
  } finally {
    cursor.delete();
  }
}

/** The child in a field. */
export function field(raw: Raw, name: string): Raw | undefined {
  return raw.kids.find((kid) => kid.field === name);
}

export function fields(raw: Raw, name: string): readonly Raw[] {
  return raw.kids.filter((kid) => kid.field === name);
}
