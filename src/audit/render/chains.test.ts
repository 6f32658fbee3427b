import { expect, test } from 'vitest';
import { ferryOffice } from '../testing/report.ts';
import { type ChainNode, chainTrees, shortName } from './chains.ts';

const outline = (node: ChainNode, depth = 0): string =>
  [`${'  '.repeat(depth)}${shortName(node.name)}`, ...node.children.map((child) => outline(child, depth + 1))].join(
    '\n',
  );

test('chains that begin alike are one tree', () => {
  const [, booking] = ferryOffice.endpoints;
  expect(chainTrees(booking?.obstacles ?? []).map((root) => outline(root))).toMatchInlineSnapshot(`
    [
      "bookings:make_booking
      payments:charge
        harbour_bank:HarbourBank.collect
          requests.Session.post
        letters:send_receipt
          smtplib.SMTP",
    ]
  `);
});

test('the same function called at two places has two branches', () => {
  const [obstacle] = ferryOffice.endpoints[1]?.obstacles ?? [];
  if (obstacle === undefined) throw new Error('no obstacle');
  const later = obstacle.chain.map((step, index) =>
    index === 1 ? { ...step, place: { ...step.place, line: 50, start: 2000 } } : step,
  );
  expect(chainTrees([obstacle, { ...obstacle, chain: later }])[0]?.children.map(({ place }) => place.line)).toEqual([
    44, 50,
  ]);
});

test('a short name keeps the last part of its module', () => {
  expect(shortName('booking.services.payments:Bank.charge')).toBe('payments:Bank.charge');
  expect(shortName('main:health')).toBe('main:health');
  expect(shortName('requests.Session.post')).toBe('requests.Session.post');
});
