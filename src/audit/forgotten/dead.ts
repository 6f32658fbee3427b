import { lastName, type ProjectFunction, type Span } from '../../program/index.ts';
import type { Analysis } from './model.ts';

/** It never runs: behind a `return`, below `if False`, or behind the call of a function that only raises. */
export function isDead(a: Analysis, at: Span, scope: ProjectFunction): boolean {
  const { usage } = scope.facts;
  if (usage.dead.some((span) => holds(span, at.start))) return true;
  return usage.bare.some((expr) => {
    if (expr.kind !== 'call' || expr.end > at.start) return false;
    const around = usage.blocks.filter((span) => holds(span, expr.start));
    if (!around.every((span) => holds(span, at.start))) return false;
    const callees = [...a.ev.of(expr.callee, scope)];
    return callees.length > 0 && callees.every((value) => value.kind === 'function' && onlyRaises(value.function));
  });
}

function onlyRaises({ facts }: ProjectFunction): boolean {
  const { returnAnnotation, usage, returns, isAsync, isGenerator } = facts;
  if (isAsync || isGenerator) return false;
  if (returnAnnotation && /^(?:NoReturn|Never)$/u.test(lastName(returnAnnotation))) return true;
  const raises = usage.tested.some(({ how }) => how === 'raise');
  return raises && returns.length === 0 && usage.blocks.length === 1;
}

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset < span.end;
}
