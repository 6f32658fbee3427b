import type { Figures } from './measure.ts';

/** Figures, reasons, then every place that is not as it should be. */
export function render(figures: Figures): string {
  const { cases, variants, ran, flips, awaits, waits, maybes, kept, missed, wrong, failures, seconds } = figures;
  const reasons = [...kept].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const rows: readonly (readonly [string, number])[] = [
    ['cases', cases],
    ['variants', variants],
    ['flips', flips],
    ['awaits', awaits],
    ['waits', waits],
    ['maybe_waits', maybes],
    ['programs run', ran],
    ['MISSED', missed.length],
    ['WRONGLY FLIPPED', wrong.length],
    ['RUN DIFFERENTLY', failures.length],
  ];
  return [
    'Each function in turn, and all at once, are given something to await; with half of the others not wanted; then the rest.',
    ...rows.map(([name, figure]) => `${name.padEnd(18)}${String(figure).padStart(7)}`),
    '',
    'STAY, by reason',
    ...reasons.map(([why, figure]) => `${String(figure).padStart(7)}  ${why}`),
    ...section('MISSED: the callee is asynchronous, the caller neither awaits nor bridges it', missed),
    ...section('WRONGLY FLIPPED: no labelled way leads to what has to be awaited', wrong),
    ...section(
      'RUN DIFFERENTLY',
      failures.map(({ id, how }) => [`${id}:`, ...how.slice(0, 4)].join('\n    ')),
    ),
    '',
    `To reach: 0, 0 and 0. ${seconds.toFixed(0)} s.`,
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}
