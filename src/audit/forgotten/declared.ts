import { type Expr, lastName, type ProjectFunction } from '../../program/index.ts';
import type { Layer } from './layers.ts';
import { asyncCallables } from './libraries.ts';
import type { Analysis } from './model.ts';

/** What an annotated callable promises: `send: Callable[[str], Awaitable[None]]`, also through aliases and attributes. */
export function declaredResult(a: Analysis, callee: Expr, scope: ProjectFunction): Layer | undefined {
  return declaredLayer(a, callee, scope, annotatedResult, 0);
}

/** What an annotation says of the thing itself: `stream: AsyncIterator[bytes]`. */
export function declaredValue(a: Analysis, expr: Expr, scope: ProjectFunction): Layer | undefined {
  return declaredLayer(a, expr, scope, annotatedValue, 0);
}

type Reading = (a: Analysis, annotation: Expr, scope: ProjectFunction) => Layer | undefined;

function declaredLayer(
  a: Analysis,
  callee: Expr,
  scope: ProjectFunction,
  read: Reading,
  depth: number,
): Layer | undefined {
  if (depth > 6) return undefined;
  if (callee.kind === 'name') {
    const home = a.uses.home(scope, callee.id);
    const definitions = home && a.ev.scopes.definitions(home, callee.id);
    if (!home || definitions?.length !== 1) return undefined;
    const [definition] = definitions;
    if (definition?.kind === 'parameter') {
      const parameter = home.facts.parameters.find(({ name }) => name === callee.id);
      return parameter?.annotation && read(a, parameter.annotation, home.parent ?? home);
    }
    if (definition?.kind !== 'binding' || definition.path.length > 0) return undefined;
    return boundLayer(a, definition, read, depth);
  }
  if (callee.kind !== 'attribute') return undefined;
  const found = [...a.ev.of(callee.of, scope)].map((value) => {
    if (value.kind !== 'instance') return undefined;
    const owner = a.ev.classes.order(value.class).find((cls) => a.ev.scopes.attributes(cls, callee.name).length > 0);
    const definitions = owner ? a.ev.scopes.attributes(owner, callee.name) : [];
    const results = definitions.map((item) =>
      item.kind === 'binding' && item.path.length === 0 ? boundLayer(a, item, read, depth) : undefined,
    );
    return results.length > 0 && results.every((item) => item === results[0]) ? results[0] : undefined;
  });
  return found.every((item) => item === found[0]) ? found[0] : undefined;
}

type Bound = { readonly binding: ProjectFunction['facts']['bindings'][number]; readonly scope: ProjectFunction };

function boundLayer(a: Analysis, { binding, scope }: Bound, read: Reading, depth: number): Layer | undefined {
  if (binding.annotation) return read(a, binding.annotation, scope);
  if (binding.how !== 'assign' || !binding.value) return undefined;
  return declaredLayer(a, binding.value, scope, read, depth + 1);
}

function annotatedValue(_: Analysis, annotation: Expr): Layer | undefined {
  const name = lastName(annotation.kind === 'subscript' ? annotation.of : annotation);
  return /^Async(?:Iterator|Iterable|Generator)$/u.test(name) ? 'async-generator' : undefined;
}

const results: Readonly<Record<string, Layer>> = {
  Awaitable: 'coroutine',
  Coroutine: 'coroutine',
  AsyncIterator: 'async-generator',
  AsyncGenerator: 'async-generator',
  AbstractAsyncContextManager: 'async-manager',
  AsyncContextManager: 'async-manager',
};

function annotatedResult(a: Analysis, annotation: Expr, scope: ProjectFunction, depth = 0): Layer | undefined {
  if (depth > 6) return undefined;
  if (annotation.kind === 'choice' || (annotation.kind === 'other' && annotation.type === 'binary_operator')) {
    const parts = annotation.kind === 'choice' ? annotation.of : annotation.parts;
    const all = parts
      .filter((part) => part.kind !== 'literal')
      .map((part) => annotatedResult(a, part, scope, depth + 1));
    return all.every((item) => item === all[0]) ? all[0] : undefined;
  }
  if (annotation.kind === 'subscript') {
    const name = lastName(annotation.of);
    const index =
      annotation.index.length === 1 && annotation.index[0]?.kind === 'collection'
        ? annotation.index[0].items
        : annotation.index;
    if (name === 'Optional' || name === 'Annotated' || name === 'Final' || name === 'ClassVar')
      return index[0] && annotatedResult(a, index[0], scope, depth + 1);
    const result = name === 'Callable' ? index.at(-1) : undefined;
    if (result?.kind !== 'subscript' && result?.kind !== 'name' && result?.kind !== 'attribute') return undefined;
    return results[lastName(result.kind === 'subscript' ? result.of : result)];
  }
  if (annotation.kind !== 'name' && annotation.kind !== 'attribute') return undefined;
  const all = [...a.ev.of(annotation, scope)].map((value): Layer | undefined => {
    if (value.kind === 'alias') return annotatedResult(a, value.expr, value.scope, depth + 1);
    return value.kind === 'external' && asyncCallables.test(value.name) ? 'coroutine' : undefined;
  });
  return all.length > 0 && all.every((item) => item === all[0]) ? all[0] : undefined;
}
