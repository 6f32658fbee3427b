import { applyEdits, type Edit, insertAt, replace } from '../edits.ts';
import { contains } from '../range.ts';
import type { Move } from './model.ts';

/** Edits that carry texts elsewhere, each with what other edits make of it; what lies within another goes first. */
export function carryOut(text: string, edits: readonly Edit[], moves: readonly Move[]): readonly Edit[] {
  let all = edits;
  const width = ({ from }: Move) => from.end - from.start;
  for (const move of moves.toSorted((a, b) => width(a) - width(b))) {
    const inner = all.filter((edit) => isWithin(edit, move));
    const { start, end } = move.from;
    const shifted = inner.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    const moved = applyEdits(text.slice(start, end), shifted);
    all = [
      ...all.filter((edit) => !inner.includes(edit)),
      replace(move.from, move.leave),
      insertAt(move.to, move.before + moved + move.after),
    ];
  }
  return all;
}

/** Points at the edges belong to whatever stands around: new indentation of the line, for one. */
function isWithin(edit: Edit, { from }: Move): boolean {
  if (edit.start === edit.end && (edit.start === from.start || edit.start === from.end)) return false;
  return contains(from, edit);
}
