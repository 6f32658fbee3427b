/**
 * The text to give the grammar (tree-sitter-python 0.25): the same length, so all offsets stay, with what it does not
 * know written in a way it knows. Nodes' `text` is of this text: copy source by offsets, not from nodes.
 * - A lone carriage return (old Mac) ends a line for Python, not for the grammar.
 * - Defaults of type parameters (PEP 696): `[T = int]` is read as a bound, `[T: Model = Loan]` as the bound `Model | Loan`,
 *   so that every name is still seen.
 */
export function parseable(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
  return generics.test(lines) ? withoutDefaults(lines) : lines;
}

const generics = /^[ \t\f]*(?:async[ \t]+def|def|class|type)[ \t]+\w+[ \t]*\[[^\]]*=/mu;

function withoutDefaults(text: string): string {
  const characters = text.split('');
  for (const match of text.matchAll(/^[ \t\f]*(?:async[ \t]+def|def|class|type)[ \t]+\w+[ \t]*\[/gmu)) {
    markDefaults(characters, match.index + match[0].length);
  }
  return characters.join('');
}

/** From behind the opening bracket to the closing one; `characters` are changed in place. */
function markDefaults(characters: string[], start: number): void {
  let depth = 1;
  let bound = false;
  for (let index = start; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    if (character === '"' || character === "'") index = endOfString(characters, index);
    else if (character === '#') while (index + 1 < characters.length && characters[index + 1] !== '\n') index += 1;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) {
      depth -= 1;
      if (depth === 0) return;
    } else if (depth > 1) continue;
    else if (character === ',') bound = false;
    else if (character === ':') bound = true;
    else if (character === '=') {
      characters[index] = bound ? '|' : ':';
      let next = index + 1;
      while (/\s/.test(characters[next] ?? '')) next += 1;
      if (characters[next] === '*') characters[next] = ' ';
    }
  }
}

/** Index of the last quote of a string that starts here. */
function endOfString(characters: readonly string[], start: number): number {
  const quote = characters[start];
  const triple = characters[start + 1] === quote && characters[start + 2] === quote;
  for (let index = start + (triple ? 3 : 1); index < characters.length; index += 1) {
    if (characters[index] === '\\') index += 1;
    else if (characters[index] === quote) {
      if (!triple) return index;
      if (characters[index + 1] === quote && characters[index + 2] === quote) return index + 2;
    }
  }
  return characters.length;
}
