import { type Edit, insertAfter, replace } from '../edits.ts';
import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import { builtinCalled } from './awaiting.ts';
import { deeper, unitOf } from './blocks.ts';
import { awaitAt } from './comprehensions.ts';
import { consume } from './consumers.ts';
import { type Closing, type Context, impossible, READY, type Verdict, withStep } from './model.ts';
import { isMarkedAsync } from './standing.ts';
import { isStarred } from './stars.ts';
import { inParentheses, same } from './tree.ts';

/**
 * Like `consume`, for a generator that has something to tidy up. A synchronous one does so the moment it is dropped, an
 * asynchronous one some time later, so it may be dropped only when it has come to its end, or be closed by its consumer.
 * (An exception while tidying up, which Python prints and drops in the former case, then leaves the loop.)
 */
export function consumeTidily(context: Context, call: SyntaxNode): Verdict {
  const outer = inParentheses(call);
  const { parent } = outer;
  if (parent?.type === 'for_statement' && same(parent.childForFieldName('right'), outer)) {
    return closingLoop(context, parent, outer);
  }
  return takesAll(context, call, parent) ? consume(context, call) : unfinished();
}

/** A star, or a builtin other than those that stop early; `consume` knows which. */
function takesAll(context: Context, call: SyntaxNode, parent: SyntaxNode | null): boolean {
  if (isStarred(call) || parent?.type === 'list_splat') return true;
  if (parent?.type !== 'argument_list' || parent.parent?.type !== 'call') return false;
  return !['all', 'any', 'next'].includes(builtinCalled(context, parent.parent) ?? '');
}

function unfinished(): Verdict {
  return impossible('may leave the generator before its end, which then tidies up too late');
}

function closingLoop(context: Context, statement: SyntaxNode, iterable: SyntaxNode): Verdict {
  if (isMarkedAsync(statement)) return READY;
  if (context.minor < 10 || !context.closes) return unfinished();
  const head = context.text.slice(statement.startIndex, iterable.startIndex);
  const target = statement.childForFieldName('left');
  if (target === null || /[#\r\n]/.test(head) || target.descendantsOfType('call').length > 0) return unfinished();
  return withStep(awaitAt(context, statement), {
    key: `closing ${statement.id}`,
    edits: [],
    closing: { statement, iterable },
  });
}

/** What the text around a closing loop is, and what names it uses. */
export interface ClosingStyle {
  readonly aclosing: string;
  readonly name: string;
  readonly indentation: string;
  readonly newline: string;
}

/** `for x in lend():` as `async with aclosing(lend()) as items:` with the loop over `items` within. */
export function closingEdits(context: Context, { statement, iterable }: Closing, style: ClosingStyle): Edit[] {
  const unit = unitOf(context, statement);
  const head = context.text.slice(statement.startIndex, iterable.startIndex);
  const loop = `${style.newline}${style.indentation}${unit}async ${head}${style.name}`;
  return [
    replace({ start: statement.startIndex, end: iterable.startIndex }, `async with ${style.aclosing}(`),
    insertAfter(rangeOf(iterable), `) as ${style.name}:${loop}`),
    ...deeper(context, statement, unit),
  ];
}
