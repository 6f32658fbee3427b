import { type Expr, lastName, type ProjectFunction } from '../../program/index.ts';
import type { Analysis } from './model.ts';
import { either, type Pending, plain } from './layers.ts';
import { transparentDecorators } from './libraries.ts';
import { bodyResult, type Decorated } from './results.ts';

/** What calling a function gives: its body's result, changed by each decorator from the inside out. */
export function decoratedResult(a: Analysis, fn: ProjectFunction): Pending {
  const scope = fn.parent ?? fn;
  return [...fn.facts.decorators]
    .reverse()
    .reduce((below, decorator) => decorated(a, decorator, scope, below), bodyResult(a, fn));
}

/** Every decorator hands the arguments on to the function itself. */
export function hasKnownDecorators(a: Analysis, fn: ProjectFunction): boolean {
  const scope = fn.parent ?? fn;
  const probe: Pending = { layers: ['coroutine'], sure: true };
  return fn.facts.decorators.every((decorator) => decorated(a, decorator, scope, probe).sure);
}

const routes = new Set(
  `get post put patch delete head options trace websocket route api_route websocket_route middleware exception_handler
  on_event`.split(/\s+/u),
);

function decorated(a: Analysis, decorator: Expr, scope: ProjectFunction, below: Pending): Pending {
  const callee = decorator.kind === 'call' ? decorator.callee : decorator;
  const name = lastName(callee);
  const unsure: Pending = { layers: below.layers, sure: below.layers.length === 0 && below.sure };
  if (name === 'wraps') return below;
  const values = [...a.ev.of(decorator, scope)];
  const made = decorator.kind === 'call' ? [...a.ev.of(decorator.callee, scope)] : values;
  for (const value of made) {
    if (value.kind !== 'external') continue;
    if (value.name === 'contextlib.asynccontextmanager')
      return below.layers[0] === 'async-generator'
        ? { ...below, layers: ['async-manager', ...below.layers.slice(1)] }
        : unsure;
    if (value.name === 'contextlib.contextmanager')
      return below.layers[0] === 'container' ? { ...below, layers: ['manager', ...below.layers.slice(1)] } : unsure;
    if (/^functools\.(?:lru_cache|cache)$/u.test(value.name)) return below;
    if (transparentDecorators.test(value.name)) return below;
  }
  const wrappers = values.flatMap((value) => (value.kind === 'function' ? [value.function] : []));
  if (wrappers.length > 0 && wrappers.length === values.length)
    return either(wrappers.map((wrapper) => wrapped(a, wrapper, below)));
  if (decorator.kind === 'call' && callee.kind === 'attribute' && routes.has(name)) return below;
  if (['setter', 'getter', 'deleter'].includes(name)) return below;
  return unsure;
}

/** The function around it may have decorators of its own: `@asynccontextmanager` over `@wraps(function)`. */
function wrapperResult(a: Analysis, wrapper: ProjectFunction, under: Decorated): Pending {
  const scope = wrapper.parent ?? wrapper;
  return [...wrapper.facts.decorators]
    .reverse()
    .reduce((below, decorator) => decorated(a, decorator, scope, below), bodyResult(a, wrapper, under));
}

/** What a decorator of the project makes of a function: itself again, or a function of its own around it. */
function wrapped(a: Analysis, decorator: ProjectFunction, below: Pending): Pending {
  const { facts } = decorator;
  const unsure: Pending = { layers: below.layers, sure: false };
  const parameter = facts.parameters[decorator.owner ? 1 : 0]?.name ?? facts.parameters[0]?.name;
  if (parameter === undefined || facts.returns.length === 0 || facts.isAsync) return unsure;
  const under = { scope: decorator, id: parameter, gives: below };
  return either(
    facts.returns.map((expr): Pending => {
      if (expr.kind === 'name' && expr.id === parameter) return below;
      const inner = [...a.ev.of(expr, decorator)];
      if (inner.length === 0 || inner.some((value) => value.kind !== 'function')) return unsure;
      return either(
        inner.map((value) => (value.kind === 'function' ? wrapperResult(a, value.function, under) : plain)),
      );
    }),
  );
}
