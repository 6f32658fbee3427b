import { type Edit, insertAt, type Range } from '../../../syntax/index.ts';

/**
 * New string elements behind (or before) `element` of a list written with brackets, commas and `#` comments (Python,
 * TOML): on lines of their own when it has one, in its quotes. `element` covers the quotes.
 */
export function addBeside(text: string, element: Range, before: boolean, added: readonly string[]): readonly Edit[] {
  const { start, end } = element;
  const quote = text[end - 1] ?? '"';
  const quoted = added.map((each) => `${quote}${each}${quote}`);
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  const indent = text.slice(lineStart, start);
  const rest = /^[ \t]*(,?)[ \t]*(#[^\r\n]*)?(?=\r|\n)/.exec(text.slice(end));
  if (indent.trim() !== '' || !rest) {
    return [before ? insertAt(start, `${quoted.join(', ')}, `) : insertAt(end, `, ${quoted.join(', ')}`)];
  }
  const newline = /\r\n|\r|\n/.exec(text.slice(end))?.[0] ?? '\n';
  if (before) return [insertAt(lineStart, quoted.map((each) => `${indent}${each},${newline}`).join(''))];
  // A last element without a comma gets one, in front of its comment; the new last element then has none either.
  const lines = quoted.map((each) => `${newline}${indent}${each}`).join(',') + rest[1];
  return [...(rest[1] === ',' ? [] : [insertAt(end, ',')]), insertAt(end + rest[0].length, lines)];
}
