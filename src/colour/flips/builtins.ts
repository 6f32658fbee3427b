import type { Value } from '../../program/index.ts';

/**
 * The value cannot be what is meant: a string, a number or a container has no attribute of that name. Whoever took it
 * for one (an annotation, a default, an attribute of a class that stands for its value) was wrong about this place.
 */
export function lacks(value: Value, name: string): boolean {
  if (value.kind === 'many') return !containers.has(name);
  if (value.kind !== 'object' || !value.name.startsWith('builtins.')) return false;
  const type = value.name.slice('builtins.'.length);
  return types.get(type)?.has(name) === false;
}

/**
 * The value is an attribute that nothing has, `builtins.list.commit`: `session.add(loan)` alone made a container of the
 * session. Nobody can call it.
 */
export function isNowhere(value: Value): boolean {
  if (value.kind !== 'external') return false;
  const [, type = '', name = ''] = /^builtins\.(\w+)\.(\w+)$/u.exec(value.name) ?? [];
  return types.get(type)?.has(name) === false;
}

/** A member of a type that has none of that name: the evaluation followed what cannot be meant. */
export function isImpossible(value: Value): boolean {
  if (value.kind !== 'external') return false;
  if (
    /^(?:abc\.ABC|typing(?:_extensions)?\.(?:Generic|Protocol)|builtins\.object|dataclasses\.field\(\))\.[a-z]/u.test(
      value.name,
    )
  )
    return true;
  const member = /^builtins\.(?<type>\w+)(?:\(\))?\.(?<name>_?[a-z]\w*)/u.exec(value.name)?.groups;
  if (member === undefined || named.has(member['name'] ?? '')) return false;
  return types.get(member['type'] ?? '')?.has(member['name'] ?? '') === false;
}

const words = (text: string): readonly string[] => text.split(/\s+/u);

const strings = `capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha
  isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip
  maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines
  startswith strip swapcase title translate upper zfill decode hex fromhex`;

const containers: ReadonlySet<string> = new Set(
  words(`append extend insert remove pop clear index count sort reverse copy get items keys values popitem setdefault
  update fromkeys add discard union difference intersection symmetric_difference difference_update intersection_update
  symmetric_difference_update issubset issuperset isdisjoint appendleft popleft extendleft rotate most_common elements
  subtract total move_to_end`),
);

const integers: ReadonlySet<string> = new Set(
  words(
    `as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag is_integer numerator real to_bytes`,
  ),
);

/** What named tuples have beside what tuples have. */
const named: ReadonlySet<string> = new Set(words('_asdict _fields _field_defaults _make _replace'));

/** Names without underscores: the special ones are looked up in another way. */
const types: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['str', new Set(words(strings))],
  ['bytes', new Set(words(strings))],
  ['int', integers],
  ['float', new Set(words('as_integer_ratio conjugate fromhex hex imag is_integer real'))],
  ['bool', integers],
  ['dict', containers],
  ['list', containers],
  ['set', containers],
  ['tuple', containers],
  ['frozenset', containers],
]);
