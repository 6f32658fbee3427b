import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf } from './lines.ts';

test('an offset survives the way to a position and back', () => {
  const text = fc.array(fc.constantFrom('a', 'é', '🚢', '\n', '\r\n', '\r', ' ')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.nat(60), (written, some) => {
      const offset = Math.min(some, written.length);
      const lines = linesOf(written);
      expect(lines.offsetAt(lines.positionAt(offset))).toBe(offset);
    }),
  );
});

test('lines end with any of the three endings, and characters are UTF-16 units', () => {
  const text = 'berth\r\n🚢 = 1\rquay\n';
  const positions = ['🚢', '=', 'quay'].map((word) => linesOf(text).positionAt(text.indexOf(word)));
  expect(positions).toEqual([
    { line: 1, character: 0 },
    { line: 1, character: 3 },
    { line: 2, character: 0 },
  ]);
  expect(linesOf(text).offsetAt({ line: 3, character: 9 })).toBe(text.length);
});
