import type { SyntaxNode } from './python.ts';
import type { SourceFile } from './source.ts';

/** Offset (UTF-16) of the first character of the line `offset` is on. */
export function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** Offset behind the last character of the line, before its line end. */
export function lineEnd(text: string, offset: number): number {
  for (let index = offset; index < text.length; index += 1) {
    if (text[index] === '\n' || text[index] === '\r') return index;
  }
  return text.length;
}

/** Offset of the next line's first character; the end of the text when there is none. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  if (text.startsWith('\r\n', end)) return end + 2;
  return Math.min(end + 1, text.length);
}

/** The white space a line starts with (form feeds left out: they are not indentation). */
export function indentationAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return /^\f*([ \t]*)/.exec(text.slice(start, lineEnd(text, start)))?.[1] ?? '';
}

/** What one more level of indentation looks like in this file: the first indented block decides. */
export function indentationUnit(root: SyntaxNode, text: string): string {
  for (const block of root.descendantsOfType('block')) {
    const owner = block.parent;
    if (owner === null || block.startPosition.row === owner.startPosition.row) continue;
    const outer = indentationAt(text, owner.startIndex);
    const inner = indentationAt(text, block.startIndex);
    if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length);
  }
  return '    ';
}

/** The quote most plain strings of the file use; `"` when it has none. Docstrings do not count. */
export function quoteStyle(root: SyntaxNode): '"' | "'" {
  let single = 0;
  let double = 0;
  for (const start of root.descendantsOfType('string_start')) {
    const quote = start.text.replace(/^[a-zA-Z]*/, '');
    if (quote === "'") single += 1;
    else if (quote === '"') double += 1;
  }
  return single > double ? "'" : '"';
}

/** A Python string literal in the given quotes. */
export function stringLiteral(value: string, quote: '"' | "'"): string {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(quote, `\\${quote}`);
  return quote + escaped + quote;
}

/** Common limits of formatters and linters. */
const WIDTHS = [79, 88, 100, 120];

/**
 * Columns a new line may take: the smallest common limit that all but a few of the file's code lines keep to. Short
 * files say little, so they get 88.
 */
export function lineWidth(text: string): number {
  const lengths = text
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '' && !/^\s*#|https?:|noqa/.test(line))
    .map((line) => line.length)
    .sort((a, b) => a - b);
  const longest = lengths[Math.floor((lengths.length - 1) * 0.99)] ?? 0;
  if (lengths.length < 40) return longest <= 88 ? 88 : (WIDTHS.find((width) => longest <= width) ?? 120);
  return WIDTHS.find((width) => longest <= width) ?? 120;
}

/**
 * Lines to add to a block, as one text: indented like the block, with the file's line ends. Each line is given without
 * indentation of the block; its own deeper indentation, in multiples of four spaces, becomes the file's unit.
 */
export function blockLines(
  file: Pick<SourceFile, 'newline'>,
  lines: readonly string[],
  style: { readonly indentation: string; readonly unit: string },
): string {
  return lines
    .map((line) => {
      if (line.trim() === '') return file.newline;
      const deeper = Math.floor((/^ */.exec(line)?.[0].length ?? 0) / 4);
      return style.indentation + style.unit.repeat(deeper) + line.trimStart() + file.newline;
    })
    .join('');
}
