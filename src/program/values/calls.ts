import type { Expr } from '../facts.ts';
import type { ProjectClass, ProjectFunction } from '../model.ts';
import { declaredResult, union, unquoted } from './annotations.ts';
import type { Evaluation } from './evaluation.ts';
import type { Value, Values } from './model.ts';
import { enterValues, moduleValues } from './names.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** Objects of these classes are told apart by where they are made. */
const sited = /(?:^|\.)(?:Lock|RLock|Semaphore|BoundedSemaphore|Condition|FastAPI|APIRouter)$/u;

/** What a call gives. */
export function callValues(ev: Evaluation, call: Call, scope: ProjectFunction): Values {
  const callees = ev.of(call.callee, scope);
  const declared = callees.has(ev.pool.unknown) ? resultOfParameter(ev, call.callee, scope) : undefined;
  const results = [...callees].map((callee) =>
    callee.kind === 'unknown' && declared ? declared : resultOf(ev, callee, call, scope),
  );
  if (call.callee.kind === 'attribute') {
    // methods of containers: what comes out is what went in
    for (const receiver of ev.of(call.callee.of, scope)) {
      if (receiver.kind === 'many') results.push(new Set([receiver, receiver.of]));
    }
  }
  return union(results);
}

/** A parameter that is declared as a callable, whatever it holds; undefined where that says nothing. */
function resultOfParameter(ev: Evaluation, callee: Expr, scope: ProjectFunction): Values | undefined {
  if (callee.kind !== 'name') return undefined;
  for (let at: ProjectFunction | undefined = scope; at; at = at.parent) {
    const definitions = ev.scopes.definitions(at, callee.id);
    if (!definitions) continue;
    const [only, ...more] = definitions;
    if (only?.kind !== 'parameter' || more.length > 0) return undefined;
    const { annotation } = only.function.facts.parameters.find(({ name }) => name === callee.id) ?? {};
    const result = annotation && declaredResult(ev, annotation, only.function.parent ?? only.function);
    return result?.has(ev.pool.unknown) ? undefined : result;
  }
  return undefined;
}

function resultOf(ev: Evaluation, callee: Value, call: Call, scope: ProjectFunction): Values {
  const { pool } = ev;
  const site = `${scope.module.file}:${call.start}`;
  switch (callee.kind) {
    case 'function':
      return ev.returned(callee.function);
    case 'class':
      return instanceValues(ev, callee.class, site);
    case 'instance':
      return union(
        [...ev.member(callee.class, '__call__', 'instance')].map((member) =>
          member.kind === 'function' ? ev.returned(member.function) : pool.only(pool.unknown),
        ),
      );
    case 'external':
      return externalResult(ev, callee.name, call, scope, site);
    case 'object': {
      // calling an object: a session factory gives sessions, the rest is "what it returned"
      const result = callee.name.endsWith('()') ? callee.name : `${callee.name}()`;
      const known = ev.types.returns(result);
      return pool.only(known === 'unknown' ? pool.unknown : pool.object(known ?? result));
    }
    case 'alias':
      return callee.expr.kind === 'subscript'
        ? resultOf(ev, [...ev.of(callee.expr.of, callee.scope)][0] ?? pool.unknown, call, scope)
        : pool.only(pool.unknown);
    default:
      return pool.only(pool.unknown);
  }
}

/** By its own name, or as knowledge files say what it derives from. */
function isSited(ev: Evaluation, name: string): boolean {
  return sited.test(name) || ev.types.lineage(name).some((base) => sited.test(base));
}

function instanceValues(ev: Evaluation, cls: ProjectClass, site: string): Values {
  const names = [...ev.classes.order(cls).map((item) => item.qualname), ...ev.classes.externalBases(cls)];
  const keep = names.some((name) => isSited(ev, name));
  return ev.pool.only(ev.pool.instance(cls, keep ? site : undefined));
}

