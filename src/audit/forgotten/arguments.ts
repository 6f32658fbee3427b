import { type Argument, lastName, type ProjectClass, type ProjectFunction, type Value } from '../../program/index.ts';
import type { Analysis, Call, Sink } from './model.ts';
import { hasKnownDecorators } from './decorators.ts';
import type { Layer } from './layers.ts';
import {
  consumers,
  formatters,
  functionTakers,
  lookers,
  rewrappers,
  runners,
  takerNames,
  valueTakers,
} from './libraries.ts';
import { isChecked } from './models.ts';
import { possible } from './results.ts';
import { attributeSinks, intoContainer, variableSinks } from './storage.ts';

const good: Sink = { kind: 'good' };

/** What a call does with an argument that wants an await. */
export function argumentSinks(
  a: Analysis,
  call: Call,
  argument: Argument,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] {
  const values = possible([...a.ev.of(call.callee, scope)]);
  const own = values.some((value) => value.kind === 'function');
  if (call.callee.kind === 'attribute' && !own) {
    if (takerNames.has(call.callee.name)) return takenSinks(a, call, scope, layers);
    const stored = storedInto(a, call, argument, scope, layers);
    if (stored) return stored;
    if (isLogging(call.callee)) return [{ kind: 'lost', at: call, raises: false }];
  }
  if (values.length === 0) return [{ kind: 'unknown', why: 'nobody knows what is called' }];
  return values.flatMap((value) => valueSinks(a, value, call, argument, scope, layers));
}

function valueSinks(
  a: Analysis,
  value: Value,
  call: Call,
  argument: Argument,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] {
  switch (value.kind) {
    case 'function':
      return parameterSinks(a, value.function, value.bound ? 1 : 0, call, argument, scope, layers);
    case 'class':
      return constructorSinks(a, value.class, call, argument, scope, layers);
    case 'external':
      return externalSinks(a, value.name, call, scope, layers);
    default:
      return [{ kind: 'unknown', why: 'nobody knows what is called' }];
  }
}

function parameterSinks(
  a: Analysis,
  fn: ProjectFunction,
  offset: number,
  call: Call,
  argument: Argument,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] {
  if (!hasKnownDecorators(a, fn)) return [{ kind: 'unknown', why: `a decorator changes ${fn.facts.name}` }];
  const { parameters } = fn.facts;
  const at = call.args.filter(({ name }) => name === undefined || name === '*').indexOf(argument);
  const starred = call.args.slice(0, call.args.indexOf(argument)).some(({ name }) => name === '*');
  const rest = parameters.find((parameter) => parameter.form === 'args');
  let name: string | undefined;
  let inside = layers;
  if (argument.name === '**' || starred) return [{ kind: 'unknown', why: 'arguments are unpacked' }];
  if (argument.name === '*') {
    if (layers[0] !== 'container') return [{ kind: 'lost', at: call, raises: false }];
    if (!rest) return [{ kind: 'unknown', why: 'arguments are unpacked' }];
    name = rest.name;
  } else if (argument.name === undefined) {
    const positional = parameters.filter((parameter) => parameter.form === 'plain');
    name = positional[at + (fn.owner ? offset : 0)]?.name;
    if (name === undefined && rest) {
      name = rest.name;
      inside = ['container', ...layers];
    }
  } else {
    const named = parameters.find((parameter) => parameter.name === argument.name);
    name = named?.name;
  }
  if (name === undefined) return [{ kind: 'unknown', why: 'of how it is handed over' }];
  const sinks = variableSinks(a, fn, name, inside, undefined);
  if (sinks.length === 0) return [{ kind: 'lost', at: call, raises: false }];
  const { isAsync, isGenerator, functions } = fn.facts;
  if (isGenerator || functions.length > 0 || !sinks.some((sink) => sink.kind === 'handed')) return sinks;
  // given back to the very caller: go on with the call
  const back = a.follow(call, scope, isAsync ? ['coroutine', ...layers] : layers);
  return [...sinks.filter((sink) => sink.kind !== 'handed'), ...back];
}

