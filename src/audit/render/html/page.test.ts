import { createHash } from 'node:crypto';
import * as vm from 'node:vm';
import { expect, test } from 'vitest';
import { ferryOffice, hostileOffice } from '../../testing/report.ts';
import { renderHtml } from './page.ts';
import { SCRIPT } from './script.ts';

const about = { name: 'ferry-office', version: '0.1.0' };
const page = renderHtml(ferryOffice, about);

/** The text of elements, one on a line. */
function textOf(html: string): string {
  return html
    .replace(/<(?:style|script)>[\s\S]*?<\/(?:style|script)>|<title>[^<]*<\/title>/g, '')
    .replace(/<\/(?:tr|li|p|h\d|summary|div)>/g, '\n')
    .replace(/<\/(?:td|th)>/g, ' | ')
    .replace(/<[^>]*>/g, '')
    .replace(/[ \n]*\n[ \n]*/g, '\n')
    .trim();
}

test('what a reader of the page reads', () => {
  expect(textOf(page)).toMatchInlineSnapshot(`
    "ferry-office: ready for the event loop?
    6 endpoints, 2,480 lines in 31 files.
    Go ahead. Four of five endpoints with database work can run on the loop after two edits.
    2 fit as it is (40 %)
    2 after edits (40 %)
    1 stays threaded (20 %)
    Of 5 endpoints with database work, 4 can run on the loop, 2 of them after edits: 2 calls to change in all. Of all endpoints 4 would gain, 1 stay as fast, 1 would lose.
    FirstMapEndpointsFindingsProgramsDriversNot seen
    What to do first
    Calls to wrap or exchange
    requests.Session.post booking/clients/harbour_bank.py:27 2 endpoints, 1 of them for nothing else
    waits for another server. Call it as wait(to_thread(...)), or use httpx.AsyncClient.
    From DELETE /bookings/{number}:
    bookings:cancel_booking booking/api/bookings.py:58harbour_bank:HarbourBank.collect booking/api/bookings.py:63requests.Session.post booking/clients/harbour_bank.py:27
    smtplib.SMTP booking/services/letters.py:9 1 endpoint
    waits for a mail server. Call it as wait(to_thread(...)).
    From POST /bookings:
    bookings:make_booking booking/api/bookings.py:31payments:charge booking/api/bookings.py:44letters:send_receipt booking/services/payments.py:22smtplib.SMTP booking/services/letters.py:9
    What keeps endpoints in threads
    threading.Lock booking/services/cabins.py:40 1 endpoint
    is held while the database answers. Let the database lock the row: with_for_update().
    From POST /cabins/{cabin}:
    cabins:take_cabin booking/api/cabins.py:12cabins:CabinPlan.take booking/api/cabins.py:19threading.Lock booking/services/cabins.py:40
    Modules on the way
    Callers on the left, what they call on the right; dashed: a call back. ● fit as it is, ◐ after edits, ○ stays threaded, · on nobody&#39;s way. Choose a box to see its endpoints below.
    ◐ api.bookings○ api.cabins● api.sailings◐ clients.harbour_bank● models○ services.cabins◐ services.letters◐ services.payments
    Endpoints
    Find
    Verdict ● fit as it is  ◐ after edits  ○ stays threaded
    with database work only
    Open all Show all
    Endpoint | Handler | Database | Verdict | Edits | On the loop |
    GET /bookings/{number} | booking/api/bookings.py:20 | yes | ● fit as it is | 0 | gains |
    Nothing stands in its way
    booking.api.bookings:show_booking, def. gains: it waits for the database most of its time.
    |
    POST /bookings | booking/api/bookings.py:31 | yes | ◐ after 2 edits | 2 | gains |
    2 to wrap or exchange
    booking.api.bookings:make_booking, def. gains: it waits for the database most of its time.
    bookings:make_booking booking/api/bookings.py:31payments:charge booking/api/bookings.py:44harbour_bank:HarbourBank.collect booking/services/payments.py:18requests.Session.post booking/clients/harbour_bank.py:27 to wrap or exchange waits for another server. Call it as wait(to_thread(...)), or use httpx.AsyncClient.
    letters:send_receipt booking/services/payments.py:22smtplib.SMTP booking/services/letters.py:9 to wrap or exchange waits for a mail server. Call it as wait(to_thread(...)).
    |
    DELETE /bookings/{number} | booking/api/bookings.py:58 | yes | ◐ after 1 edit | 1 | gains |
    1 to wrap or exchange
    booking.api.bookings:cancel_booking, def. gains: it waits for the database most of its time.
    bookings:cancel_booking booking/api/bookings.py:58harbour_bank:HarbourBank.collect booking/api/bookings.py:63requests.Session.post booking/clients/harbour_bank.py:27 to wrap or exchange waits for another server. Call it as wait(to_thread(...)), or use httpx.AsyncClient.
    |
    POST /cabins/{cabin} | booking/api/cabins.py:12 | yes | ○ stays threaded | 0 | loses |
    1 keeps it threaded
    booking.api.cabins:take_cabin, def. loses: its lock would stop every request while one waits.
    cabins:take_cabin booking/api/cabins.py:12cabins:CabinPlan.take booking/api/cabins.py:19threading.Lock booking/services/cabins.py:40 keeps it threaded is held while the database answers. Let the database lock the row: with_for_update().
    |
    GET /sailings | booking/api/sailings.py:14 | yes | ● fit as it is | 0 | gains |
    1 allowed on the loop
    booking.api.sailings:list_sailings, def. gains: it waits for the database most of its time.
    sailings:list_sailings booking/api/sailings.py:14pathlib.Path.read_text booking/services/timetable.py:7 allowed on the loop reads a small local file.
    |
    GET /health | booking/main.py:11 | no | ● fit as it is | 0 | neutral |
    Nothing stands in its way
    booking.main:health, async def. neutral: it is on the loop already.
    |
    Findings
    A coroutine that nobody awaits forgotten-await, error, 1
    The call of an asynchronous function makes a coroutine and runs nothing of it. Without an await the work is left out, and the coroutine itself, which is always true, takes the place of the result.
    booking/weather.py:34 notify_passengers(...) is not awaited
    In booking.weather:warn_of_storms: it is asynchronous, and nothing of it runs.
    Next: Write await notify_passengers(...). safe
    A blocking call on the event loop blocking-call, error, 1
    While the call waits, for a network, a file or a sleep, the event loop serves nobody else. It belongs in a thread (await to_thread(...)), or in the hands of an asynchronous library.
    booking/weather.py:16 requests.get(...) blocks the event loop
    In booking.weather:forecast: it waits for another server, inside an async function.
    Next: Write await to_thread(requests.get, ...), or use httpx.AsyncClient. needs review
    Reached from booking.weather:warn_of_storms, booking.weather:poll.
    weather:warn_of_storms booking/weather.py:30weather:forecast booking/weather.py:33requests.get booking/weather.py:16
    A thread lock held across I/O lock-across-io, warning, 1
    On one thread a second request that wants the lock waits for a first one that cannot go on: a deadlock. A re-entrant lock lets it in instead, and protects nothing.
    booking/services/cabins.py:40 a threading.Lock is held across database I/O
    In booking.services.cabins:CabinPlan.take: a second request on the same thread waits for ever.
    Next: Let the database lock the row: with_for_update(). refused
    Reached from booking.api.cabins:take_cabin.
    cabins:take_cabin booking/api/cabins.py:12cabins:CabinPlan.take booking/api/cabins.py:19threading.Lock booking/services/cabins.py:40
    Besides requests
    Commands, tasks, migrations, jobs and scripts run the same code without a request. Functions that they share with endpoints stay synchronous, or bridged, until these can await them. 2 programs in all.
    What | Kind | Async | Database | Waits for | Shared with endpoints |
    booking.cli:remind | command | no | yes | smtplib.SMTP | 1 function: booking.services.letters:send_receipt |
    booking.jobs:sweep | job | yes | no |  | 0 functions |
    Drivers and clients
    Package | State | In its place | Note |
    psycopg2-binary | has a sibling | psycopg | psycopg 3 serves both colours with the same URL |
    requests | has a sibling | httpx.AsyncClient |  |
    zeep | no sibling |  | its calls go to a thread |
    What could not be seen
    17 of 867 calls (2 %) could not be followed. Calls were resolved by names, because no environment of the application was found.
    1 file not read:
    scripts/old_import.py: Python 2: a print statement (line 3). Carry it to Python 3, or delete it.
    Written by Ferryman 0.1.0 from the text of the application; nothing of it was run."
  `);
});

