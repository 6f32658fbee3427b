import type { Expr, FunctionFacts } from '../facts.ts';

/** Every expression evaluated in one scope, outside in; nested functions and class bodies are scopes of their own. */
export function eachExpression(facts: FunctionFacts, visit: (expr: Expr, isCallee: boolean) => void): void {
  for (const expr of rootsOf(facts)) eachPart(expr, visit);
}

/** An expression and everything in it, outside in. */
export function eachPart(expr: Expr, visit: (part: Expr, isCallee: boolean) => void, isCallee = false): void {
  visit(expr, isCallee);
  for (const [part, callee] of partsOf(expr)) eachPart(part, visit, callee);
}

/** The outermost expressions that a scope runs, those of nested definitions' heads (decorators, defaults, bases) included. */
export function rootsOf(facts: FunctionFacts): readonly Expr[] {
  return [
    ...facts.expressions,
    ...facts.bindings.flatMap((binding) => [
      ...(binding.target.kind === 'name' ? [] : targetParts(binding.target)),
      ...(binding.value && binding.how !== 'enter' ? [binding.value] : []),
    ]),
    ...facts.withs.map((item) => item.context),
    ...facts.returns,
    ...facts.yields,
    ...facts.functions.flatMap((inner) => [
      ...inner.decorators,
      ...inner.parameters.flatMap((parameter) => (parameter.default ? [parameter.default] : [])),
    ]),
    ...facts.classes.flatMap((inner) => [...inner.decorators, ...inner.bases.map((base) => base.value)]),
  ];
}

/** `self.loans[key] = ...` evaluates `self.loans` and `key`. */
function targetParts(target: Expr): readonly Expr[] {
  if (target.kind === 'attribute') return [target.of];
  if (target.kind === 'subscript') return [target.of, ...target.index];
  if (target.kind === 'collection') return target.items.flatMap(targetParts);
  return [];
}

function partsOf(expr: Expr): readonly (readonly [part: Expr, isCallee: boolean])[] {
  const plain = (part: Expr) => [part, false] as const;
  switch (expr.kind) {
    case 'attribute':
      return [plain(expr.of)];
    case 'call':
      return [[expr.callee, true], ...expr.args.map((arg) => plain(arg.value))];
    case 'subscript':
      return [plain(expr.of), ...expr.index.map(plain)];
    case 'collection':
      return expr.items.map(plain);
    case 'await':
      return [plain(expr.of)];
    case 'choice':
      return expr.of.map(plain);
    case 'other':
      return expr.parts.map(plain);
    case 'name':
    case 'string':
    case 'literal':
    case 'lambda':
      return [];
  }
}
