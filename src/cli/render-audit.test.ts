import { expect, test } from 'vitest';
import type { AuditReport } from '../audit/index.ts';
import { compareWithBaseline } from '../audit/index.ts';
import { ferryOffice, hostileOffice } from '../audit/testing/report.ts';
import { type AuditView, renderAudit } from './render-audit.ts';
import { painter } from './terminal.ts';

const view: AuditView = { name: 'ferry-office', path: '', all: false, only: [] };
const text = (report: AuditReport, changed: Partial<AuditView> = {}) =>
  renderAudit(report, { ...view, ...changed }, painter(false), 80);

test('an audit for a person', () => {
  expect(text(ferryOffice)).toMatchInlineSnapshot(`
    "ferry-office: 6 endpoints, 5 with database work (2,480 lines in 31 files)
    2 of 5 (40 %) can run on the event loop as they are, 4 (80 %) after edits: 2
    calls to change in all.
    Go ahead. Four of five endpoints with database work can run on the loop after
    two edits.

    Endpoints with database work
      fit as it is    ██████████████████                                 2   40 %
      after edits     ██████████████████                                 2   40 %
      stays threaded  █████████                                          1   20 %
      On the loop 4 of all gain, 1 stay as fast, 1 would lose.

    Edit these first
      1. requests.Session.post: 2 endpoints wait for it, 1 for nothing else
         DELETE /bookings/{number}
         bookings:cancel_booking  booking/api/bookings.py:58
         └─ harbour_bank:HarbourBank.collect  booking/api/bookings.py:63
            └─ requests.Session.post  booking/clients/harbour_bank.py:27
         next: Call it as wait(to_thread(...)), or use httpx.AsyncClient.
      2. smtplib.SMTP: 1 endpoint waits for it
         POST /bookings
         bookings:make_booking  booking/api/bookings.py:31
         └─ payments:charge  booking/api/bookings.py:44
            └─ letters:send_receipt  booking/services/payments.py:22
               └─ smtplib.SMTP  booking/services/letters.py:9
         next: Call it as wait(to_thread(...)).

    What keeps endpoints in threads
        1  threading.Lock: is held while the database answers
           booking/services/cabins.py:40

    A coroutine that nobody awaits (forgotten-await, 1)
      booking/weather.py:34
        notify_passengers(...) is not awaited: it is asynchronous, and nothing of it
        runs
        next: Write await notify_passengers(...).

    A blocking call on the event loop (blocking-call, 1)
      booking/weather.py:16
        requests.get(...) blocks the event loop: it waits for another server, inside
        an async function
        from booking.weather:warn_of_storms and 1 more
        next: Write await to_thread(requests.get, ...), or use httpx.AsyncClient.

    A thread lock held across I/O (lock-across-io, 1)
      booking/services/cabins.py:40
        a threading.Lock is held across database I/O: a second request on the same
        thread waits for ever
        from booking.api.cabins:take_cabin
        next: Let the database lock the row: with_for_update().

    Drivers and clients
      psycopg2-binary  has a sibling  psycopg: psycopg 3 serves both colours with
                                      the same URL
      requests         has a sibling  httpx.AsyncClient
      zeep             no sibling     its calls go to a thread

    What else runs this code
      Commands, tasks, migrations, jobs and scripts run the same code without a
      request. Functions that they share with endpoints stay synchronous, or
      bridged, until these can await them.
      command booking.cli:remind  shares 1 function, waits for smtplib.SMTP
      job booking.jobs:sweep      asynchronous

    What could not be seen
      17 of 867 calls (2 %) could not be followed. Calls were resolved by names,
      because no environment of the application was found.
      1 file not read:
        scripts/old_import.py: Python 2: a print statement (line 3)

    Next
      ferryman migrate --dry-run  # the diff of day one, nothing written
      ferryman audit --explain 'DELETE /bookings/{number}'  # why this one
      ferryman audit --output audit.html  # everything, to read in a browser
    "
  `);
});