function constructorSinks(
  a: Analysis,
  cls: ProjectClass,
  call: Call,
  argument: Argument,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] {
  const init = a.ev.classes
    .order(cls)
    .map((item) => item.methods.get('__init__')?.[0])
    .find((method) => method !== undefined);
  if (init) return parameterSinks(a, init, 1, call, argument, scope, layers);
  const fields = [...a.ev.classes.order(cls)]
    .reverse()
    .flatMap(({ body }) =>
      body.facts.bindings.flatMap(({ target, annotation }) =>
        annotation && target.kind === 'name' ? [target.id] : [],
      ),
    );
  const field = argument.name ?? fields[call.args.indexOf(argument)];
  if (field !== undefined && field !== '*' && field !== '**' && isChecked(a, cls, field, 'made'))
    return [{ kind: 'lost', at: call, raises: false }];
  if (field === undefined || !fields.includes(field))
    return [{ kind: 'unknown', why: 'of what the class does with it' }];
  return attributeSinks(a, field, new Set([a.ev.pool.instance(cls)]), layers);
}

/** It is awaited there; what that gives may want an await of its own. */
function takenSinks(a: Analysis, call: Call, scope: ProjectFunction, layers: readonly Layer[]): readonly Sink[] {
  const rest = layers.slice(1);
  if (layers[0] !== 'coroutine' || rest[0] !== 'coroutine') return [good];
  const name = lastName(call.callee);
  if (/^(?:run|run_until_complete|wait)$/u.test(name)) return a.follow(call, scope, rest);
  const gives: readonly Layer[] = name === 'gather' ? ['future', 'container', ...rest] : ['future', ...rest];
  return a.follow(call, scope, gives);
}

function externalSinks(
  a: Analysis,
  name: string,
  call: Call,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] {
  const [top] = layers;
  const lost: Sink = { kind: 'lost', at: call, raises: false };
  if (name === 'contextlib.aclosing' && top === 'async-generator')
    return a.follow(call, scope, ['async-manager', ...layers]);
  if (name === 'builtins.isinstance' && isOtherType(a, call, scope)) return [];
  const takes = a.knowledge.takes(name);
  if (takes === 'awaits') return takenSinks(a, call, scope, layers);
  if (runsTaker(a, name, call, scope)) return [good];
  if (/^typing(?:_extensions)?\.cast$/u.test(name)) return a.follow(call, scope, layers);
  if (formatters.test(name)) return top === 'future' ? [] : [lost];
  if (lookers.test(name)) return top === 'container' || top === 'future' || !name.endsWith('len') ? [] : [lost];
  if (top === 'container') {
    if (rewrappers.test(name) || name === 'builtins.filter') return a.follow(call, scope, layers);
    if (name === 'builtins.next') return a.follow(call, scope, layers.slice(1));
    if (consumers.test(name)) return [lost];
    if (name === 'builtins.map') return mappedSinks(a, call, scope, layers);
  }
  if (top === 'future' || top === 'manager') return [{ kind: 'unknown', why: `of what ${name} does with it` }];
  // `keep = loans.append` and then `keep(load())`
  if (/^builtins\.(?:list|set|dict)\./u.test(name))
    return [{ kind: 'unknown', why: 'nobody knows what it is put into' }];
  if (takes === 'values' || functionTakers.test(name) || valueTakers.test(name)) return [lost];
  return [{ kind: 'unknown', why: `nobody knows what ${name} does with it` }];
}

/** `pool.submit(asyncio.run, fetch())`, `loop.call_soon_threadsafe(asyncio.create_task, fetch())`. */
function runsTaker(a: Analysis, name: string, call: Call, scope: ProjectFunction): boolean {
  if (!runners.test(`.${name}`)) return false;
  return call.args.some(({ value }) => {
    if (value.kind !== 'name' && value.kind !== 'attribute') return false;
    if (value.kind === 'attribute' && takerNames.has(value.name)) return true;
    return [...a.ev.of(value, scope)].some(
      (item) => item.kind === 'external' && a.knowledge.takes(item.name) === 'awaits',
    );
  });
}

