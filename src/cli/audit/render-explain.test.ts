import { expect, test } from 'vitest';
import { explainName, explainSpot } from '../../audit/index.ts';
import { ferryOffice } from '../../audit/testing/report.ts';
import { painter } from '../terminal.ts';
import { renderExplanation } from './render-explain.ts';

function text(explanation: ReturnType<typeof explainName>): string {
  if (explanation === undefined) throw new Error('nothing to explain');
  return renderExplanation(explanation, painter(false), 80);
}

test('an endpoint: every chain, drawn as one tree', () => {
  expect(text(explainName(ferryOffice, 'POST /bookings'))).toMatchInlineSnapshot(`
    "POST /bookings
      booking.api.bookings:make_booking
      booking/api/bookings.py:31
      after 2 edits; def, with database work; gains: it waits for the database most
      of its time

      bookings:make_booking  booking/api/bookings.py:31
      └─ payments:charge  booking/api/bookings.py:44
         ├─ harbour_bank:HarbourBank.collect  booking/services/payments.py:18
         │  └─ requests.Session.post  booking/clients/harbour_bank.py:27
         │        to wrap or exchange: waits for another server
         │        next: Call it as wait(to_thread(...)), or use httpx.AsyncClient.
         └─ letters:send_receipt  booking/services/payments.py:22
            └─ smtplib.SMTP  booking/services/letters.py:9
                  to wrap or exchange: waits for a mail server
                  next: Call it as wait(to_thread(...)).
    "
  `);
});

test('an endpoint with nothing in its way', () => {
  expect(text(explainName(ferryOffice, '/health'))).toMatchInlineSnapshot(`
    "GET /health
      booking.main:health
      booking/main.py:11
      fit as it is; async def, no database work; neutral: it is on the loop already

      Nothing stands in its way.
    "
  `);
});

test('a function: who reaches it, and what it reaches', () => {
  expect(text(explainName(ferryOffice, 'booking.clients.harbour_bank:HarbourBank.collect'))).toMatchInlineSnapshot(`
    "booking.clients.harbour_bank:HarbourBank.collect

    Reached by 2 endpoints
      POST /bookings
        bookings:make_booking  booking/api/bookings.py:31
        └─ payments:charge  booking/api/bookings.py:44
           └─ harbour_bank:HarbourBank.collect  booking/services/payments.py:18
      DELETE /bookings/{number}
        bookings:cancel_booking  booking/api/bookings.py:58
        └─ harbour_bank:HarbourBank.collect  booking/api/bookings.py:63

    What it reaches
      harbour_bank:HarbourBank.collect
      └─ requests.Session.post  booking/clients/harbour_bank.py:27
            to wrap or exchange: waits for another server
            next: Call it as wait(to_thread(...)), or use httpx.AsyncClient.
    "
  `);
});

test('a line with a finding', () => {
  const spot = { file: 'booking/weather.py', line: 16, inside: 'booking.weather:forecast' };
  expect(text(explainSpot(ferryOffice, spot))).toMatchInlineSnapshot(`
    "booking/weather.py:16

    1 finding
      booking/weather.py:16
        requests.get(...) blocks the event loop: it waits for another server, inside
        an async function
        from booking.weather:warn_of_storms and 1 more
        next: Write await to_thread(requests.get, ...), or use httpx.AsyncClient.
        weather:warn_of_storms  booking/weather.py:30
        └─ weather:forecast  booking/weather.py:33
           └─ requests.get  booking/weather.py:16
    "
  `);
});

test('a line that nobody reaches', () => {
  const spot = { file: 'booking/settings.py', line: 3, inside: undefined };
  expect(text(explainSpot(ferryOffice, spot))).toMatchInlineSnapshot(`
    "booking/settings.py:3

    Nothing that blocks was found on any way through here, and no finding stands
    here.
    "
  `);
});
