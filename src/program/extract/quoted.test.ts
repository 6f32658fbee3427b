import { expect, test } from 'vitest';
import type { Expr } from '../facts.ts';
import { parseAnnotation } from './quoted.ts';

const place = { line: 1, start: 0, end: 0 };

function show(expr: Expr | undefined): string {
  switch (expr?.kind) {
    case 'name':
      return expr.id;
    case 'attribute':
      return `${show(expr.of)}.${expr.name}`;
    case 'subscript':
      return `${show(expr.of)}[${expr.index.map(show).join(', ')}]`;
    case 'choice':
      return expr.of.map(show).join(' | ');
    case 'collection':
      return `(${expr.items.map(show).join(', ')})`;
    default:
      return expr?.kind ?? 'not read';
  }
}

test.each([
  ['Ferry', 'Ferry'],
  ['orm.Session', 'orm.Session'],
  ['dict[str, list[Ferry]] | None', 'dict[str, list[Ferry]] | literal'],
  ['Callable[[int, Ferry], str]', 'Callable[(int, Ferry), str]'],
  ['Literal["a b"]', 'not read'],
  ['Ferry]', 'not read'],
  ['', 'not read'],
])('the quoted annotation %j is %j', (text, expected) => {
  expect(show(parseAnnotation(text, place))).toBe(expected);
});
