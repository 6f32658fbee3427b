import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MinCut } from './cut.ts';

test('a harbour between two shores goes to the one that holds it more', () => {
  const cut = new MinCut(4);
  cut.connect(0, 2, 3);
  cut.connect(2, 1, 1);
  cut.connect(2, 3, 2, 2);
  cut.connect(3, 1, 1);
  expect(cut.sourceSide(0, 1)).toEqual(new Set([0, 2, 3]));
});

test('nothing that speaks for the source leaves a node with the sink', () => {
  const cut = new MinCut(3);
  cut.connect(0, 2, 1);
  cut.connect(2, 1, 1);
  expect([...cut.sourceSide(0, 1)]).toEqual([0]);
});

const edges = fc.array(
  fc.record({
    from: fc.nat({ max: 6 }),
    to: fc.nat({ max: 6 }),
    cost: fc.nat({ max: 9 }),
    back: fc.nat({ max: 9 }),
  }),
  { maxLength: 16 },
);

test('no other way to divide the nodes costs less', () => {
  fc.assert(
    fc.property(edges, (all) => {
      const used = all.filter(({ from, to }) => from !== to);
      const cost = (side: ReadonlySet<number>) =>
        used.reduce(
          (sum, { from, to, cost: there, back }) =>
            sum + (side.has(from) && !side.has(to) ? there : 0) + (side.has(to) && !side.has(from) ? back : 0),
          0,
        );
      const cut = new MinCut(7);
      for (const { from, to, cost: there, back } of used) cut.connect(from, to, there, back);
      const found = cut.sourceSide(0, 1);
      const others = Array.from(
        { length: 32 },
        (_, bits) => new Set([0, ...[2, 3, 4, 5, 6].filter((n) => bits & (1 << (n - 2)))]),
      );
      const least = Math.min(...others.map(cost));
      expect(cost(found)).toBe(least);
      for (const other of others) if (cost(other) === least) expect(other.size).toBeGreaterThanOrEqual(found.size);
    }),
  );
});
