import { expect, test } from 'vitest';
import { wrap } from './wrap.ts';

test('a text is broken at spaces and later lines are indented', () => {
  const text = 'The ferry to Skye leaves at nine. Cars are asked to be there half an hour before.';
  expect(`warning  ${wrap(text, 40, ' '.repeat(9))}`).toMatchInlineSnapshot(`
    "warning  The ferry to Skye leaves at
             nine. Cars are asked to be
             there half an hour before."
  `);
});

test('a word that is too long stays whole', () => {
  expect(wrap('see https://ferries.example/timetables/summer/skye', 30)).toMatchInlineSnapshot(`
    "see
    https://ferries.example/timetables/summer/skye"
  `);
});

test('line ends in the text stay', () => {
  expect(wrap('the harbour said:\nno berth before noon, and none for cars', 24, '  ')).toMatchInlineSnapshot(`
    "the harbour said:
      no berth before noon,
      and none for cars"
  `);
});
