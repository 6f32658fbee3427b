import { replace, wrap } from '../edits.ts';
import type { SyntaxNode } from '../python.ts';
import type { Range } from '../range.ts';
import { displayAt } from './comprehensions.ts';
import { type Context, impossible, type Step, type Verdict, withStep } from './model.ts';
import { behindStar } from './stars.ts';
import { bodyOf } from './tree.ts';

/** The refusal for every use of an iterator that is not one of the known ways to run through it. */
export function handedOn(): Verdict {
  return impossible('hands the iterator to something that cannot run through an asynchronous one');
}

/** The iterator run through into a list, at the place of `at`. */
export function asList(context: Context, iterator: SyntaxNode, at: SyntaxNode): Verdict {
  return withStep(behindStar(displayAt(context, at), iterator), {
    key: `list ${iterator.id}`,
    edits: listEdits(iterator),
  });
}

/** A comprehension in the place of all that is around an iterator; undefined where that would lose a comment. */
export function displayInstead(
  context: Context,
  whole: Range,
  iterator: SyntaxNode,
  brackets: '[]' | '{}',
): Step | undefined {
  const generator = iterator.type === 'generator_expression';
  const inner = generator ? 1 : 0;
  const before = { start: whole.start, end: bodyOf(iterator).start + inner };
  const after = { start: iterator.endIndex - inner, end: whole.end };
  const lost = context.text.slice(before.start, before.end) + context.text.slice(after.start, after.end);
  if (lost.includes('#')) return undefined;
  const lead = `${brackets[0]}${generator ? '' : 'item async for item in '}`;
  return { key: `display ${whole.start}`, edits: [replace(before, lead), replace(after, brackets.slice(1))] };
}

/** `lend()` as `[item async for item in lend()]`, a generator expression as list comprehension. */
function listEdits(iterator: SyntaxNode) {
  if (iterator.type !== 'generator_expression') return wrap(bodyOf(iterator), '[item async for item in ', ']');
  const { startIndex: start, endIndex: end } = iterator;
  const sole = iterator.parent?.type === 'call';
  return [replace({ start, end: start + 1 }, sole ? '([' : '['), replace({ start: end - 1, end }, sole ? '])' : ']')];
}
