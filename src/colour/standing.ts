import { type Expr, eachPart, type ProjectFunction } from '../program/index.ts';

/** What the place of an expression does with its value; `elsewhere`: anything may become of it from there. */
export type Standing =
  | { readonly kind: 'called' | 'member' | 'entered' | 'iterated' | 'tested' | 'text' | 'dropped' | 'returned' }
  | { readonly kind: 'bound'; readonly name: string }
  | { readonly kind: 'argument'; readonly call: Extract<Expr, { kind: 'call' }> }
  | { readonly kind: 'elsewhere' };

const elsewhere: Standing = { kind: 'elsewhere' };
const known = new WeakMap<ProjectFunction, ReadonlyMap<Expr, readonly Standing[]>>();

/** Where the expressions of one scope stand; several for `if found := find():`. */
export function standingsOf(scope: ProjectFunction): ReadonlyMap<Expr, readonly Standing[]> {
  const before = known.get(scope);
  if (before) return before;
  const found = new Map<Expr, Standing[]>();
  const { facts } = scope;
  const visit = (expr: Expr, standing: Standing): void => {
    const list = found.get(expr) ?? [];
    list.push(standing);
    found.set(expr, list);
    switch (expr.kind) {
      case 'attribute':
        return visit(expr.of, { kind: 'member' });
      case 'call':
        visit(expr.callee, { kind: 'called' });
        for (const { name, value } of expr.args)
          visit(value, name === '*' || name === '**' ? elsewhere : { kind: 'argument', call: expr });
        return;
      case 'choice':
        return expr.of.forEach((part) => visit(part, standing));
      case 'collection':
        return expr.items.forEach((part) => visit(part, standing.kind === 'returned' ? standing : elsewhere));
      case 'other':
        return expr.parts.forEach((part) => visit(part, expr.type === 'str' ? { kind: 'text' } : elsewhere));
      default:
        eachPart(expr, (part) => {
          if (part !== expr) found.set(part, [elsewhere]);
        });
    }
  };
  const bare = new Set(facts.usage.bare);
  const asynchronous = new Set(facts.usage.asyncIterated);
  const tested = new Map(facts.usage.tested.map(({ expr, how }) => [expr, how]));
  const loose = (expr: Expr): Standing => {
    const how = tested.get(expr);
    if (how !== undefined) return how === 'raise' || how === 'match' ? elsewhere : { kind: 'tested' };
    return bare.has(expr) ? { kind: 'dropped' } : elsewhere;
  };
  for (const expr of facts.expressions) visit(expr, loose(expr));
  for (const { target, value, how } of facts.bindings) {
    if (target.kind === 'attribute') visit(target.of, { kind: 'member' });
    else if (target.kind !== 'name') visit(target, elsewhere);
    if (!value || how === 'enter') continue;
    const isLoop = how === 'element' && !asynchronous.has(value);
    const isName = how === 'assign' && target.kind === 'name';
    visit(value, isName ? { kind: 'bound', name: target.id } : isLoop ? { kind: 'iterated' } : elsewhere);
  }
  for (const { context } of facts.withs) visit(context, { kind: 'entered' });
  for (const expr of facts.returns) visit(expr, { kind: 'returned' });
  for (const expr of facts.yields) visit(expr, elsewhere);
  for (const inner of [...facts.functions, ...facts.classes])
    for (const expr of inner.decorators) visit(expr, elsewhere);
  for (const inner of facts.functions)
    for (const parameter of inner.parameters) if (parameter.default) visit(parameter.default, elsewhere);
  for (const inner of facts.classes) for (const base of inner.bases) visit(base.value, elsewhere);
  known.set(scope, found);
  return found;
}
