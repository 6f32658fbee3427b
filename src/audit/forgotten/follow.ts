import { type Binding, type Expr, lastName, type ProjectFunction, type Span, type Use } from '../../program/index.ts';
import type { Analysis, Sink } from './model.ts';
import { argumentSinks } from './arguments.ts';
import { type Layer, peeled } from './layers.ts';
import { isSlice } from './results.ts';
import { attributeSinks, intoContainer, variableSinks } from './storage.ts';

const good: Sink = { kind: 'good' };
const handed: Sink = { kind: 'handed' };

/** Every end of the ways that an expression's value takes. Empty: nobody does anything with it. */
export function usesOfValue(
  a: Analysis,
  expr: Expr,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] {
  return a.uses.of(expr).flatMap((use) => step(a, use, expr, scope, layers));
}

function step(a: Analysis, use: Use, expr: Expr, scope: ProjectFunction, layers: readonly Layer[]): readonly Sink[] {
  const top = layers[0];
  const lost: Sink = { kind: 'lost', at: expr, raises: false };
  const raises: Sink = { kind: 'lost', at: expr, raises: true };
  switch (use.kind) {
    case 'bare':
      if (top !== 'future') return [lost];
      return isGathered(expr)
        ? [{ kind: 'unknown', why: 'it runs, and nobody waits for it', isRunning: true }]
        : [good];
    case 'tested':
      return top === 'future' || (top === 'container' && use.how !== 'raise') ? [] : [lost];
    case 'returned':
      return returnedSinks(a, expr, scope, layers);
    case 'yielded':
      // below `@types.coroutine`, `yield from` is the await of old
      if (use.delegated && scope.facts.decorators.some((expr) => lastName(expr) === 'coroutine')) return [good];
      if (use.delegated) return top === 'container' ? [handed] : [raises];
      return yieldedSinks(a, expr, scope, layers);
    case 'bound':
      return boundSinks(a, use.binding, expr, scope, layers);
    case 'entered': {
      const rest = peeled(layers, use.item.isAsync ? 'async-with' : 'with');
      if (!rest) return top === 'future' ? [{ kind: 'unknown', why: 'it is entered' }] : [raises];
      const binding = scope.facts.bindings.find(({ how, value }) => how === 'enter' && value === use.item.context);
      if (rest.length === 0 || !binding) return [good];
      return targetSinks(a, binding.target, scope, rest, { value: expr, how: 'enter' });
    }
    case 'filled':
      return isBare(top) ? [raises] : [];
    case 'target':
      return [];
    case 'callee':
      return [raises];
    case 'argument':
      return argumentSinks(a, use.parent, use.argument, scope, layers);
    case 'part':
      return partSinks(a, use.parent, expr, scope, layers);
  }
}

/** Nothing can be stored into it, and it has no attributes of its own. */
export function isBare(layer: Layer | undefined): boolean {
  return layer === 'coroutine' || layer === 'async-generator';
}

function isGathered(expr: Expr): boolean {
  return expr.kind === 'call' && lastName(expr.callee) === 'gather';
}

function partSinks(
  a: Analysis,
  parent: Expr,
  expr: Expr,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] {
  const [top] = layers;
  const lost: Sink = { kind: 'lost', at: parent, raises: true };
  switch (parent.kind) {
    case 'await': {
      const rest = peeled(layers, 'await');
      if (!rest) return [lost];
      if (rest.length === 0) return [good];
      if (rest[0] !== 'coroutine' && a.uses.of(parent).some((use) => use.kind === 'bare'))
        return [rest[0] === 'container' ? { kind: 'good', isDropped: true } : good];
      const after = a.follow(parent, scope, rest);
      return after.length > 0 ? after : [lost];
    }
    case 'attribute':
      return memberSinks(a, parent, scope, layers);
    case 'subscript':
      if (parent.of !== expr) return [lost];
      if (top !== 'container') return [lost];
      return a.follow(parent, scope, isSlice(parent) ? layers : layers.slice(1));
    case 'collection':
      return displaySinks(a, parent, expr, scope, layers);
    case 'choice':
      return a.follow(parent, scope, layers);
    case 'other':
      return operatorSinks(a, parent, scope, layers);
    default:
      return [{ kind: 'unknown', why: 'of where it stands' }];
  }
}

