import { expect, test } from 'vitest';
import { ferryOffice } from '../testing/report.ts';
import { type Hindrance, namesOf, rankEdits, rankPins } from './ranking.ts';

const line = (hindrance: Hindrance) =>
  `${hindrance.endpoints.length}, ${hindrance.alone} alone: ${namesOf(hindrance)} ${hindrance.place.file}:${hindrance.place.line}`;

test('the call that most endpoints wait for comes first, on its shortest way', () => {
  const ranked = rankEdits(ferryOffice);
  expect(ranked.map(line)).toEqual([
    '2, 1 alone: requests.Session.post booking/clients/harbour_bank.py:27',
    '1, 0 alone: smtplib.SMTP booking/services/letters.py:9',
  ]);
  expect(ranked[0]?.shortest.endpoint.id).toBe('booking.api.bookings:cancel_booking');
});

test('what keeps endpoints in threads is ranked apart', () => {
  expect(rankPins(ferryOffice).map(line)).toEqual(['1, 1 alone: threading.Lock booking/services/cabins.py:40']);
});

test('an endpoint that stays anyway waits for no edit', () => {
  const endpoints = ferryOffice.endpoints.map((endpoint) => ({ ...endpoint, verdict: 'stays' as const }));
  expect(rankEdits({ ...ferryOffice, endpoints })).toEqual([]);
});

test('one call that may be of several classes is one edit', () => {
  const endpoints = ferryOffice.endpoints.map((endpoint) => ({
    ...endpoint,
    obstacles: endpoint.obstacles.flatMap((obstacle) => [
      obstacle,
      { ...obstacle, what: 'httpx.Client.post' },
      { ...obstacle, what: 'urllib3.PoolManager.request' },
    ]),
  }));
  expect(rankEdits({ ...ferryOffice, endpoints }).map(line)).toEqual([
    '2, 1 alone: requests.Session.post or 2 others booking/clients/harbour_bank.py:27',
    '1, 0 alone: smtplib.SMTP or 2 others booking/services/letters.py:9',
  ]);
});
