import { type Evaluation, type Expr, lastName, type ProjectFunction } from '../program/index.ts';

/** An object, and the methods of its class that Python runs because of what is done with it. */
export interface Implied {
  readonly of: Expr;
  readonly methods: readonly string[];
  readonly at: Expr;
}

const text = ['__str__', '__repr__', '__format__'];
const truth = ['__bool__', '__len__'];
const iteration = ['__iter__', '__next__', '__len__', '__getitem__'];
const comparison = ['__eq__', '__ne__', '__lt__', '__le__', '__gt__', '__ge__'];
const binary = 'add sub mul matmul truediv floordiv mod pow lshift rshift and or xor divmod'.split(' ');
const arithmetic = binary.flatMap((name) => [`__${name}__`, `__r${name}__`]);
const inPlace = binary.flatMap((name) => [`__i${name}__`, `__${name}__`]);

/** Methods that builtins call on their arguments. */
const builtins: Readonly<Record<string, readonly string[]>> = {
  len: ['__len__'],
  str: text,
  print: text,
  format: text,
  repr: ['__repr__'],
  bool: truth,
  int: ['__int__', '__index__'],
  float: ['__float__'],
  abs: ['__abs__'],
  round: ['__round__'],
  hash: ['__hash__'],
  reversed: ['__reversed__', ...iteration],
  iter: iteration,
  next: ['__next__'],
  aiter: ['__aiter__'],
  anext: ['__anext__'],
  sorted: [...iteration, ...comparison],
  min: [...iteration, ...comparison],
  max: [...iteration, ...comparison],
  sum: [...iteration, ...arithmetic],
  isinstance: ['__instancecheck__'],
  getattr: ['__getattr__', '__getattribute__'],
  hasattr: ['__getattr__', '__getattribute__'],
};
for (const name of ['list', 'tuple', 'set', 'frozenset', 'dict', 'any', 'all', 'enumerate', 'zip', 'map', 'filter'])
  Object.assign(builtins, { [name]: iteration });

/** What an expression does with objects besides calling them: operators, comparisons, formatted strings, builtins. */
export function impliedBy(ev: Evaluation, expr: Expr, scope: ProjectFunction): readonly Implied[] {
  const each = (parts: readonly Expr[], methods: readonly string[]) =>
    parts.map((of): Implied => ({ of, methods, at: expr }));
  switch (expr.kind) {
    case 'subscript':
      return each([expr.of], ['__getitem__']);
    case 'await':
      return each([expr.of], ['__await__']);
    case 'call': {
      const called = [...ev.of(expr.callee, scope)].flatMap((value) =>
        value.kind === 'external' && value.name.startsWith('builtins.') ? [value.name.slice('builtins.'.length)] : [],
      );
      const methods = called.flatMap((name) => (Object.hasOwn(builtins, name) ? (builtins[name] ?? []) : []));
      const unpacked = expr.args.filter(({ name }) => name === '*').map(({ value }) => value);
      return [
        ...each(methods.length > 0 ? expr.args.map(({ value }) => value) : [], methods),
        ...each(unpacked, iteration),
      ];
    }
    case 'other':
      switch (expr.type) {
        case 'binary_operator':
        case 'unary_operator':
          return each(expr.parts, [...arithmetic, '__neg__', '__pos__', '__invert__']);
        case 'comparison_operator':
          return each(expr.parts, [...comparison, '__contains__']);
        case 'not_operator':
          return each(expr.parts, truth);
        case 'str':
          return each(
            expr.parts.flatMap((part) => (part.kind === 'other' ? part.parts : [part])),
            text,
          );
        case 'list_splat':
          return each(expr.parts, iteration);
        default:
          return [];
      }
    default:
      return [];
  }
}

/** What the statements of a scope do with objects: tests, loops, assignments to items. */
export function impliedIn({ facts }: ProjectFunction): readonly Implied[] {
  const found: Implied[] = [];
  for (const { expr, how } of facts.usage.tested)
    if (how !== 'raise' && how !== 'match') found.push({ of: expr, methods: truth, at: expr });
  for (const expr of facts.usage.asyncIterated) found.push({ of: expr, methods: ['__aiter__', '__anext__'], at: expr });
  for (const expr of facts.usage.delegated) found.push({ of: expr, methods: iteration, at: expr });
  for (const { target, value, how } of facts.bindings) {
    if (how === 'element' && value) found.push({ of: value, methods: ['__iter__', '__next__'], at: value });
    if (how === 'augment') found.push({ of: target, methods: inPlace, at: target });
    if (how === 'assign' && target.kind === 'collection' && value)
      found.push({ of: value, methods: ['__iter__', '__next__'], at: value });
    if (target.kind === 'subscript') found.push({ of: target.of, methods: ['__setitem__'], at: target });
    if (target.kind === 'attribute') found.push({ of: target.of, methods: ['__setattr__'], at: target });
  }
  return found;
}

/** Library functions that call what they are given, here and now. */
export function callsItsArguments(name: string): boolean {
  return /^(?:builtins\.(?:map|filter|sorted|min|max)|functools\.reduce|collections\.defaultdict|itertools\.\w+)$/u.test(
    name,
  );
}

/** `stack.enter_context(opened())` is a `with` of its argument. */
export function entersItsArgument(callee: Expr): boolean {
  return /^enter_(?:async_)?context$/u.test(lastName(callee));
}
