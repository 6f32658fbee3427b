import type { Paint } from '../../src/cli/index.ts';

/** A part of a bar: how much, in what colour, drawn with which character. */
export interface Part {
  readonly amount: number;
  readonly ink: Parameters<Paint>[0];
  readonly mark: string;
}

/**
 * A bar of exactly `width` characters, split in proportion. A part that is not nothing gets at least one character, so
 * that a single failure among thousands can be seen.
 */
export function bar(parts: readonly Part[], width: number, paint: Paint): string {
  const total = parts.reduce((sum, { amount }) => sum + amount, 0);
  if (total === 0) return ' '.repeat(width);
  const cells = parts.map(({ amount }) => (amount === 0 ? 0 : Math.max(1, Math.floor((amount / total) * width))));
  const largest = parts.reduce((best, { amount }, index) => (amount > (parts[best]?.amount ?? 0) ? index : best), 0);
  cells[largest] = Math.max(1, (cells[largest] ?? 0) + width - cells.reduce((sum, count) => sum + count, 0));
  return parts.map(({ ink, mark }, index) => paint(ink, mark.repeat(cells[index] ?? 0))).join('');
}

/** `12,345` */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Columns padded to their widest cell; the first flush left, the others flush right. No line end at the end. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
