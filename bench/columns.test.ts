import { expect, it } from 'vitest';
import { columns } from './columns.ts';

it('aligns names left and figures right', () => {
  expect(
    columns(
      [
        ['ferry', 'port', 'seats'],
        ['Berlin', 'Rostock', '1300'],
        ['Megastar', 'Tallinn', '2800'],
      ],
      2,
    ),
  ).toMatchInlineSnapshot(`
      "ferry     port     seats
      Berlin    Rostock   1300
      Megastar  Tallinn   2800"
    `);
});
