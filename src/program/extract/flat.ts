import {
  END,
  FIELD_SHIFT,
  FIRST,
  type FlatTree,
  KIND_MASK,
  LINE,
  NEXT,
  nameOfField,
  nameOfKind,
  START,
} from '../../syntax/index.ts';
import type { Raw } from './raw.ts';

const none: readonly Raw[] = [];

/** The tree as objects, from the root down. */
export function unflatten(tree: FlatTree): Raw {
  return visit(tree, tree[0] ?? 0);
}

function visit(tree: FlatTree, node: number): Raw {
  const packed = tree[node] ?? 0;
  let kids = none;
  let kid = tree[node + FIRST] ?? 0;
  if (kid !== 0) {
    const found: Raw[] = [];
    for (; kid !== 0; kid = tree[kid + NEXT] ?? 0) found.push(visit(tree, kid));
    kids = found;
  }
  return {
    type: nameOfKind[packed & KIND_MASK] ?? 'ERROR',
    start: tree[node + START] ?? 0,
    end: tree[node + END] ?? 0,
    line: tree[node + LINE] ?? 0,
    field: nameOfField[packed >> FIELD_SHIFT] ?? null,
    kids,
  };
}
