/** Controls, line separators, marks that turn the direction of writing, and halves of surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cs}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;

/** A text that a terminal or page shows as it is: what could move the cursor or hide something is spelled `\x1b`. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (unit) => {
    if (unit === '\n') return '\\n';
    const code = unit.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** Plain data whose texts, names of files among them, are all `visible`. For people; machines get names as they are. */
export function visibleTexts<T>(data: T): T {
  return mapTexts(data) as T;
}

function mapTexts(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(mapTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner)]));
}
