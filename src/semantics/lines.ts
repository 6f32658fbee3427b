import type { Position } from 'vscode-languageserver-protocol';

/** Turns offsets into LSP positions and back. Both count UTF-16 units; lines end as LSP says: `\n`, `\r\n`, `\r`. */
export interface Lines {
  positionAt(offset: number): Position;
  /** Positions behind a line's end mean its end. */
  offsetAt(position: Position): number;
}

/** The lines of a text; keeps their starts, not the text. */
export function linesOf(text: string): Lines {
  const starts = [0];
  for (const { index, 0: newline } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + newline.length);
  const { length } = text;
  const startOf = (line: number) => starts[line] ?? length;
  return {
    positionAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (startOf(middle) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: Math.max(0, offset - startOf(low)) };
    },
    offsetAt: ({ line, character }) => Math.min(startOf(line) + character, startOf(line + 1), length),
  };
}
