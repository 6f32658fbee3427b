import { type Edit, move, replace, wrap } from '../edits.ts';
import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import { dottedName } from '../scopes/resolve.ts';
import { awaitCall, builtinCalled, isTextJoin } from './awaiting.ts';
import { awaitAt, displayAt } from './comprehensions.ts';
import { asList, displayInstead, handedOn } from './displays.ts';
import { type Context, impossible, READY, type Step, type Verdict, withStep } from './model.ts';
import { clausesOf } from './standing.ts';
import { behindStar } from './stars.ts';
import { argumentsOf, bodyOf, headOf, same } from './tree.ts';

/** Builtins that run through their argument wholly and at once. */
export const EAGER: ReadonlySet<string> = new Set([
  'dict',
  'frozenset',
  'list',
  'max',
  'min',
  'set',
  'sorted',
  'sum',
  'tuple',
]);

/** A call that is given an iterator: whether it can be given an asynchronous one, in another form. */
export function consumeInCall(context: Context, call: SyntaxNode, iterator: SyntaxNode, outer: SyntaxNode): Verdict {
  const [first, ...rest] = argumentsOf(call);
  if (!same(first, outer)) return handedOn();
  if (isTextJoin(call)) return rest.length === 0 ? asList(context, iterator, call) : handedOn();
  const name = builtinCalled(context, call);
  if (name === 'anext' || name === 'aiter' || isClosed(context, call)) return READY;
  if (name === 'any' || name === 'all') return rest.length === 0 ? shortCut(context, call, iterator, name) : handedOn();
  if (name === 'next') return rest.length === 1 ? firstOf(context, call, rest) : handedOn();
  // Their `key` is called between one item and the next.
  if ((name === 'max' || name === 'min') && rest.some(isKey)) return handedOn();
  if (
    name === undefined ||
    !EAGER.has(name) ||
    !rest.every((argument) => isInert(argument) || (name === 'sum' && isConstant(argument)))
  )
    return handedOn();
  const display = rest.length === 0 ? ownDisplay(context, call, iterator, name) : undefined;
  return display ? withStep(behindStar(displayAt(context, call), call), display) : asList(context, iterator, call);
}

/** `aclosing(lend())`, as an asynchronous iterator is given to it already. */
function isClosed(context: Context, call: SyntaxNode): boolean {
  const callee = call.childForFieldName('function');
  return callee !== null && dottedName(callee, context.scopes()) === 'contextlib.aclosing';
}

/** Whether it does not matter that a keyword argument is now looked at after the iterator has been run through. */
export function isInert(argument: SyntaxNode): boolean {
  if (argument.type !== 'keyword_argument') return false;
  const value = argument.childForFieldName('value');
  if (value?.type === 'lambda') return hasNoDefaults(value);
  return value?.type === 'identifier' || (value !== null && isConstant(value));
}

function isKey(argument: SyntaxNode): boolean {
  return argument.childForFieldName('name')?.text === 'key' && argument.childForFieldName('value')?.type !== 'none';
}

function hasNoDefaults(lambda: SyntaxNode): boolean {
  const parameters = lambda.childForFieldName('parameters');
  return parameters === null || parameters.namedChildren.every((child) => child.type !== 'default_parameter');
}

const CONSTANTS: ReadonlySet<string> = new Set(['true', 'false', 'none', 'integer', 'float']);

function isConstant(node: SyntaxNode): boolean {
  return CONSTANTS.has(node.type) || (node.type === 'string' && node.descendantsOfType('interpolation').length === 0);
}

/** `list(...)` as `[...]`, `set(...)` as `{...}`; undefined where that would lose a comment or double a brace. */
function ownDisplay(context: Context, call: SyntaxNode, iterator: SyntaxNode, name: string): Step | undefined {
  if (name !== 'list' && name !== 'set') return undefined;
  if (name === 'set' && isInText(call)) return undefined;
  return displayInstead(context, bodyOf(call), iterator, name === 'list' ? '[]' : '{}');
}

/** Within an f-string, `{` at the start of an expression would be taken for a brace of the text. */
export function isInText(node: SyntaxNode): boolean {
  for (let parent = node.parent; parent && parent.type !== 'block'; parent = parent.parent) {
    if (parent.type === 'interpolation' || parent.type === 'format_expression') return true;
  }
  return false;
}

/** `any(check(x) for x in xs)` stops at the first truth; so does the first item of a generator of truths. */
function shortCut(context: Context, call: SyntaxNode, iterator: SyntaxNode, name: 'any' | 'all'): Verdict {
  const sought = name === 'any' ? 'True' : 'False';
  const otherwise = name === 'any' ? 'False' : 'True';
  const negation = name === 'any' ? '' : 'not ';
  if (iterator.type !== 'generator_expression') {
    const lead = `(${sought} async for item in `;
    const edits = wrap(bodyOf(iterator), lead, ` if ${negation}item), ${otherwise}`);
    return anext(context, call, { key: `short ${call.id}`, edits });
  }
  const body = iterator.childForFieldName('body');
  const last = iterator.namedChildren.findLast((child) => child.type === 'for_in_clause' || child.type === 'if_clause');
  if (body === null || last === undefined || clausesOf(iterator).length === 0) return handedOn();
  const tight = (name === 'any' ? TIGHT_FOR_IF : TIGHT_FOR_NOT).has(body.type);
  const whole = rangeOf(iterator);
  const sole = same(call.childForFieldName('arguments'), iterator);
  const to = { at: last.endIndex, before: ` if ${negation}${tight ? '' : '('}`, after: tight ? '' : ')' };
  const around = wrap(whole, sole ? '(' : '', sole ? `, ${otherwise})` : `, ${otherwise}`);
  return anext(context, call, { key: `short ${call.id}`, edits: [...around, move(rangeOf(body), sought, to)] });
}

const TIGHT_FOR_NOT: ReadonlySet<string> = new Set([
  'attribute',
  'await',
  'call',
  'comparison_operator',
  'identifier',
  'parenthesized_expression',
  'subscript',
]);

const TIGHT_FOR_IF: ReadonlySet<string> = new Set([...TIGHT_FOR_NOT, 'boolean_operator', 'not_operator']);

/** `next(lend(), None)` as `await anext(lend(), None)`: without a default, the exception would be another one. */
function firstOf(context: Context, call: SyntaxNode, rest: readonly SyntaxNode[]): Verdict {
  const [fallback] = rest;
  if (fallback === undefined || fallback.type === 'list_splat' || fallback.type === 'keyword_argument') {
    return handedOn();
  }
  return anext(context, call, { key: `next ${call.id}`, edits: [] });
}

/** The call of `any`, `all` or `next` as an awaited `anext`, which Python has since 3.10. */
function anext(context: Context, call: SyntaxNode, step: Step): Verdict {
  if (context.minor < 10) return impossible('stops at the first item found, which needs `anext` of Python 3.10');
  const { scopes } = context;
  if (scopes().all.some((scope) => scope.bindings.has('anext')) || scopes().stars.length > 0) {
    return impossible('needs the builtin `anext`, a name this file gives another meaning');
  }
  const callee = call.childForFieldName('function');
  if (callee === null) return handedOn();
  const name = { start: headOf(call), end: callee.endIndex };
  const edits: Edit[] = [...awaitCall(context, call), replace(name, 'anext'), ...step.edits];
  return withStep(behindStar(awaitAt(context, call), call), { ...step, edits });
}
