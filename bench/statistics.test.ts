import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantile, ratio, seeded, showEstimate, shuffled } from './statistics.ts';

const positive = fc.double({ min: 0.001, max: 1000, noNaN: true });

describe('quantile', () => {
  it('lies between neighbours', () => {
    expect([0, 0.25, 0.5, 1].map((q) => quantile([40, 10, 30, 20], q))).toEqual([10, 17.5, 25, 40]);
    expect(median([7])).toBe(7);
    expect(median([])).toBeNaN();
  });
});

describe('ratio', () => {
  it('is one, without doubt, when every pair is equal', () => {
    expect(showEstimate(ratio(Array.from({ length: 6 }, () => [180, 180] as const)))).toBe('1.00 (1.00 to 1.00)');
  });

  it('has an interval that grows with the disagreement of the pairs', () => {
    const calm = ratio([
      [180, 100],
      [182, 100],
      [178, 100],
      [181, 100],
      [179, 100],
    ]);
    const wild = ratio([
      [100, 100],
      [320, 100],
      [150, 100],
      [210, 100],
      [190, 100],
    ]);
    expect([showEstimate(calm), showEstimate(wild)]).toEqual(['1.80 (1.79 to 1.81)', '1.80 (1.28 to 2.53)']);
  });

  it('is not shown when one of a pair had nothing to show', () => {
    expect(
      showEstimate(
        ratio([
          [75, 37],
          [80, 0],
        ]),
      ),
    ).toBe('-');
  });

  it('is turned round when the pairs are', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(positive, positive), { minLength: 1, maxLength: 8 }), (pairs) => {
        const there = ratio(pairs);
        const back = ratio(pairs.map(([first, second]) => [second, first] as const));
        expect(there.value * back.value).toBeCloseTo(1, 6);
        expect(there.low * back.high).toBeCloseTo(1, 6);
      }),
      { numRuns: 20 },
    );
  });
});

describe('shuffled', () => {
  it('keeps every value, and its order for the same seed', () => {
    const ports = ['Rostock', 'Gedser', 'Trelleborg', 'Tallinn', 'Helsinki'];
    expect(shuffled(ports, seeded(3))).toEqual(shuffled(ports, seeded(3)));
    expect(shuffled(ports, seeded(3)).toSorted()).toEqual(ports.toSorted());
  });
});