function externalResult(ev: Evaluation, name: string, call: Call, scope: ProjectFunction, site: string): Values {
  const { pool, types } = ev;
  const first = call.args.find((arg) => arg.name === undefined)?.value;
  const given = (): Values => (first ? ev.of(first, scope) : new Set());
  switch (name) {
    case 'builtins.super':
      return superValues(ev, call, scope);
    case 'builtins.type':
      return pool.set(
        [...given()].flatMap((value) => (value.kind === 'instance' ? [pool.class(value.class, true)] : [pool.unknown])),
      );
    case 'builtins.getattr': {
      const attribute = call.args[1]?.value;
      const otherwise = call.args[2] ? ev.of(call.args[2].value, scope) : new Set<Value>();
      if (attribute?.kind === 'string') return union([ev.attribute(given(), attribute.value), otherwise]);
      return union([anyMember(ev, given()), otherwise]);
    }
    case 'builtins.globals':
    case 'builtins.locals':
    case 'builtins.vars':
      return pool.only(pool.many(pool.unknown));
    case 'builtins.eval':
    case 'builtins.__import__':
    case 'operator.methodcaller':
    case 'operator.attrgetter':
      return pool.only(pool.unknown);
    case 'importlib.import_module':
      return first?.kind === 'string' && !first.value.startsWith('.')
        ? moduleValues(ev, first.value)
        : pool.only(pool.unknown);
    case 'collections.defaultdict': {
      const made = union([...given()].map((factory) => resultOf(ev, factory, { ...call, args: [] }, scope)));
      return pool.set((made.size > 0 ? [...made] : [pool.unknown]).map((value) => pool.many(value)));
    }
    case 'contextlib.ExitStack.enter_context':
    case 'contextlib.AsyncExitStack.enter_context':
    case 'contextlib.AsyncExitStack.enter_async_context':
      return enterValues(ev, given());
    case 'typing.cast':
    case 'typing_extensions.cast':
      return first ? ev.annotation(unquoted(first), scope) : pool.only(pool.unknown);
    case 'typing.TypeVar':
    case 'typing_extensions.TypeVar':
      return pool.only(pool.alias(call, scope));
    case 'dataclasses.field':
    case 'attr.ib':
    case 'attr.field':
    case 'attrs.field':
    case 'pydantic.Field':
      return fieldValues(ev, call, scope);
    case 'functools.partial':
    case 'functools.wraps':
    case 'contextlib.closing':
    case 'contextlib.contextmanager':
    case 'contextlib.asynccontextmanager':
      return given();
    case 'builtins.next':
    case 'builtins.min':
    case 'builtins.max':
    case 'heapq.heappop':
    case 'heapq.heapreplace':
    case 'heapq.heappushpop':
    case 'random.choice':
      return ev.element(given());
    case 'asyncio.run':
    case 'copy.copy':
    case 'copy.deepcopy':
      return given();
    case 'asyncio.to_thread':
    case 'starlette.concurrency.run_in_threadpool':
    case 'fastapi.concurrency.run_in_threadpool':
    case 'anyio.to_thread.run_sync':
      return union(
        [...given()].map((value) =>
          value.kind === 'function' ? ev.returned(value.function) : pool.only(pool.unknown),
        ),
      );
  }
  const known = lineageReturns(ev, name);
  const keep = isSited(ev, name) ? site : undefined;
  const result = known === 'unknown' ? pool.unknown : pool.object(known ?? resultName(name), keep);
  if (!types.carries(name)) return pool.only(result);
  const carried = call.args.flatMap((arg) => [...ev.of(arg.value, scope)]).flatMap((value) => carriedBy(ev, value));
  const from = call.callee.kind === 'attribute' ? [...ev.of(call.callee.of, scope)] : [];
  const kept = from.flatMap((value) =>
    value.kind === 'many' ? [value, value.of] : value.kind === 'unknown' ? [value] : [],
  );
  return new Set([result, ...carried, ...kept]);
}

/** `field(default_factory=list)`: what the attribute is where nobody gives one, and whatever is given. */
function fieldValues(ev: Evaluation, call: Call, scope: ProjectFunction): Values {
  const given = call.args.flatMap(({ name, value }): Values[] => {
    if (name === 'default' || name === undefined) return [ev.of(value, scope)];
    if (name !== 'default_factory' && name !== 'factory') return [];
    const made: Call = { ...call, callee: value, args: [] };
    return [...ev.of(value, scope)].map((factory) => resultOf(ev, factory, made, scope));
  });
  return union([...given, ev.pool.only(ev.pool.unknown)]);
}

