import { type Edit, insertAfter, insertBefore, remove, replace, wrap } from '../edits.ts';
import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import { dottedName } from '../scopes/resolve.ts';
import type { Context } from './model.ts';
import { argumentsOf, bodyOf, hasBareNewline, headOf, inParentheses, isHeld } from './tree.ts';

/** `await` in front of a call, in parentheses where something takes hold of the call itself; `attribute`: of its result. */
export function awaitCall(context: Context, call: SyntaxNode, attribute?: string): Edit[] {
  const range = bodyOf(call);
  const gap = gapBefore(context, range.start);
  if (attribute !== undefined) return wrap(range, `${gap}(await `, `).${attribute}`);
  return isHeld(call) ? wrap(range, `${gap}(await `, ')') : [insertBefore(range, `${gap}await `)];
}

/** `wait(...)` around a call. */
export function waitCall(context: Context, call: SyntaxNode, name: string): Edit[] {
  const range = bodyOf(call);
  return wrap(range, `${gapBefore(context, range.start)}${name}(`, ')');
}

/** The runtime's `wait(...)` around a use, when it holds nothing else. `isKnown`: what is called there is `wait`. */
export function waiterOf(context: Context, call: SyntaxNode, isKnown = false): SyntaxNode | undefined {
  const argument = inParentheses(call);
  const named = argument.parent?.type === 'keyword_argument' ? argument.parent : argument;
  const list = named.parent;
  const waiter = list?.type === 'argument_list' ? list.parent : null;
  if (waiter?.type !== 'call' || argumentsOf(waiter).length !== 1) return undefined;
  if (isKnown) return waiter;
  const callee = waiter.childForFieldName('function');
  if (callee === null) return undefined;
  const name = callee.type === 'list_splat' ? callee.firstNamedChild : callee;
  const spelled = context.text.slice(headOf(waiter), callee.endIndex);
  if (spelled === 'ferryman.wait') return waiter;
  return name && dottedName(name, context.scopes()) === 'ferryman.wait' ? waiter : undefined;
}

/** `wait(load(x))` as `await load(x)`: in an async function the wrapper has nothing left to do. */
export function awaitWaiter(context: Context, waiter: SyntaxNode, call: SyntaxNode): Edit[] {
  const range = bodyOf(waiter);
  const gap = gapBefore(context, range.start);
  const inner = bodyOf(call);
  const around = context.text.slice(range.start, inner.start) + context.text.slice(inner.end, range.end);
  const outside = isHeld(waiter) ? [insertBefore(range, `${gap}(`), insertAfter(range, ')')] : [];
  const lead = outside.length > 0 ? '' : gap;
  if (!around.includes('#') && !hasBareNewline(call, context.text)) {
    const close = { start: inner.end, end: range.end };
    return [...outside, replace({ start: range.start, end: inner.start }, `${lead}await `), remove(close)];
  }
  const list = waiter.childForFieldName('arguments');
  const commas = (list?.children ?? []).filter((child) => child.type === ',').map((comma) => remove(rangeOf(comma)));
  const callee = { start: range.start, end: list?.startIndex ?? inner.start };
  return [...outside, replace(callee, `${lead}await `), ...commas];
}

/** `iterate(lend(x))` as `lend(x)`, in brackets where something else than a comma goes with it. */
export function withoutCall(call: SyntaxNode): Edit[] {
  const [argument, ...more] = argumentsOf(call);
  if (argument === undefined || more.length > 0) return [];
  const list = call.childForFieldName('arguments');
  const keeps = list !== null && (list.namedChildCount > 1 || /[\r\n]/.test(list.text));
  if (keeps) return list === null ? [] : [remove({ start: headOf(call), end: list.startIndex })];
  return [
    remove({ start: headOf(call), end: argument.startIndex }),
    remove({ start: argument.endIndex, end: call.endIndex }),
  ];
}

/** A space where a keyword ends right in front: `return(load)()`. */
function gapBefore(context: Context, offset: number): string {
  return /[\p{L}\p{N}_]/u.test(context.text[offset - 1] ?? '') ? ' ' : '';
}

/** The name of the builtin a call calls, when the name means nothing else in this file. */
export function builtinCalled(context: Context, call: SyntaxNode): string | undefined {
  const callee = call.childForFieldName('function');
  const name = callee?.type === 'list_splat' ? callee.firstNamedChild : callee;
  if (name?.type !== 'identifier') return undefined;
  const full = dottedName(name, context.scopes());
  return full?.startsWith('builtins.') ? full.slice('builtins.'.length) : undefined;
}

/** Whether `call.function` is the text `"...".join` of a plain string. */
export function isTextJoin(call: SyntaxNode): boolean {
  const callee = call.childForFieldName('function');
  if (callee?.type !== 'attribute' || callee.childForFieldName('attribute')?.text !== 'join') return false;
  const object = callee.childForFieldName('object');
  return object !== null && (object.type === 'string' || object.type === 'concatenated_string');
}
