import { type Edit, insertBefore, replace } from '../edits.ts';
import type { SyntaxNode } from '../python.ts';
import { type Range, rangeOf } from '../range.ts';
import { builtinCalled, isTextJoin } from './awaiting.ts';
import { EAGER, isInert, isInText } from './builtins.ts';
import { awaitAt, displayAt } from './comprehensions.ts';
import { type Context, type Verdict, withStep } from './model.ts';
import { unusedName } from './names.ts';
import { isMarkedAsync, standingOf } from './standing.ts';
import { behindStar } from './stars.ts';
import { argumentsOf, bodyOf, inParentheses, namedBelow, same } from './tree.ts';

/** A call of `map` or `filter` that is run through at once, and can be a comprehension. */
export interface Mapped {
  /** Whether the comprehension may await; its steps are what that needs around it. */
  readonly verdict: Verdict;
  /** The comprehension, with each call of the function between these two. */
  write(before: string, after: string): readonly Edit[];
}

/**
 * `list(map(lend, books))` as `[await lend(item) for item in books]`: the same calls, in the same order, at the same
 * time. A sentence where there is no such form: the function, or who runs through the result, is not plain to see.
 */
export function mappedAt(context: Context, call: SyntaxNode): Mapped | string {
  const name = builtinCalled(context, call);
  const [fn, ...iterables] = argumentsOf(call);
  const isPlain = iterables.every((each) => each.type !== 'keyword_argument' && !each.type.includes('splat'));
  if ((name !== 'map' && name !== 'filter') || fn === undefined || !isPlain) return 'calls a function for each item';
  if (!isName(fn)) return 'gives each item to something that is looked up once, and would be for every item';
  if (iterables.length === 0 || (name === 'filter' && iterables.length > 1)) return 'raises a TypeError';
  if (standingOf(call).kind === 'class')
    return 'stands in the body of a class, whose names a comprehension does not see';
  if (iterables.some((each) => each.type === 'generator_expression' || namedBelow(each, 'named_expression').length > 0))
    return 'goes through something that binds names of its own';
  const place = placeOf(context, call);
  if (place?.loop && isRebound(fn, place.loop)) return 'gives each item to a name that its loop may bind anew';
  if (place === undefined) return `hands what ${name} gives to something that may run through it later`;
  const comprehension = write(context, { name, fn: fn.text, iterables, place });
  return comprehension ?? 'would lose a comment as a comprehension';
}

/** `lend`, `self.lend`: looking it up again gives the same. */
function isName(node: SyntaxNode): boolean {
  return node.type === 'identifier' || rootOf(node)?.type === 'identifier';
}

function rootOf(node: SyntaxNode): SyntaxNode | null {
  return node.type === 'attribute' ? node.childForFieldName('object') : node;
}

/** The loop may give the function's name, or that of its object, to something else before the next item. */
function isRebound(fn: SyntaxNode, loop: SyntaxNode): boolean {
  const root = rootOf(fn)?.text;
  return ['left', 'body'].some((part) =>
    loop
      .childForFieldName(part)
      ?.descendantsOfType('identifier')
      .some((each) => each.text === root && !/^(?:attribute|call|argument_list)$/u.test(each.parent?.type ?? '')),
  );
}

/** Where the comprehension stands: in the place of `list(...)`, as a list, or as what a loop goes through. */
interface Place {
  readonly whole: Range;
  readonly brackets: readonly [string, string];
  readonly verdict: Verdict;
  /** The loop that becomes asynchronous where the comprehension does. */
  readonly loop: SyntaxNode | undefined;
}

function placeOf(context: Context, call: SyntaxNode): Place | undefined {
  const outer = inParentheses(call);
  const { parent } = outer;
  if (parent?.type === 'for_statement') {
    if (!same(parent.childForFieldName('right'), outer) || isMarkedAsync(parent)) return undefined;
    return { whole: bodyOf(call), brackets: ['(', ')'], verdict: awaitAt(context, parent), loop: parent };
  }
  const consumer = parent?.type === 'argument_list' ? parent.parent : null;
  if (consumer?.type !== 'call') return undefined;
  const [first, ...rest] = argumentsOf(consumer);
  if (!same(first, outer)) return undefined;
  const list: Place = {
    whole: bodyOf(call),
    brackets: ['[', ']'],
    verdict: behindStar(displayAt(context, call), call),
    loop: undefined,
  };
  if (isTextJoin(consumer)) return rest.length === 0 ? list : undefined;
  const name = builtinCalled(context, consumer);
  if (name === undefined || !EAGER.has(name) || !rest.every(isInert)) return undefined;
  // Their `key` is called between one item and the next.
  if ((name === 'max' || name === 'min') && rest.length > 0) return undefined;
  const isDisplay = rest.length === 0 && (name === 'list' || (name === 'set' && !isInText(consumer)));
  if (!isDisplay) return name === 'set' ? undefined : list;
  return {
    whole: bodyOf(consumer),
    brackets: name === 'list' ? ['[', ']'] : ['{', '}'],
    verdict: behindStar(displayAt(context, consumer), consumer),
    loop: undefined,
  };
}

interface Parts {
  readonly name: 'map' | 'filter';
  /** As written. */
  readonly fn: string;
  readonly iterables: readonly SyntaxNode[];
  readonly place: Place;
}

function write(context: Context, { name, fn, iterables, place }: Parts): Mapped | undefined {
  const { whole, brackets, verdict, loop } = place;
  const [first] = iterables;
  const last = iterables.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const head = { start: whole.start, end: first.startIndex };
  const tail = { start: last.endIndex, end: whole.end };
  if ((context.text.slice(head.start, head.end) + context.text.slice(tail.start, tail.end)).includes('#'))
    return undefined;
  const items = iterables.map((_, at) => unusedName(context.text, at === 0 ? 'item' : `item_${at + 1}`));
  if (new Set(items).size < items.length) return undefined;
  const [open, close] = iterables.length > 1 ? ['zip(', ')'] : needsBrackets.test(first.type) ? ['(', ')'] : ['', ''];
  if (open === 'zip(' && isTaken(context, 'zip')) return undefined;
  const marked = loop && {
    key: `async ${loop.id}`,
    edits: [insertBefore(rangeOf(loop), 'async ')],
  };
  return {
    verdict: marked ? withStep(verdict, marked) : verdict,
    write(before, after) {
      const called = `${before}${fn}(${items.join(', ')})${after}`;
      const element = name === 'map' ? called : items[0];
      const condition = name === 'map' ? '' : ` if ${called}`;
      return [
        replace(head, `${brackets[0]}${element} for ${items.join(', ')} in ${open}`),
        replace(tail, `${close}${condition}${brackets[1]}`),
      ];
    },
  };
}

const needsBrackets = /^(?:conditional_expression|lambda|named_expression)$/u;

/** The file gives the builtin's name another meaning. */
function isTaken(context: Context, name: string): boolean {
  const { all, stars } = context.scopes();
  return stars.length > 0 || all.some((scope) => scope.bindings.has(name));
}