/** `getattr(desk, action)`: any member of a known class may be meant. */
function anyMember(ev: Evaluation, of: Values): Values {
  const members = [...of].flatMap((value) =>
    value.kind === 'instance' || value.kind === 'class' ? [ev.pool.someMember(value.class)] : [],
  );
  return new Set([ev.pool.unknown, ...members]);
}

/** A class among the arguments of `session.get(Loan, 1)` comes back as an instance, and as many of them. */
function carriedBy(ev: Evaluation, value: Value): readonly Value[] {
  const { pool } = ev;
  if (value.kind === 'class') return [pool.instance(value.class), pool.many(pool.instance(value.class))];
  if (value.kind === 'many') return [value, value.of];
  return value.kind === 'instance' || value.kind === 'unknown' ? [value, pool.many(value)] : [];
}

/** Looked up on the class and on its bases. */
function lineageReturns(ev: Evaluation, name: string): string | undefined {
  const own = ev.types.returns(name);
  if (own !== undefined) return own;
  const dot = name.lastIndexOf('.');
  const member = name.slice(dot + 1);
  for (const base of ev.types.lineage(name.slice(0, dot)).slice(1)) {
    const known = ev.types.returns(`${base}.${member}`);
    if (known !== undefined) return known;
  }
  return undefined;
}

/** Calling a class gives its instance; calling anything else gives "what it returned", and stays that. */
function resultName(name: string): string {
  if (name.includes('()')) return `${name.slice(0, name.indexOf('()'))}()`;
  return /(?:^|\.)_*[A-Z]\w*$/u.test(name) ? name : `${name}()`;
}

function superValues(ev: Evaluation, call: Call, scope: ProjectFunction): Values {
  const named = call.args[0]?.value;
  if (named) {
    return ev.pool.set(
      [...ev.of(named, scope)].flatMap((value) => (value.kind === 'class' ? [ev.pool.super(value.class)] : [])),
    );
  }
  for (let at: ProjectFunction | undefined = scope; at; at = at.parent) {
    if (at.owner) return ev.pool.only(ev.pool.super(at.owner));
  }
  return ev.pool.only(ev.pool.unknown);
}

/** What a function hands to its caller: annotation first, else what its body returns or yields. */
export function returnedValues(ev: Evaluation, fn: ProjectFunction): Values {
  const { facts } = fn;
  const { pool } = ev;
  if (facts.returnAnnotation) {
    const allowed = ev.annotation(facts.returnAnnotation, fn.parent ?? fn);
    if (!allowed.has(pool.unknown) && allowed.size > 0) {
      // `-> Iterator[Session]`, `-> Session` under @contextmanager: both give one when entered or iterated
      return facts.isGenerator
        ? pool.set([...allowed].map((value) => (value.kind === 'many' ? value : pool.many(value))))
        : allowed;
    }
  }
  if (facts.isGenerator) {
    const yielded = ev.yielded(fn);
    return pool.set((yielded.size > 0 ? [...yielded] : [pool.unknown]).map((value) => pool.many(value)));
  }
  return union(facts.returns.map((expr) => ev.of(expr, fn)));
}

/** The context manager or dependency decorators that turn a generator into something else do not change what comes out. */
export function elementValues(ev: Evaluation, of: Values): Values {
  const { pool } = ev;
  return union(
    [...of].map((value): Values => {
      switch (value.kind) {
        case 'many':
          return pool.only(value.of);
        case 'instance': {
          const members = ['__iter__', '__next__', '__getitem__'].flatMap((name) =>
            (value.class.methods.get(name) ?? []).map((method) => ({ name, method })),
          );
          if (members.length === 0) return pool.only(pool.unknown);
          // `def __iter__(self): return self` asks for itself
          return ev.once(`element ${value.class.id}`, () =>
            union(
              members.map(({ name, method }) =>
                name === '__iter__' ? ev.element(ev.returned(method)) : ev.returned(method),
              ),
            ),
          );
        }
        case 'object': {
          const known = ev.types.returns(`${value.name}.__iter__`);
          if (known !== undefined) return pool.only(known === 'unknown' ? pool.unknown : pool.object(known));
          return pool.only(pool.object(resultName(`${value.name}()`)));
        }
        default:
          return pool.only(pool.unknown);
      }
    }),
  );
}
