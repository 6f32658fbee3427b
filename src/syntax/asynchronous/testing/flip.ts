import { applyEdits } from '../../edits.ts';
import { type SyntaxNode, withTree } from '../../python.ts';
import { type Range, rangeOf } from '../../range.ts';
import type { AsyncUse, PlacedUse } from '../model.ts';
import { placeAwaits } from '../place.ts';
import { headOf } from '../tree.ts';

/** Which names are asynchronous from now on; calls are told apart by the last name of their callee. */
export interface Wanted {
  /** Functions of the file that become `async def`, by name. */
  readonly flip: readonly string[];
  readonly coroutines?: readonly string[];
  readonly iterators?: readonly string[];
  readonly managers?: readonly string[];
  readonly minor?: number;
}

/** A file with some functions made asynchronous, and what became of each use that was not simply awaited. */
export interface Flipped {
  readonly text: string;
  readonly notes: readonly string[];
  readonly placed: readonly PlacedUse[];
  /** How often the name of `wait` was asked for. */
  readonly waits: number;
}

/** Flip by name: every call of the names given is a use. */
export function flip(text: string, wanted: Wanted): Flipped {
  return withTree(text, (root) => {
    const functions: Range[] = root
      .descendantsOfType('function_definition')
      .filter((node) => wanted.flip.includes(node.childForFieldName('name')?.text ?? ''))
      .map(rangeOf);
    const uses = root.descendantsOfType('call').flatMap((call) => useOf(call, wanted));
    let waits = 0;
    const wait = () => {
      waits += 1;
      return 'wait';
    };
    const minor = wanted.minor === undefined ? {} : { minor: wanted.minor };
    const { edits, placed } = placeAwaits(text, root, { functions, uses, wait, ...minor });
    const notes = placed
      .filter(({ how }) => how !== 'await')
      .map(({ use, how, why }) => `${text.slice(use.start, use.end).split('\n')[0]}: ${how}. ${why}`);
    return { text: applyEdits(text, edits), notes, placed, waits };
  });
}

function useOf(call: SyntaxNode, wanted: Wanted): AsyncUse[] {
  const callee = call.childForFieldName('function')?.text.replace(/^.*[.*]/s, '') ?? '';
  const gives = wanted.coroutines?.includes(callee)
    ? 'coroutine'
    : wanted.iterators?.includes(callee)
      ? 'iterator'
      : wanted.managers?.includes(callee)
        ? 'manager'
        : undefined;
  return gives ? [{ start: headOf(call), end: call.endIndex, gives }] : [];
}
