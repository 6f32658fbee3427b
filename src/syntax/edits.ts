import { FerryError } from '../base/index.ts';
import { contains, type Range } from './range.ts';

/**
 * One change of the original text. Inserts name the range they stand before or after, because that decides how they
 * nest: around the same place, what belongs to the wider range ends up outside. Around equal ranges, the earlier
 * request is the outer one.
 */
export interface Edit extends Range {
  readonly kind: 'before' | 'after' | 'replace' | 'move';
  readonly text: string;
  /** Where a move puts what it takes. */
  readonly to?: Destination;
}

/** The offset (UTF-16, outside the range that is moved) and what stands around the moved text there. */
export interface Destination {
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/** Put `text` in front of a range, outside anything inserted for a range within it. */
export function insertBefore(range: Range, text: string): Edit {
  return { kind: 'before', start: range.start, end: range.end, text };
}

/** Put `text` behind a range, outside anything inserted for a range within it. */
export function insertAfter(range: Range, text: string): Edit {
  return { kind: 'after', start: range.start, end: range.end, text };
}

/** Put `text` at an offset (UTF-16). Several at one offset appear in the order they were asked for. */
export function insertAt(offset: number, text: string): Edit {
  return { kind: 'before', start: offset, end: offset, text };
}

/** Put `text` in the place of a range. */
export function replace(range: Range, text: string): Edit {
  return { kind: range.start === range.end ? 'before' : 'replace', start: range.start, end: range.end, text };
}

/** Take a range out. */
export function remove(range: Range): Edit {
  return replace(range, '');
}

/** Take a range elsewhere, with whatever other edits make of it, and leave `text` in its place. */
export function move(range: Range, text: string, to: Destination): Edit {
  return { kind: 'move', start: range.start, end: range.end, text, to };
}

/** Both halves of a wrapper: `await (` ... `)`. */
export function wrap(range: Range, before: string, after: string): Edit[] {
  return [insertBefore(range, before), insertAfter(range, after)];
}

/**
 * The text after all edits, which describe the original text and may come in any order. Throws
 * `FERRY_INTERNAL_OVERLAPPING_EDITS` when two replacements overlap or an insert would be lost in one.
 */
export function applyEdits(source: { readonly text: string } | string, edits: readonly Edit[]): string {
  const text = typeof source === 'string' ? source : source.text;
  return applyStill(text, withoutMoves(text, edits));
}

/** Moves written out as what they leave and what they put elsewhere; the innermost goes first. */
function withoutMoves(text: string, edits: readonly Edit[]): readonly Edit[] {
  const moves = edits.filter((edit) => edit.kind === 'move');
  let all = edits.filter((edit) => edit.kind !== 'move');
  for (const edit of moves.toSorted((a, b) => a.end - a.start - (b.end - b.start))) {
    const { start, end, to } = edit;
    const inner = all.filter((other) => isWithin(other, edit));
    const shifted = inner.map((other) => ({ ...other, start: other.start - start, end: other.end - start }));
    const moved = applyStill(text.slice(start, end), shifted);
    all = all.filter((other) => !inner.includes(other));
    all.push(replace(edit, edit.text));
    if (to) all.push(insertAt(to.at, to.before + moved + to.after));
  }
  return all;
}

/** Points at the edges belong to whatever stands around: new indentation of a line, for one. */
function isWithin(edit: Edit, outer: Range): boolean {
  if (edit.start === edit.end && (edit.start === outer.start || edit.start === outer.end)) return false;
  return contains(outer, edit);
}

function applyStill(text: string, edits: readonly Edit[]): string {
  const replacements = edits.filter((edit) => edit.kind === 'replace').sort((a, b) => a.start - b.start);
  const inserts = edits.filter((edit) => edit.kind !== 'replace');
  refuseOutside(text, edits);
  refuseOverlaps(replacements, inserts);

  const pieces: { readonly offset: number; readonly text: string; readonly end: number }[] = [];
  for (const [offset, here] of groupByPlace(inserts)) {
    pieces.push({ offset, end: offset, text: inOrder(here) });
  }
  for (const edit of replacements) pieces.push({ offset: edit.start, end: edit.end, text: edit.text });
  // At one offset inserts come first: a replaced range starts behind everything that is put before it.
  pieces.sort((a, b) => a.offset - b.offset || a.end - b.end);

  let result = '';
  let at = 0;
  for (const piece of pieces) {
    result += text.slice(at, piece.offset) + piece.text;
    at = piece.end;
  }
  return result + text.slice(at);
}

function groupByPlace(inserts: readonly Edit[]): Map<number, Edit[]> {
  const groups = new Map<number, Edit[]>();
  for (const edit of inserts) {
    const offset = edit.kind === 'before' ? edit.start : edit.end;
    const group = groups.get(offset);
    if (group) group.push(edit);
    else groups.set(offset, [edit]);
  }
  return groups;
}

/** Closers of what ends here (inner first), then points, then openers of what starts here (outer first). */
function inOrder(here: readonly Edit[]): string {
  const width = (edit: Edit) => edit.end - edit.start;
  const closers = here.filter((edit) => edit.kind === 'after' && width(edit) > 0).reverse();
  const points = here.filter((edit) => width(edit) === 0);
  const openers = here.filter((edit) => edit.kind === 'before' && width(edit) > 0);
  closers.sort((a, b) => width(a) - width(b));
  openers.sort((a, b) => width(b) - width(a));
  return [...closers, ...points, ...openers].map((edit) => edit.text).join('');
}

function refuseOutside(text: string, edits: readonly Edit[]): void {
  for (const edit of edits) {
    if (edit.start < 0 || edit.end < edit.start || edit.end > text.length) {
      throw overlapping(edit, { start: 0, end: text.length }, 'lies outside the text');
    }
  }
}

function refuseOverlaps(replacements: readonly Edit[], inserts: readonly Edit[]): void {
  for (const [index, edit] of replacements.entries()) {
    const next = replacements[index + 1];
    if (next && next.start < edit.end) throw overlapping(next, edit, 'overlaps a replacement');
  }
  if (replacements.length === 0) return;
  for (const insert of inserts) {
    for (const taken of replacements) {
      if (taken.start >= insert.end && taken.start > insert.start) break;
      const apart = insert.end <= taken.start || taken.end <= insert.start;
      if (!apart && !contains(insert, taken)) throw overlapping(insert, taken, 'lies inside a replacement');
    }
  }
}

function overlapping(edit: Range, other: Range, how: string): FerryError {
  return new FerryError({
    code: 'FERRY_INTERNAL_OVERLAPPING_EDITS',
    message: `An edit of ${edit.start}-${edit.end} ${how} (${other.start}-${other.end})`,
    next: 'This is a mistake in Ferryman: report it with the file concerned. Nothing was written.',
    exitCode: 1,
  });
}
