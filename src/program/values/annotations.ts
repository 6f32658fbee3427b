import { parseAnnotation } from '../extract/quoted.ts';
import type { Expr } from '../facts.ts';
import type { ProjectFunction } from '../model.ts';
import type { Evaluation } from './evaluation.ts';
import type { Value, Values } from './model.ts';

const first = new Set([
  'Annotated',
  'Optional',
  'ClassVar',
  'Final',
  'Mapped',
  'WriteOnlyMapped',
  'Required',
  'NotRequired',
  'ReadOnly',
  'InitVar',
  'SkipValidation',
  'TypeGuard',
]);
const last = new Set([
  'Awaitable',
  'Coroutine',
  'dict',
  'Dict',
  'Mapping',
  'MutableMapping',
  'defaultdict',
  'DefaultDict',
  'OrderedDict',
]);
const plural = new Set([
  'list',
  'List',
  'Sequence',
  'MutableSequence',
  'Iterable',
  'Iterator',
  'Collection',
  'set',
  'Set',
  'AbstractSet',
  'frozenset',
  'FrozenSet',
  'tuple',
  'Tuple',
  'deque',
  'Deque',
  'Generator',
  'AsyncGenerator',
  'AsyncIterator',
  'AsyncIterable',
  'ContextManager',
  'AbstractContextManager',
  'AsyncContextManager',
  'AbstractAsyncContextManager',
  'DynamicMapped',
  'dict',
  'Dict',
  'Mapping',
  'MutableMapping',
  'defaultdict',
  'DefaultDict',
  'OrderedDict',
]);
const anything = new Set(['Any', 'object', 'Callable', 'Self', 'TypeVar', 'Protocol', 'Generic']);

/** The values that an annotation allows. Classes become instances; what says nothing becomes `unknown`. */
export function annotationValues(ev: Evaluation, expr: Expr, scope: ProjectFunction): Values {
  const { pool } = ev;
  switch (expr.kind) {
    case 'literal':
      return new Set(); // None
    case 'choice':
      return union(expr.of.map((part) => ev.annotation(part, scope)));
    case 'other':
      return expr.type === 'binary_operator'
        ? union(expr.parts.map((part) => ev.annotation(part, scope)))
        : pool.only(pool.unknown);
    case 'name':
    case 'attribute':
      return union([...ev.of(expr, scope)].map((value) => instances(ev, value)));
    case 'subscript':
      return subscripted(ev, expr, scope);
    case 'call':
      return boundValues(ev, expr, scope);
    default:
      return pool.only(pool.unknown);
  }
}

/** `TypeVar("T", bound=Desk)` stands for a desk, `TypeVar("T", Desk, Shelf)` for one of the two. */
function boundValues(ev: Evaluation, call: Extract<Expr, { kind: 'call' }>, scope: ProjectFunction): Values {
  const { pool } = ev;
  const [, ...constraints] = call.args.filter(({ name }) => name === undefined);
  const bounds = [...constraints, ...call.args.filter(({ name }) => name === 'bound')];
  const values = union(bounds.map(({ value }) => ev.annotation(unquoted(value), scope)));
  // Below a library's class there may be others of the project's own that have more to say.
  const isOwn = [...values].every(({ kind }) => kind === 'instance');
  return bounds.length > 0 && isOwn ? values : pool.only(pool.unknown);
}

const opened = new WeakMap<Expr, Expr>();

/** `cast("Loan", value)`, `bound="Loan"`: the type that the text names. */
export function unquoted(expr: Expr): Expr {
  if (expr.kind !== 'string') return expr;
  const type = opened.get(expr) ?? parseAnnotation(expr.value, expr) ?? expr;
  opened.set(expr, type);
  return type;
}

function subscripted(ev: Evaluation, expr: Extract<Expr, { kind: 'subscript' }>, scope: ProjectFunction): Values {
  const { pool } = ev;
  const name = lastName(expr.of);
  const index = expr.index.length === 1 && expr.index[0]?.kind === 'collection' ? expr.index[0].items : expr.index;
  if (name === 'Union') return union(index.map((part) => ev.annotation(part, scope)));
  if (name === 'Literal' || name === 'LiteralString') return pool.only(pool.object('builtins.str'));
  if (name === 'type' || name === 'Type') {
    // `type[Row]` with a type variable says nothing
    const [only] = index;
    const named = only ? [...ev.of(only.kind === 'subscript' ? only.of : only, scope)] : [];
    const isKnown = named.length > 0 && named.every(({ kind }) => kind === 'class' || kind === 'external');
    return new Set(isKnown ? named : [pool.unknown]);
  }
  if (anything.has(name)) return pool.only(pool.unknown);
  const picked = last.has(name) ? index.at(-1) : index[0];
  if (picked && first.has(name)) return ev.annotation(picked, scope);
  if (picked && plural.has(name)) {
    const parts = name === 'tuple' || name === 'Tuple' ? index : [picked];
    return pool.set([...union(parts.map((part) => ev.annotation(part, scope)))].map((value) => pool.many(value)));
  }
  if (picked && last.has(name)) return ev.annotation(picked, scope);
  return ev.annotation(expr.of, scope); // `Page[Loan]`: a Page
}

function instances(ev: Evaluation, value: Value): Values {
  const { pool } = ev;
  switch (value.kind) {
    case 'class':
      return pool.only(pool.instance(value.class));
    case 'alias':
      return ev.annotation(value.expr, value.scope);
    case 'external': {
      const name = value.name.slice(value.name.lastIndexOf('.') + 1);
      if (anything.has(name)) return pool.only(pool.unknown);
      if (plural.has(name)) return pool.only(pool.many(pool.unknown));
      return pool.only(pool.object(value.name));
    }
    default:
      return pool.only(pool.unknown);
  }
}

/** Sets are never changed, so that one that holds everything already is given back as it is. */
export function union(sets: readonly Values[]): Values {
  let first: Values | undefined;
  let all: Set<Value> | undefined;
  // Many callers often give what one variable holds.
  const seen = sets.length > 8 ? new Set<Values>() : undefined;
  for (const set of sets) {
    if (set === first || set.size === 0) continue;
    if (seen && set.size > 4) {
      if (seen.has(set)) continue;
      seen.add(set);
    }
    if (first === undefined) first = set;
    else {
      for (const value of set) {
        if (all === undefined && first.has(value)) continue;
        all ??= new Set(first);
        all.add(value);
      }
    }
  }
  return all ?? first ?? nothing;
}

const nothing: Values = new Set();

/** `Session` of `orm.Session`. */
export function lastName(expr: Expr): string {
  return expr.kind === 'name' ? expr.id : expr.kind === 'attribute' ? expr.name : '';
}

/** What calling something gives that is declared as `Callable[..., Loan]`, by that name or another one; else undefined. */
export function declaredResult(ev: Evaluation, type: Expr, scope: ProjectFunction): Values | undefined {
  const expr = unquoted(type);
  if (expr.kind === 'subscript') {
    const result = expr.index.at(-1);
    if (lastName(expr.of) === 'Callable' && expr.index.length === 2 && result)
      return ev.annotation(unquoted(result), scope);
    return undefined;
  }
  if (expr.kind !== 'name' && expr.kind !== 'attribute') return undefined;
  const [only, ...more] = ev.of(expr, scope);
  return only?.kind === 'alias' && more.length === 0 && only.expr !== expr
    ? declaredResult(ev, only.expr, only.scope)
    : undefined;
}
