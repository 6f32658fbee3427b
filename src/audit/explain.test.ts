import { expect, test } from 'vitest';
import { type Explanation, explainable, explainName, explainSpot } from './explain.ts';
import { ferryOffice } from './testing/report.ts';

const brief = (explanation: Explanation | undefined) =>
  explanation === undefined
    ? undefined
    : [
        explanation.subject,
        ...explanation.endpoints.map(({ id }) => `endpoint ${id}`),
        ...explanation.reachedBy.map(
          ({ endpoint, chain }) => `reached by ${endpoint.path}: ${chain.map(({ name }) => name).join(' -> ')}`,
        ),
        ...explanation.obstacles.map(({ chain }) => `obstacle ${chain.map(({ name }) => name).join(' -> ')}`),
        ...explanation.findings.map(({ rule }) => `finding ${rule}`),
      ];

test.each(['POST /bookings', 'post /bookings', '/bookings', '/bookings/', 'booking.api.bookings:make_booking'])(
  'an endpoint is found as %s',
  (wanted) => {
    expect(explainName(ferryOffice, wanted)?.endpoints.map(({ id }) => id)).toEqual([
      'booking.api.bookings:make_booking',
    ]);
  },
);

test.each(['/bookings/{number}', '/bookings/{id}', '/bookings/4711'])(
  'a path stands for all its methods: %s',
  (wanted) => {
    expect(explainName(ferryOffice, wanted)?.endpoints.map(({ methods }) => methods)).toEqual([['GET'], ['DELETE']]);
  },
);

test.each(['PATCH /bookings', '/bookings/4711/cabins', '/', 'booking.api'])('%s is nothing it knows', (wanted) => {
  expect(explainName(ferryOffice, wanted)).toBe(undefined);
});

test('a function: who reaches it, and what it reaches from there on', () => {
  expect(brief(explainName(ferryOffice, 'booking.services.payments:charge'))).toMatchInlineSnapshot(`
    [
      "booking.services.payments:charge",
      "reached by /bookings: booking.api.bookings:make_booking -> booking.services.payments:charge",
      "obstacle booking.services.payments:charge -> booking.clients.harbour_bank:HarbourBank.collect -> requests.Session.post",
      "obstacle booking.services.payments:charge -> booking.services.letters:send_receipt -> smtplib.SMTP",
    ]
  `);
});

test('a function by the end of its name, when only one has it', () => {
  expect(explainName(ferryOffice, 'HarbourBank.collect')?.subject).toBe(
    'booking.clients.harbour_bank:HarbourBank.collect',
  );
});

test('a line with a call: the ways to that call alone', () => {
  const spot = { file: 'booking/services/payments.py', line: 22, inside: 'booking.services.payments:charge' };
  expect(brief(explainSpot(ferryOffice, spot))).toMatchInlineSnapshot(`
    [
      "booking/services/payments.py:22",
      "reached by /bookings: booking.api.bookings:make_booking -> booking.services.payments:charge -> booking.services.letters:send_receipt",
      "obstacle booking.services.letters:send_receipt -> smtplib.SMTP",
    ]
  `);
});

test('a line without one: the function around it', () => {
  const spot = { file: 'booking/services/payments.py', line: 20, inside: 'booking.services.payments:charge' };
  expect(brief(explainSpot(ferryOffice, spot))).toMatchInlineSnapshot(`
    [
      "booking.services.payments:charge (booking/services/payments.py:20)",
      "reached by /bookings: booking.api.bookings:make_booking -> booking.services.payments:charge",
      "obstacle booking.services.payments:charge -> booking.clients.harbour_bank:HarbourBank.collect -> requests.Session.post",
      "obstacle booking.services.payments:charge -> booking.services.letters:send_receipt -> smtplib.SMTP",
    ]
  `);
});

test('a line of a handler: the endpoint too', () => {
  const spot = { file: 'booking/api/bookings.py', line: 33, inside: 'booking.api.bookings:make_booking' };
  expect(brief(explainSpot(ferryOffice, spot))?.slice(0, 2)).toMatchInlineSnapshot(`
    [
      "booking.api.bookings:make_booking (booking/api/bookings.py:33)",
      "endpoint booking.api.bookings:make_booking",
    ]
  `);
});

test('everything that a report shows can be asked for', () => {
  for (const name of explainable(ferryOffice)) expect(explainName(ferryOffice, name), name).toBeDefined();
});
