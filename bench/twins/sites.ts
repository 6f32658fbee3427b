import { eachExpression, type Expr, type FunctionFacts, type Span } from '../../src/program/index.ts';
import { spelling, type Undo } from './spelling.ts';

/** Something that a function does and that may have to be awaited. */
export interface Site {
  /** A call, or what `with` enters or `for` goes through when that is no call, or an `await` of no call. */
  readonly kind: 'call' | 'with' | 'for' | 'await';
  /** Spelled with the renames undone. */
  readonly text: string;
  /** Awaited, entered with `async with` or gone through with `async for`. */
  readonly isAwaited: boolean;
  readonly span: Span;
}

/** What a function does, in the order of the text; nested functions do theirs. */
export function sitesOf(facts: FunctionFacts, undo: Undo): readonly Site[] {
  const awaited = new Set<string>();
  const expressions: Expr[] = [];
  eachExpression(facts, (expr) => expressions.push(expr));
  for (const expr of expressions) if (expr.kind === 'await') awaited.add(keyOf(expr.of));
  for (const item of facts.withs) if (item.isAsync) awaited.add(keyOf(item.context));
  for (const expr of facts.usage.asyncIterated) awaited.add(keyOf(expr));

  const sites = new Map<string, Site>();
  const add = (kind: Site['kind'], expr: Expr) => {
    const key = `${kind} ${keyOf(expr)}`;
    const { line, start, end } = expr;
    sites.set(key, {
      kind,
      text: spelling(expr.kind === 'call' ? expr.callee : expr, undo),
      isAwaited: awaited.has(keyOf(expr)),
      span: { line, start, end },
    });
  };
  for (const expr of expressions) {
    if (expr.kind === 'call') add('call', expr);
    if (expr.kind === 'await' && expr.of.kind !== 'call') add('await', expr.of);
  }
  const isPlain = (expr: Expr) => expr.kind !== 'call' && expr.kind !== 'await';
  for (const { context } of facts.withs) if (isPlain(context)) add('with', context);
  for (const { how, value } of facts.bindings) if (how === 'element' && value && isPlain(value)) add('for', value);
  return [...sites.values()].sort((a, b) => a.span.end - b.span.end || b.span.start - a.span.start);
}

/** Names a place in a file. */
export function keyOf(span: { readonly start: number; readonly end: number }): string {
  return `${span.start}-${span.end}`;
}
