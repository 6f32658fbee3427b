import { eachExpression, lastName, type ProjectFunction } from '../../program/index.ts';

/** The function is left to whoever derives from its class: abstract, or nothing but a docstring, `...` or `raise`. */
export function isLeftOpen({ facts }: ProjectFunction): boolean {
  if (facts.decorators.some((expr) => /^(?:abstractmethod|overload)$/u.test(lastName(expr)))) return true;
  if (facts.bindings.length + facts.withs.length + facts.yields.length + facts.functions.length > 0) return false;
  if (facts.returns.some((expr) => expr.kind !== 'literal')) return false;
  const raised = new Set(facts.usage.tested.filter(({ how }) => how === 'raise').map(({ expr }) => expr));
  let isOpen = true;
  eachExpression(facts, (expr) => {
    if (expr.kind === 'call' && !raised.has(expr)) isOpen = false;
  });
  return isOpen;
}
