import { type Edit, move } from '../edits.ts';
import type { SyntaxNode } from '../python.ts';
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

/** A star, or a builtin other than those that stop early, if only by an error of an item; `consume` knows the others. */
function takesAll(context: Context, call: SyntaxNode, parent: SyntaxNode | null): boolean {
  const list = isStarred(call) ? parent : parent?.type === 'list_splat' ? parent.parent : undefined;
  if (list) return list.type !== 'set';
  if (parent?.type !== 'argument_list' || parent.parent?.type !== 'call') return false;
  return !['all', 'any', 'next', 'set'].includes(builtinCalled(context, parent.parent) ?? '');
}

function unfinished(): Verdict {
  return impossible('may leave the generator before its end, which then tidies up too late');
}

function closingLoop(context: Context, statement: SyntaxNode, iterable: SyntaxNode): Verdict {
  if (isMarkedAsync(statement)) return READY;
  if (context.minor < 10 || !context.closes) return unfinished();
  const head = context.text.slice(statement.startIndex, iterable.startIndex);
  if (/[#\r\n]/.test(head)) return unfinished();
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
  const head = { start: statement.startIndex, end: iterable.startIndex };
  const line = `${style.newline}${style.indentation}${unit}`;
  const to = { at: iterable.endIndex, before: `) as ${style.name}:${line}async `, after: style.name };
  return [move(head, `async with ${style.aclosing}(`, to), ...deeper(context, statement, unit)];
}
