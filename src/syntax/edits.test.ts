import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits, type Edit, insertAfter, insertAt, insertBefore, move, remove, replace, wrap } from './edits.ts';

const at = (text: string, part: string) => {
  const start = text.indexOf(part);
  return { start, end: start + part.length };
};

test('an await goes round a call whose argument is edited too', () => {
  const text = 'total = count(session.query(Loan)).value';
  const edits = [
    replace(at(text, 'session.query(Loan)'), 'select(Loan)'),
    ...wrap(at(text, 'count(session.query(Loan))'), '(await ', ')'),
  ];
  expect(applyEdits(text, edits)).toBe('total = (await count(select(Loan))).value');
});

test('wrappers nest by the width of what they wrap, whatever the order of the requests', () => {
  const text = 'lend(copy).due';
  const inner = wrap(at(text, 'lend(copy)'), '(await ', ')');
  const outer = wrap(at(text, 'lend(copy).due'), 'str(', ')');
  expect(applyEdits(text, [...inner, ...outer])).toBe('str((await lend(copy)).due)');
  expect(applyEdits(text, [...outer, ...inner])).toBe('str((await lend(copy)).due)');
});

test('around equal ranges the earlier request is the outer one', () => {
  const range = at('copy', 'copy');
  expect(applyEdits('copy', [...wrap(range, 'outer(', ')'), ...wrap(range, '[', ']')])).toBe('outer([copy])');
});

test('what is moved takes the edits within it along, and moves nest', () => {
  const text = 'any(any(lend(c) for c in d) for d in e)';
  const inner = at(text, 'lend(c)');
  const outer = at(text, 'any(lend(c) for c in d)');
  const edits = [
    move(outer, 'True', { at: text.length - 1, before: ' if ', after: '' }),
    ...wrap(inner, '(await ', ')'),
    replace({ start: 0, end: 3 }, 'first'),
    move(inner, 'True', { at: outer.end - 1, before: ' if not ', after: '' }),
    insertAt(outer.start, ' '),
  ];
  const expected = 'first( True for d in e if any(True for c in d if not (await lend(c))))';
  expect(applyEdits(text, edits)).toBe(expected);
  expect(applyEdits(text, edits.toReversed())).toBe(expected);
});

test('inserts at one place keep the order they were asked in', () => {
  expect(applyEdits('ab', [insertAt(1, '1'), insertAt(1, '2'), insertAt(1, '3')])).toBe('a123b');
});

test('what closes at a place stands before what opens there', () => {
  const edits = [insertBefore({ start: 1, end: 2 }, '<'), insertAfter({ start: 0, end: 1 }, '>'), insertAt(1, '|')];
  expect(applyEdits('ab', edits)).toBe('a>|<b');
});

test('overlapping replacements and lost inserts are errors', () => {
  const overlap = [replace({ start: 0, end: 4 }, 'x'), remove({ start: 2, end: 6 })];
  expect(() => applyEdits('abcdefgh', overlap)).toThrow(/overlaps a replacement/);
  const lost = [replace({ start: 0, end: 4 }, 'x'), insertAt(2, 'y')];
  expect(() => applyEdits('abcdefgh', lost)).toThrow(/lies inside a replacement/);
  const half = [replace({ start: 2, end: 6 }, 'x'), ...wrap({ start: 0, end: 4 }, '(', ')')];
  expect(() => applyEdits('abcdefgh', half)).toThrow(/lies inside a replacement/);
  expect(() => applyEdits('abc', [insertAt(4, 'y')])).toThrow(/outside the text/);
});

/** Some text, and edits of it that do not overlap. */
const edited = fc
  .record({ words: fc.array(fc.string({ unit: 'grapheme', maxLength: 6 }), { minLength: 1, maxLength: 12 }) })
  .chain(({ words }) => {
    let offset = 0;
    const ranges = words.map((word) => {
      const start = offset;
      offset += word.length;
      return { start, end: offset };
    });
    const text = words.join('');
    const edit = (range: { start: number; end: number }) =>
      fc.oneof(
        fc.constant<Edit[]>([]),
        fc.string({ maxLength: 4 }).map((piece): Edit[] => (range.start < range.end ? [replace(range, piece)] : [])),
        fc
          .string({ maxLength: 4 })
          .map((piece): Edit[] => (range.start < range.end ? [insertBefore(range, piece)] : [])),
        fc
          .string({ maxLength: 4 })
          .map((piece): Edit[] => (range.start < range.end ? [insertAfter(range, piece)] : [])),
        fc.string({ maxLength: 4 }).map((piece): Edit[] => (range.start < range.end ? wrap(range, piece, piece) : [])),
      );
    return fc.tuple(...ranges.map(edit)).map((groups) => ({ text, groups }));
  });

test('edits of different places do the same together as one after the other from the end', () => {
  fc.assert(
    fc.property(edited, ({ text, groups }) => {
      const oneByOne = groups.reduceRight((before, group) => applyEdits(before, group), text);
      expect(applyEdits(text, groups.flat())).toBe(oneByOne);
    }),
  );
});

test('edits of different places commute', () => {
  fc.assert(
    fc.property(edited, fc.infiniteStream(fc.nat()), ({ text, groups }, random) => {
      const shuffled = groups
        .map((group) => ({ group, rank: random.next().value }))
        .sort((a, b) => a.rank - b.rank)
        .flatMap(({ group }) => group);
      expect(applyEdits(text, shuffled)).toBe(applyEdits(text, groups.flat()));
    }),
  );
});

test('no edit changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(applyEdits(text, [insertAt(0, ''), insertAt(text.length, '')])).toBe(text);
    }),
  );
});
