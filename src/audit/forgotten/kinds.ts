import type { Expr, ProjectFunction, Use } from '../../program/index.ts';
import type { Analysis } from './model.ts';
import type { Layer } from './layers.ts';
import { formatters } from './libraries.ts';

/** How an await came to be forgotten; each has its own words. */
export type Kind =
  | 'statement'
  | 'condition'
  | 'not'
  | 'boolean'
  | 'unused'
  | 'discarded'
  | 'value'
  | 'argument'
  | 'format'
  | 'returned'
  | 'collection'
  | 'comparison'
  | 'operator'
  | 'chain'
  | 'two-awaits'
  | 'callback'
  | 'async-generator'
  | 'with'
  | 'iterated';

/** By where the expression stands first of all; `unused`: nobody does anything with it. */
export function kindOf(
  a: Analysis,
  expr: Expr,
  scope: ProjectFunction,
  layers: readonly Layer[],
  unused: boolean,
): Kind {
  const uses = [...a.uses.of(expr)].sort((one, other) => rank(one) - rank(other));
  const [use] = uses;
  switch (use?.kind) {
    case undefined:
    case 'target':
      return 'value';
    case 'filled':
      return 'chain';
    case 'yielded':
      return scope.facts.isAsync && !use.delegated ? 'two-awaits' : 'iterated';
    case 'bare':
      return 'statement';
    case 'tested':
      return use.how === 'operand' ? 'boolean' : use.how === 'raise' || use.how === 'match' ? 'value' : 'condition';
    case 'returned':
      return scope.facts.isAsync ? (layers[0] === 'container' ? 'collection' : 'two-awaits') : 'returned';
    case 'entered':
      return 'with';
    case 'callee':
      return 'chain';
    case 'argument': {
      if (isFormatting(a, use, scope)) return 'format';
      if (layers[0] === 'async-generator') return 'async-generator';
      const isStored =
        use.parent.callee.kind === 'attribute' && /^(?:append|appendleft|add|insert)$/u.test(use.parent.callee.name);
      if (isStored && layers[0] === 'coroutine' && !isOwn(a, use, scope)) return 'collection';
      return layers[0] === 'container' ? 'collection' : 'argument';
    }
    case 'bound':
      if (use.binding.how === 'augment') return 'operator';
      if (use.binding.how === 'element')
        return layers[0] === 'async-generator'
          ? 'async-generator'
          : layers[0] === 'container'
            ? 'collection'
            : 'iterated';
      if (layers[0] === 'container') return 'collection';
      if (use.binding.target.kind === 'collection' && layers[0] !== 'future') return 'iterated';
      if (!unused) return 'value';
      return use.binding.target.kind === 'name' && use.binding.target.id === '_' ? 'discarded' : 'unused';
    case 'part':
      return partKind(a, use.parent, expr, scope, layers, unused);
  }
}

function rank(use: Use): number {
  return use.kind === 'tested' ? (use.how === 'operand' ? 1 : 0) : 2;
}

function partKind(
  a: Analysis,
  parent: Expr,
  expr: Expr,
  scope: ProjectFunction,
  layers: readonly Layer[],
  unused: boolean,
): Kind {
  switch (parent.kind) {
    case 'await':
      if (layers[0] === 'async-generator') return 'async-generator';
      return layers[0] === 'async-manager' ? 'with' : 'two-awaits';
    case 'attribute':
    case 'subscript':
      if (parent.kind === 'subscript' && parent.of !== expr) return 'value';
      return layers[0] === 'container' ? 'collection' : layers[0] === 'future' ? 'value' : 'chain';
    case 'choice':
      return kindOf(a, parent, scope, layers, unused);
    case 'collection': {
      const [use] = a.uses.of(parent);
      if (use?.kind === 'part' && a.uses.isRemainder(use.parent)) return 'format';
      const pairs = use?.kind === 'bound' && use.binding.how === 'assign' && use.binding.target.kind === 'collection';
      return pairs ? (unused ? 'unused' : 'value') : 'collection';
    }
    case 'other':
      if (parent.type === 'not_operator') return 'not';
      if (parent.type === 'comparison_operator') return 'comparison';
      if (parent.type === 'str' || a.uses.isRemainder(parent)) return 'format';
      return parent.type.endsWith('splat') ? 'iterated' : 'operator';
    default:
      return 'value';
  }
}

function isFormatting(a: Analysis, use: Extract<Use, { kind: 'argument' }>, scope: ProjectFunction): boolean {
  const { callee } = use.parent;
  const names = [...a.ev.of(callee, scope)].flatMap((value) => (value.kind === 'external' ? [value.name] : []));
  if (names.some((name) => formatters.test(name))) return true;
  return callee.kind === 'attribute' && callee.of.kind === 'name' && /^_*log(?:ger|ging)?$/iu.test(callee.of.id);
}

function isOwn(a: Analysis, use: Extract<Use, { kind: 'argument' }>, scope: ProjectFunction): boolean {
  return [...a.ev.of(use.parent.callee, scope)].some((value) => value.kind === 'function');
}
