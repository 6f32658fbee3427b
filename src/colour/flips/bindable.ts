import type { Argument, ProjectFunction } from '../../program/index.ts';

/**
 * Whether Python could bind the arguments to the function's parameters, its first one to the receiver where it is a
 * method. What it could not bind, the call does not reach: it would raise a TypeError. A decorator may change that.
 */
export function couldBind({ facts, owner }: ProjectFunction, args: readonly Argument[]): boolean {
  if (facts.decorators.length > 0) return true;
  const own = owner ? facts.parameters.slice(1) : facts.parameters;
  const plain = own.filter(({ form }) => form === 'plain');
  const takesMore = own.some(({ form }) => form === 'args');
  const takesNames = own.some(({ form }) => form === 'kwargs');
  const isOpen = args.some(({ name }) => name === '*' || name === '**');
  const positional = args.filter(({ name }) => name === undefined).length;
  const names = args.flatMap(({ name }) => (name === undefined || name === '*' || name === '**' ? [] : [name]));
  if (positional > plain.length && !takesMore) return false;
  if (!takesNames && names.some((name) => !own.some((each) => each.name === name && named.has(each.form))))
    return false;
  if (isOpen) return true;
  const given = new Set([...plain.slice(0, positional).map(({ name }) => name), ...names]);
  return own.every((each) => !named.has(each.form) || each.default !== undefined || given.has(each.name));
}

/** Parameters that can be given by name. */
const named: ReadonlySet<string> = new Set(['plain', 'keyword']);
