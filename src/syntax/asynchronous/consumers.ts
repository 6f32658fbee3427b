import { insertBefore } from '../edits.ts';
import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import { consumeInCall, isInert } from './builtins.ts';
import { awaitAt, asyncComprehension, displayAt } from './comprehensions.ts';
import { asList, displayInstead, handedOn } from './displays.ts';
import { type Context, impossible, READY, type Step, type Verdict, withStep } from './model.ts';
import { isMarkedAsync } from './standing.ts';
import { isStarred } from './stars.ts';
import { argumentsOf, inParentheses, same } from './tree.ts';

/**
 * Whether what an iterator is given to can take an async iterator instead: `iterator` is a call of a generator, or a
 * generator expression with something to await.
 */
export function consume(context: Context, iterator: SyntaxNode): Verdict {
  const outer = inParentheses(iterator);
  const { parent } = outer;
  if (parent === null) return handedOn();
  if (iterator.type === 'call' && isStarred(iterator)) return unpacked(context, iterator);
  switch (parent.type) {
    case 'for_statement':
      return same(parent.childForFieldName('right'), outer) ? loopOver(context, parent) : handedOn();
    case 'for_in_clause':
      return same(parent.childForFieldName('right'), outer) ? clauseOver(context, parent) : handedOn();
    case 'yield':
      return parent.children.some((child) => child.type === 'from') ? delegate(context, parent, outer) : handedOn();
    case 'list_splat':
      return unpacked(context, iterator);
    case 'argument_list':
      return parent.parent?.type === 'call' ? consumeInCall(context, parent.parent, iterator, outer) : handedOn();
    case 'call':
      return same(parent.childForFieldName('arguments'), outer)
        ? consumeInCall(context, parent, iterator, outer)
        : handedOn();
    default:
      return handedOn();
  }
}

function loopOver(context: Context, statement: SyntaxNode): Verdict {
  return isMarkedAsync(statement) ? READY : withStep(awaitAt(context, statement), markAsync(statement));
}

function clauseOver(context: Context, clause: SyntaxNode): Verdict {
  if (isMarkedAsync(clause)) return READY;
  const comprehension = clause.parent;
  return comprehension ? withStep(asyncComprehension(context, comprehension), markAsync(clause)) : handedOn();
}

/** `async` in front of a `for` or `with`. */
function markAsync(node: SyntaxNode): Step {
  return { key: `async ${node.id}`, edits: [insertBefore(rangeOf(node), 'async ')] };
}

/** `yield from lend()` as a statement: a loop that yields. */
function delegate(context: Context, node: SyntaxNode, iterable: SyntaxNode): Verdict {
  const loop = delegation(node);
  if (loop === undefined)
    return impossible('uses the value of `yield from`, which an asynchronous generator cannot have');
  return withStep(awaitAt(context, node), {
    key: `loop ${node.id}`,
    edits: [],
    loop: { ...loop, iterable, asynchronous: true },
  });
}

/** The parts of a `yield from` that is a whole statement on lines of its own; undefined for any other. */
export function delegation(node: SyntaxNode) {
  const statement = node.parent;
  const from = node.children.find((child) => child.type === 'from');
  if (from === undefined || statement?.type !== 'expression_statement') return undefined;
  if (statement.namedChildCount !== 1 || !isAlone(statement)) return undefined;
  const iterable = node.namedChildren.findLast((child) => child.type !== 'comment');
  if (iterable === undefined) return undefined;
  return { statement, keywords: { start: node.startIndex, end: from.endIndex }, iterable };
}

/** Whether nothing else stands on the statement's first and last line. */
function isAlone(statement: SyntaxNode): boolean {
  const owner = statement.parent;
  if (owner === null || owner.type !== 'block') return false;
  const { previousSibling: before, nextSibling: after, parent } = statement;
  const header = parent?.previousSibling;
  const inHeader = header !== null && header !== undefined && header.endPosition.row === statement.startPosition.row;
  const behind = before !== null && before.endPosition.row === statement.startPosition.row;
  const ahead = after !== null && after.type !== 'comment' && after.startPosition.row === statement.endPosition.row;
  return !inHeader && !behind && !ahead;
}

/**
 * `*lend()`: a star takes everything at once, so a list is the same; but as the only positional argument of a call it
 * is run through behind the keyword arguments.
 */
function unpacked(context: Context, iterator: SyntaxNode): Verdict {
  const starred = iterator.type === 'call' && isStarred(iterator);
  const list = starred ? iterator.parent : inParentheses(iterator).parent?.parent;
  const call = list?.type === 'argument_list' ? list.parent : null;
  const named = (argument: SyntaxNode) => /^(?:keyword_argument|dictionary_splat)$/.test(argument.type);
  const all = call?.type === 'call' ? argumentsOf(call) : [];
  if (all.filter((each) => !named(each)).length === 1 && !all.filter(named).every(isInert)) return handedOn();
  if (list?.type === 'list' && list.namedChildCount === 1) {
    const step = displayInstead(context, rangeOf(list), iterator, '[]');
    if (step) return withStep(displayAt(context, iterator), step);
  }
  if (list?.type === 'set') {
    // Each element is hashed before the next one is asked for.
    const step = list.namedChildCount === 1 ? displayInstead(context, rangeOf(list), iterator, '{}') : undefined;
    return step ? withStep(displayAt(context, iterator), step) : handedOn();
  }
  return asList(context, iterator, iterator);
}