test('the page loads nothing, and its policy lets only its own style and script in', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
  const digest = (tag: string) => {
    const [, text = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  };
  expect(policy).toBe(
    `default-src 'none'; style-src ${digest('style')}; script-src ${digest('script')}; base-uri 'none'; form-action 'none'`,
  );
  expect(page).not.toMatch(/\b(?:src|href)="(?!#)|url\((?!#)|@import|\son\w+=|\sstyle=/);
});

test('every tag is closed, in the right order', () => {
  for (const html of [page, renderHtml(hostileOffice, about)]) expect(unclosed(html)).toEqual([]);
});

test('names of any kind are text', () => {
  const html = renderHtml(hostileOffice, { name: '</title><script>alert(0)</script>', version: '0.1.0' });
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toMatch(/<img|<b>"|alert\(\d\)<\/script>/);
  expect(html.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
});

test('the script is JavaScript that no HTML parser ends early', () => {
  expect(() => new vm.Script(SCRIPT)).not.toThrow();
  expect(SCRIPT).not.toMatch(/<\/script|<!--/i);
});

test('a project without endpoints has a page, too', () => {
  const none = { fit: 0, edits: 0, stays: 0 };
  const { readiness } = ferryOffice;
  const html = renderHtml(
    {
      ...ferryOffice,
      endpoints: [],
      findings: [],
      drivers: [],
      map: { modules: [], edges: [] },
      readiness: { ...readiness, endpoints: none, databaseEndpoints: none },
    },
    about,
  );
  expect(unclosed(html)).toEqual([]);
  expect(textOf(html)).toContain('No endpoint was found.');
});

/** Tags that were not closed when their parent was, and closing tags without an opening one. */
function unclosed(html: string): readonly string[] {
  const text = html.replace(/<(style|script)>[\s\S]*?<\/\1>|<!DOCTYPE html>/g, '');
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name = '', end] of text.matchAll(/<(\/?)([a-z]\w*)(?:\s(?:"[^"]*"|[^>"])*?)?(\/?)>/gi)) {
    if (/^(?:meta|input)$/.test(name) || end === '/') continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}