function operatorSinks(
  a: Analysis,
  parent: Extract<Expr, { kind: 'other' }>,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] {
  const [top] = layers;
  const lost: Sink = { kind: 'lost', at: parent, raises: true };
  switch (parent.type) {
    case 'comparison_operator':
    case 'not_operator':
      return top === 'container' || top === 'future' ? [] : [{ ...lost, raises: false }];
    case 'binary_operator':
      return top === 'container' && !a.uses.isRemainder(parent)
        ? a.follow(parent, scope, layers)
        : [{ ...lost, raises: !a.uses.isRemainder(parent) }];
    case 'str':
      return [{ ...lost, raises: false }];
    case 'unary_operator':
      return [lost];
    case 'list_splat':
    case 'dictionary_splat': {
      if (top !== 'container') return [lost];
      // `[*jobs, weigh(crate)]`: one flat list
      return a.uses.of(parent).flatMap((use) => (use.kind === 'part' ? a.follow(use.parent, scope, layers) : []));
    }
    default:
      return [{ kind: 'unknown', why: 'of where it stands' }];
  }
}

/** Attributes that what is not awaited yet has itself. */
export const protocol: Readonly<Partial<Record<Layer, RegExp>>> = {
  coroutine: /^(?:send|throw|close|cr_\w+|__await__)$/u,
  either: /^(?:send|throw|close|__await__|__aenter__|start)$/u,
  'async-generator': /^(?:__anext__|__aiter__|asend|athrow|aclose|ag_\w+)$/u,
  'async-manager': /^(?:__aenter__|__aexit__)$/u,
  future:
    /^(?:cancel|cancelled|done|result|exception|add_done_callback|remove_done_callback|get_name|set_name|get_coro|get_loop|set_result|set_exception|get_stack|print_stack|cancelling|uncancel|get_context)$/u,
};

function memberSinks(
  a: Analysis,
  parent: Extract<Expr, { kind: 'attribute' }>,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] {
  const [top] = layers;
  if (top && protocol[top]?.test(parent.name) && !(parent.name === 'close' && isCallAwaited(a, parent))) return [good];
  if (top === 'manager') return [{ kind: 'unknown', why: 'of a context manager' }];
  if (top !== 'container') return [{ kind: 'lost', at: parent, raises: true }];
  const taken = /^(?:pop|popleft|popitem|get|get_nowait|setdefault|__getitem__|__next__)$/u.test(parent.name);
  const same = /^(?:values|items|copy|__iter__)$/u.test(parent.name);
  if (!taken && !same) return [];
  return a.uses
    .of(parent)
    .flatMap((use) => (use.kind === 'callee' ? a.follow(use.parent, scope, taken ? layers.slice(1) : layers) : []));
}

/** `await job.close()`: a coroutine's own `close` is not awaited, so that of something else is meant. */
function isCallAwaited(a: Analysis, member: Expr): boolean {
  return a.uses
    .of(member)
    .some(
      (use) =>
        use.kind === 'callee' &&
        a.uses.of(use.parent).some((outer) => outer.kind === 'part' && outer.parent.kind === 'await'),
    );
}

function displaySinks(
  a: Analysis,
  display: Extract<Expr, { kind: 'collection' }>,
  expr: Expr,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] {
  // `one, two = load(1), load(2)`: no tuple is left
  const at = display.items.indexOf(expr);
  const unpacked = a.uses.of(display).flatMap((use) => {
    if (use.kind !== 'bound' || use.binding.how !== 'assign' || use.binding.target.kind !== 'collection') return [];
    const target = use.binding.target.items[at];
    return target && use.binding.target.items.length === display.items.length ? [target] : [];
  });
  if (unpacked.length > 0)
    return unpacked.flatMap((target) => targetSinks(a, target, scope, layers, { value: display, how: 'assign' }));
  return a.follow(display, scope, ['container', ...layers]);
}