/** `map(asyncio.create_task, jobs)`: each is handed to the function. */
function mappedSinks(a: Analysis, call: Call, scope: ProjectFunction, layers: readonly Layer[]): readonly Sink[] {
  const fn = call.args[0]?.value;
  if (!fn) return [];
  return [...a.ev.of(fn, scope)].flatMap((value): readonly Sink[] => {
    if (value.kind === 'external')
      return a.knowledge.takes(value.name) === 'awaits'
        ? [good]
        : valueTakers.test(value.name) || a.knowledge.takes(value.name) === 'values'
          ? [{ kind: 'lost', at: call, raises: false }]
          : unknownMap;
    const parameter = value.kind === 'function' ? value.function.facts.parameters[value.bound ? 1 : 0] : undefined;
    if (value.kind !== 'function' || !parameter) return unknownMap;
    return variableSinks(a, value.function, parameter.name, layers.slice(1), undefined);
  });
}
const unknownMap: readonly Sink[] = [{ kind: 'unknown', why: 'of what map calls' }];

/** Methods that put an argument into their receiver; undefined for other calls. */
function storedInto(
  a: Analysis,
  call: Call,
  argument: Argument,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] | undefined {
  if (call.callee.kind !== 'attribute') return undefined;
  const container = call.callee.of;
  const flat = /^(?:extend|update|extendleft)$/u.test(call.callee.name);
  if (!flat && !/^(?:append|appendleft|add|insert|setdefault)$/u.test(call.callee.name)) return undefined;
  if (argument.name === '*' || argument.name === '**') return undefined;
  const receivers = [...a.ev.of(container, scope)];
  const builtin = receivers.every(
    (value) =>
      value.kind === 'many' ||
      value.kind === 'unknown' ||
      (value.kind === 'object' && /^(?:builtins|collections)\./u.test(value.name)),
  );
  if (!builtin) return undefined;
  if (flat && layers[0] !== 'container') return [{ kind: 'lost', at: call, raises: false }];
  const sinks = intoContainer(a, container, scope, flat ? layers : ['container', ...layers]);
  if (!receivers.some((value) => value.kind === 'unknown')) return sinks;
  return [...sinks, { kind: 'unknown', why: 'nobody knows what it is put into' }];
}

function isLogging(callee: Extract<Call['callee'], { kind: 'attribute' }>): boolean {
  const { of } = callee;
  const name = of.kind === 'name' ? of.id : of.kind === 'attribute' ? of.name : '';
  return (
    /^_*(?:log|logger|logging)$/iu.test(name) &&
    /^(?:debug|info|warning|warn|error|exception|critical|log)$/u.test(callee.name)
  );
}

/** `isinstance(loan, Loan)`: it is no such thing, and whoever asks goes on with it as with any value. */
function isOtherType(a: Analysis, call: Call, scope: ProjectFunction): boolean {
  const type = call.args[1]?.value;
  if (!type) return false;
  const types = type.kind === 'collection' ? type.items : [type];
  return types.every((each) => {
    const values = [...a.ev.of(each, scope)];
    return (
      values.length > 0 &&
      values.every(
        (value) =>
          (value.kind === 'class' &&
            a.ev.classes.externalBases(value.class).every((base) => !awaitableTypes.test(base))) ||
          (value.kind === 'external' && !awaitableTypes.test(value.name)),
      )
    );
  });
}

const awaitableTypes =
  /(?:Awaitable|Coroutine|Future|Task|Async(?:Generator|Itera)\w*|AbstractAsync\w*|Generator\w*|Protocol|object|\?|Hashable|Callable)$/u;
