import type { Range } from '../range.ts';

/**
 * What stands between the commas of `[a, b, c]`, each without the white space around it; offsets are those in the text.
 * Undefined when the text is not exactly one pair of brackets, or holds a comment.
 */
export function topLevelParts(text: string): Range[] | undefined {
  if (!text.startsWith('[') || text.includes('#')) return undefined;
  const parts: Range[] = [];
  let depth = 0;
  let start = 1;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === '"' || character === "'") {
      index = text.indexOf(character, index + 1);
      if (index < 0) return undefined;
    } else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    const ends = depth === 0;
    if (ends || (depth === 1 && character === ',')) {
      const part = trimmed(text, { start, end: index });
      if (part) parts.push(part);
      start = index + 1;
    }
    if (ends) return text.slice(index + 1).trim() === '' ? parts : undefined;
  }
  return undefined;
}

function trimmed(text: string, { start, end }: Range): Range | undefined {
  const inner = text.slice(start, end);
  const content = inner.trim();
  if (content === '') return undefined;
  const from = start + inner.indexOf(content);
  return { start: from, end: from + content.length };
}