function boundSinks(
  a: Analysis,
  binding: Binding,
  expr: Expr,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] {
  const bound = { value: expr, how: binding.how };
  if (binding.how === 'assign') return targetSinks(a, binding.target, scope, layers, bound);
  if (binding.how === 'augment')
    return layers[0] === 'container'
      ? targetSinks(a, binding.target, scope, layers, bound)
      : [{ kind: 'lost', at: expr, raises: true }];
  const rest = peeled(layers, a.uses.isAsyncIterated(expr) ? 'async-for' : 'for');
  if (!rest) return [{ kind: 'lost', at: expr, raises: true }];
  return rest.length === 0 ? [good] : targetSinks(a, binding.target, scope, rest, bound);
}

function targetSinks(
  a: Analysis,
  target: Expr,
  scope: ProjectFunction,
  layers: readonly Layer[],
  bound: { readonly value: Expr; readonly how: Binding['how'] },
): readonly Sink[] {
  const inner = (part: Expr, with_: readonly Layer[]) => targetSinks(a, part, scope, with_, bound);
  switch (target.kind) {
    case 'name': {
      const span: Span = { ...target, end: bound.how === 'assign' ? bound.value.end : target.end };
      return variableSinks(a, scope, target.id, layers, span);
    }
    case 'attribute':
      return attributeSinks(a, target.name, a.ev.of(target.of, scope), layers, { expr: target.of, scope });
    case 'subscript':
      return intoContainer(a, target.of, scope, ['container', ...layers]);
    case 'collection':
      if (layers[0] === 'container') return target.items.flatMap((item) => inner(item, layers.slice(1)));
      if (bound.how === 'element') return target.items.flatMap((item) => inner(item, layers));
      return [{ kind: 'lost', at: bound.value, raises: true }];
    case 'other':
      return target.parts.flatMap((part) => inner(part, ['container', ...layers]));
    default:
      return [{ kind: 'unknown', why: 'of where it is stored' }];
  }
}

function yieldedSinks(a: Analysis, expr: Expr, scope: ProjectFunction, layers: readonly Layer[]): readonly Sink[] {
  if (a.isFramework(scope)) return [{ kind: 'unknown', why: 'a dependency hands it on' }];
  if (!scope.facts.isAsync || (layers[0] !== 'coroutine' && layers[0] !== 'container')) return [handed];
  if (a.consumed(scope, layers)) return [handed];
  const isFixture = scope.facts.decorators.some((decorator) =>
    lastName(decorator.kind === 'call' ? decorator.callee : decorator).endsWith('fixture'),
  );
  if (isFixture || a.ev.escapes(scope)) return [{ kind: 'unknown', why: `nobody knows who calls ${scope.facts.name}` }];
  return [{ kind: 'lost', at: expr, raises: false }];
}

/** Python calls these itself and takes what they return as it is. */
const implicit =
  /^__(?:init|str|repr|len|bool|iter|next|contains|eq|ne|lt|le|gt|ge|hash|int|float|index|format|bytes|enter|exit|del|set|setattr|delattr|setitem|delitem|dir)__$/u;

function returnedSinks(a: Analysis, expr: Expr, scope: ProjectFunction, layers: readonly Layer[]): readonly Sink[] {
  const { facts } = scope;
  const lost: Sink = { kind: 'lost', at: expr, raises: false };
  if (!facts.isAsync) {
    if (facts.kind === 'function' && scope.owner && implicit.test(facts.name)) return [lost];
    const isEndpoint = a.program.endpoints.some((endpoint) => endpoint.function === scope);
    if (isEndpoint) return layers[0] === 'async-generator' || layers[0] === 'future' ? [] : [lost];
    return [handed];
  }
  if (a.isFramework(scope)) return [lost];
  // a response may be made of a generator: `return stream(), 200`
  if (layers.find((layer) => layer !== 'container') !== 'coroutine') return [handed];
  if (a.consumed(scope, layers)) return [handed];
  const open = a.ev.escapes(scope) && a.callsOf(scope).length === 0;
  return [open ? { kind: 'unknown', why: `nobody knows who calls ${facts.name}` } : lost];
}
