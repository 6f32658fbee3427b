import type { ProjectFunction } from '../../../program/index.ts';
import {
  type Edit,
  indentationAt,
  insertAfter,
  insertBefore,
  rangeOf,
  siblings,
  type SyntaxNode,
} from '../../../syntax/index.ts';

/** Names of the runtime in the file; each is called only where one is written. */
export interface Bridges {
  readonly wait: () => string;
  readonly iterate: () => string;
}

/**
 * The synchronous form of a special method, below the asynchronous one: `__enter__` that waits for `__aenter__`, with the
 * parameters and the annotation that it had.
 */
export function synchronousForm(
  text: string,
  definition: SyntaxNode,
  fn: ProjectFunction,
  isPlain: boolean,
  bridges: Bridges,
): Edit {
  const newline = /\r\n|\r|\n/u.exec(text)?.[0] ?? '\n';
  const outer = indentationAt(text, definition.startIndex);
  const unit = unitOf(text, definition, outer);
  const parameters = definition.childForFieldName('parameters')?.text ?? '(self)';
  const returns = definition.childForFieldName('return_type')?.text;
  const head = `def ${fn.facts.name}${parameters}${returns === undefined ? '' : ` -> ${returns}`}:`;
  const lines = [
    outer + head,
    ...bodyOf(fn, isPlain, bridges).map(([depth, line]) => outer + unit.repeat(depth) + line),
  ];
  const form = `${newline}${lines.map((line) => `${newline}${line}`).join('')}`;
  const rest = /^[^\r\n]*/u.exec(text.slice(definition.endIndex))?.[0] ?? '';
  if (rest === '') return insertAfter(rangeOf(definition), form);
  const end = definition.endIndex + rest.length;
  return insertBefore({ start: end, end }, form);
}

/** Lines and how deep they stand. */
function bodyOf(
  { facts }: ProjectFunction,
  isPlain: boolean,
  { wait, iterate }: Bridges,
): readonly (readonly [depth: number, line: string])[] {
  const receiver = facts.parameters[0]?.name ?? 'self';
  const isItself = isPlain && facts.returns.every((expr) => expr.kind === 'name' && expr.id === receiver);
  if (isItself) return [[1, `return ${receiver}`]];
  if (facts.name === '__iter__') return [[1, `return ${iterate()}(${receiver})`]];
  const given = facts.parameters.slice(1).map(({ name, form }) => {
    if (form === 'args') return `*${name}`;
    if (form === 'kwargs') return `**${name}`;
    return form === 'keyword' ? `${name}=${name}` : name;
  });
  const result = `return ${wait()}(${receiver}.${siblings.get(facts.name) ?? facts.name}(${given.join(', ')}))`;
  if (facts.name !== '__next__') return [[1, result]];
  return [
    [1, 'try:'],
    [2, result],
    [1, 'except StopAsyncIteration:'],
    [2, 'raise StopIteration from None'],
  ];
}

/** One level of indentation, as the method's own body has it. */
function unitOf(text: string, definition: SyntaxNode, outer: string): string {
  const body = definition.childForFieldName('body');
  const inner = body ? indentationAt(text, body.startIndex) : outer;
  return inner.length > outer.length && inner.startsWith(outer) ? inner.slice(outer.length) : '    ';
}
