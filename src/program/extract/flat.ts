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
  return open(tree, tree[0] ?? 0);
}

function open(tree: FlatTree, node: number): Raw {
  const packed = tree[node] ?? 0;
  const first = tree[node + FIRST] ?? 0;
  return {
    type: nameOfKind[packed & KIND_MASK] ?? 'ERROR',
    start: tree[node + START] ?? 0,
    end: tree[node + END] ?? 0,
    line: tree[node + LINE] ?? 0,
    field: nameOfField[packed >> FIELD_SHIFT] ?? null,
    kids: first === 0 ? none : openAll(tree, first),
  };
}

/** Lists of their exact length: what `push` makes of an empty one has room for seventeen, and most have three at most. */
function openAll(tree: FlatTree, first: number): readonly Raw[] {
  const second = tree[first + NEXT] ?? 0;
  if (second === 0) return [open(tree, first)];
  const third = tree[second + NEXT] ?? 0;
  if (third === 0) return [open(tree, first), open(tree, second)];
  const fourth = tree[third + NEXT] ?? 0;
  if (fourth === 0) return [open(tree, first), open(tree, second), open(tree, third)];
  const all = [open(tree, first), open(tree, second), open(tree, third), open(tree, fourth)];
  for (let kid = tree[fourth + NEXT] ?? 0; kid !== 0; kid = tree[kid + NEXT] ?? 0) all.push(open(tree, kid));
  return all;
}
