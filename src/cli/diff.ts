import type { Paint } from './terminal.ts';

/** Lines that a unified diff adds and removes. */
export function countLines(diff: string): { readonly added: number; readonly removed: number } {
  let added = 0;
  let removed = 0;
  for (const line of hunkLines(diff)) {
    if (line.startsWith('+')) added += 1;
    else if (line.startsWith('-')) removed += 1;
  }
  return { added, removed };
}

/** A unified diff in the colours that git uses. Without colour: the same bytes, for `git apply`. */
export function paintDiff(diff: string, paint: Paint): string {
  return diff
    .split('\n')
    .map((line) => {
      if (/^(?:diff |index |--- |\+\+\+ |new file mode )/.test(line)) return paint('bold', line);
      if (line.startsWith('@@')) return paint('cyan', line);
      if (line.startsWith('+')) return paint('green', line);
      return line.startsWith('-') ? paint('red', line) : line;
    })
    .join('\n');
}

/** The lines inside hunks: a removed line that begins with `--` is not mistaken for a file's header. */
function hunkLines(diff: string): readonly string[] {
  const inside: string[] = [];
  let before = 0;
  let after = 0;
  for (const line of diff.split('\n')) {
    const header = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (header) {
      before = Number(header[1] ?? 1);
      after = Number(header[2] ?? 1);
    } else if (before > 0 || after > 0) {
      inside.push(line);
      if (!line.startsWith('+') && !line.startsWith('\\')) before -= 1;
      if (!line.startsWith('-') && !line.startsWith('\\')) after -= 1;
    }
  }
  return inside;
}
