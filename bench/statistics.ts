/** A figure with the interval in which it lies with 95 % confidence. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The `q` quantile (0 to 1) of unordered values, linear between neighbours; NaN of none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/**
 * How many times `first` is `second`, from pairs that were measured next to each other: the geometric mean of the
 * pairs' ratios, with a bootstrap over pairs (percentiles of 4,000 resamples; the same numbers give the same interval).
 */
export function ratio(pairs: readonly (readonly [first: number, second: number])[]): Estimate {
  const logs = pairs.map(([first, second]) => Math.log(first / second));
  const random = seeded(logs.length);
  const means = Array.from({ length: 4000 }, () =>
    mean(logs.map(() => logs[Math.floor(random() * logs.length)] ?? Number.NaN)),
  );
  return {
    value: Math.exp(mean(logs)),
    low: Math.exp(quantile(means, 0.025)),
    high: Math.exp(quantile(means, 0.975)),
  };
}

/** `1.84 (1.71 to 1.98)`; `-` where a pair had nothing to compare. */
export function showEstimate({ value, low, high }: Estimate): string {
  if (!Number.isFinite(value)) return '-';
  return `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** In a random order, the same for the same `random`. */
export function shuffled<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
