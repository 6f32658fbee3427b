import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shuffled } from './shuffle.ts';

const FERRIES = ['Aurora', 'Boreas', 'Calypso', 'Dione', 'Europa', 'Freya'];

it('gives the same order for the same seed, on every machine', () => {
  expect(shuffled(FERRIES, 1)).toMatchInlineSnapshot(`
    [
      "Europa",
      "Boreas",
      "Freya",
      "Calypso",
      "Aurora",
      "Dione",
    ]
  `);
  expect(shuffled(FERRIES, 1)).toEqual(shuffled(FERRIES, 1));
  expect(shuffled(FERRIES, 2)).not.toEqual(shuffled(FERRIES, 1));
});

it('leaves nothing out, adds nothing, and leaves its input alone', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer(), (items, seed) => {
      const before = [...items];
      const order = shuffled(items, seed);
      expect([...order].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
      expect(items).toEqual(before);
    }),
  );
});

it('puts everything everywhere, about as often', () => {
  const firsts = Array.from({ length: 6000 }, (_, seed) => shuffled(FERRIES, seed)[0]);
  for (const ferry of FERRIES) {
    const count = firsts.filter((first) => first === ferry).length;
    expect(count, ferry).toBeGreaterThan(850);
    expect(count, ferry).toBeLessThan(1150);
  }
});
