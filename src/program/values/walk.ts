import type { Expr, FunctionFacts } from '../facts.ts';

/** A scope's expressions side by side, outside in; `callees` has a 1 for each that is called. */
interface Flat {
  readonly exprs: readonly Expr[];
  readonly callees: Uint8Array;
}

/** A dozen readers go through every expression of a project: what they go through is put side by side once. */
const flattened = new WeakMap<FunctionFacts, Flat>();

/** Every expression evaluated in one scope, outside in; nested functions and class bodies are scopes of their own. */
export function eachExpression(facts: FunctionFacts, visit: (expr: Expr, isCallee: boolean) => void): void {
  const { exprs, callees } = flattened.get(facts) ?? flatten(facts);
  let at = 0;
  for (const expr of exprs) visit(expr, callees[at++] === 1);
}

function flatten(facts: FunctionFacts): Flat {
  const exprs: Expr[] = [];
  const callees: number[] = [];
  for (const root of rootsOf(facts)) {
    eachPart(root, (expr, isCallee) => {
      exprs.push(expr);
      callees.push(isCallee ? 1 : 0);
    });
  }
  const flat = { exprs, callees: Uint8Array.from(callees) };
  flattened.set(facts, flat);
  return flat;
}

/** An expression and everything in it, outside in. */
export function eachPart(expr: Expr, visit: (part: Expr, isCallee: boolean) => void, isCallee = false): void {
  visit(expr, isCallee);
  switch (expr.kind) {
    case 'attribute':
    case 'await':
      eachPart(expr.of, visit);
      break;
    case 'call':
      eachPart(expr.callee, visit, true);
      for (const { value } of expr.args) eachPart(value, visit);
      break;
    case 'subscript':
      eachPart(expr.of, visit);
      for (const part of expr.index) eachPart(part, visit);
      break;
    case 'collection':
      for (const part of expr.items) eachPart(part, visit);
      break;
    case 'choice':
      for (const part of expr.of) eachPart(part, visit);
      break;
    case 'other':
      for (const part of expr.parts) eachPart(part, visit);
      break;
    case 'name':
    case 'string':
    case 'literal':
    case 'lambda':
  }
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
