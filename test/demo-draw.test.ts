import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bar, grouped, table } from '../scripts/demo/draw.ts';
import { painter } from '../src/cli/index.ts';

const plain = painter(false);

test('a single failure among thousands can be seen', () => {
  const parts = [
    { amount: 4999, ink: 'green', mark: '#' },
    { amount: 1, ink: 'red', mark: 'x' },
  ] as const;
  expect(bar(parts, 30, plain)).toMatchInlineSnapshot(`"#############################x"`);
});

test('a bar is as wide as asked, and shows every part that is not nothing', () => {
  const amounts = fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(amounts, fc.integer({ min: 8, max: 60 }), (all, width) => {
      const drawn = bar(
        all.map((amount, index) => ({ amount, ink: 'dim', mark: 'abcd'.charAt(index) })),
        width,
        plain,
      );
      expect(drawn).toHaveLength(width);
      all.forEach((amount, index) => expect(drawn.includes('abcd'.charAt(index))).toBe(amount > 0));
    }),
  );
});

test('figures and columns', () => {
  expect([0, 999, 48_210, 1_234_567].map(grouped)).toEqual(['0', '999', '48,210', '1,234,567']);
  expect(
    table([
      ['', 'before', 'after'],
      ['tests passed', '343', '343'],
      ['files', '', '4'],
    ]),
  ).toMatchInlineSnapshot(`
    "              before  after
    tests passed     343    343
    files                     4"
  `);
});