test('one rule, as a linter prints it', () => {
  const findings = ferryOffice.findings.filter(({ rule }) => rule === 'forgotten-await');
  expect(text({ ...ferryOffice, findings }, { only: ['forgotten-await'] })).toMatchInlineSnapshot(`
    "A coroutine that nobody awaits (forgotten-await, 1)
      booking/weather.py:34
        notify_passengers(...) is not awaited: it is asynchronous, and nothing of it
        runs
        next: Write await notify_passengers(...).

    1 finding.
    "
  `);
});

test('with a baseline only what is new is shown, and the rest counted', () => {
  const findings = ferryOffice.findings
    .slice(1)
    .map(({ fingerprint, rule, inside, what }) => ({ fingerprint, rule, inside, what, file: '' }));
  const compared = compareWithBaseline(ferryOffice, { schema: 'ferryman/audit-baseline', version: 1, findings });
  expect(text(compared, { only: ['lock-across-io', 'forgotten-await'] })).toMatchInlineSnapshot(`
    "A thread lock held across I/O (lock-across-io, 1)
      booking/services/cabins.py:40
        a threading.Lock is held across database I/O: a second request on the same
        thread waits for ever
        from booking.api.cabins:take_cabin
        next: Let the database lock the row: with_for_update().

    1 new finding, 2 in the baseline, 0 gone from it.
    "
  `);
});

test('long lists are cut, and the flag that shows all is named', () => {
  const [finding] = ferryOffice.findings;
  if (finding === undefined) throw new Error('no finding');
  const many = { ...ferryOffice, findings: Array.from({ length: 40 }, () => finding) };
  expect(text(many).match(/^ {2}and \d+ more: --all$/gm)).toEqual(['  and 35 more: --all']);
  expect(text(many, { all: true })).not.toContain('--all');
});

test('no line is wider than the terminal, unless a name is', () => {
  for (const columns of [60, 80, 100]) {
    const lines = renderAudit(ferryOffice, { ...view, all: true }, painter(false), columns).split('\n');
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
  }
});

test('nothing in a name moves the cursor', () => {
  const shown = text(hostileOffice, { path: "it's here" });
  expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
  expect(shown.slice(shown.indexOf('Next'))).toMatchInlineSnapshot(`
    "Next
      ferryman migrate 'it'\\''s here' --dry-run
          # the diff of day one, nothing written
      ferryman audit 'it'\\''s here' --explain 'GET /<b>"&'\\''|\`/\\x1b[2J\\u202e/[x](javascript:1)'
          # why this one
      ferryman audit 'it'\\''s here' --output audit.html
          # everything, to read in a browser
    "
  `);
});

test('a project without endpoints', () => {
  const none = { fit: 0, edits: 0, stays: 0 };
  const readiness: AuditReport['readiness'] = {
    endpoints: none,
    databaseEndpoints: none,
    effects: { gains: 0, neutral: 0, loses: 0 },
    edits: 0,
    advice: 'stay',
    why: ['There is no web application here.'],
  };
  expect(text({ ...ferryOffice, endpoints: [], findings: [], drivers: [], readiness })).toMatchInlineSnapshot(`
    "ferry-office: 0 endpoints (2,480 lines in 31 files)
    Stay with threads. There is no web application here.

    What else runs this code
      Commands, tasks, migrations, jobs and scripts run the same code without a
      request. Functions that they share with endpoints stay synchronous, or
      bridged, until these can await them.
      command booking.cli:remind  shares 1 function, waits for smtplib.SMTP
      job booking.jobs:sweep      asynchronous

    What could not be seen
      17 of 867 calls (2 %) could not be followed. Calls were resolved by names,
      because no environment of the application was found.
      1 file not read:
        scripts/old_import.py: Python 2: a print statement (line 3)

    Next
      ferryman audit --output audit.html  # everything, to read in a browser
    "
  `);
});
