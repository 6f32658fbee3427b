import { expect, test } from 'vitest';
import { ferryOffice, hostileOffice } from '../testing/report.ts';
import { renderMarkdown } from './markdown.ts';

test('an audit as a page', () => {
  expect(renderMarkdown(ferryOffice, { name: 'ferry-office' })).toMatchInlineSnapshot(`
    "# ferry-office: ready for the event loop?

    6 endpoints, 2,480 lines in 31 files. 2 calls to change in all.

    **Go ahead.** Four of five endpoints with database work can run on the loop after two edits.

    | Endpoints with database work | Count | Share |
    | --- | --- | --- |
    | fit as it is | 2 | 40 % |
    | after edits | 2 | 40 % |
    | stays threaded | 1 | 20 % |

    ## Edit these first

    \`requests.Session.post\`: 2 endpoints. Call it as wait(to\\_thread(...)), or use httpx.AsyncClient.

    \`\`\`text
    DELETE /bookings/{number}
    bookings:cancel_booking  booking/api/bookings.py:58
    └─ harbour_bank:HarbourBank.collect  booking/api/bookings.py:63
       └─ requests.Session.post  booking/clients/harbour_bank.py:27
    \`\`\`

    \`smtplib.SMTP\`: 1 endpoint. Call it as wait(to\\_thread(...)).

    \`\`\`text
    POST /bookings
    bookings:make_booking  booking/api/bookings.py:31
    └─ payments:charge  booking/api/bookings.py:44
       └─ letters:send_receipt  booking/services/payments.py:22
          └─ smtplib.SMTP  booking/services/letters.py:9
    \`\`\`

    ## What keeps endpoints in threads

    \`threading.Lock\`: 1 endpoint. Let the database lock the row: with\\_for\\_update().

    \`\`\`text
    POST /cabins/{cabin}
    cabins:take_cabin  booking/api/cabins.py:12
    └─ cabins:CabinPlan.take  booking/api/cabins.py:19
       └─ threading.Lock  booking/services/cabins.py:40
    \`\`\`

    ## Findings

    ### A coroutine that nobody awaits

    The call of an asynchronous function makes a coroutine and runs nothing of it. Without an await the work is left out, and the coroutine itself, which is always true, takes the place of the result.

    | Place | What | Next | Entry points |
    | --- | --- | --- | --- |
    | \`booking/weather.py:34\` | notify\\_passengers(...) is not awaited: it is asynchronous, and nothing of it runs. | Write await notify\\_passengers(...). | 0 |

    ### A blocking call on the event loop

    While the call waits, for a network, a file or a sleep, the event loop serves nobody else. It belongs in a thread (await to_thread(...)), or in the hands of an asynchronous library.

    | Place | What | Next | Entry points |
    | --- | --- | --- | --- |
    | \`booking/weather.py:16\` | requests.get(...) blocks the event loop: it waits for another server, inside an async function. | Write await to\\_thread(requests.get, ...), or use httpx.AsyncClient. | 2 |

    ### A thread lock held across I/O

    On one thread a second request that wants the lock waits for a first one that cannot go on: a deadlock. A re-entrant lock lets it in instead, and protects nothing.

    | Place | What | Next | Entry points |
    | --- | --- | --- | --- |
    | \`booking/services/cabins.py:40\` | a threading.Lock is held across database I/O: a second request on the same thread waits for ever. | Let the database lock the row: with\\_for\\_update(). | 1 |

    ## Endpoints

    | Endpoint | Handler | Database | Verdict | On the loop |
    | --- | --- | --- | --- | --- |
    | \`GET /bookings/{number}\` | \`booking/api/bookings.py:20\` | yes | fit as it is | gains: it waits for the database most of its time |
    | \`POST /bookings\` | \`booking/api/bookings.py:31\` | yes | after 2 edits | gains: it waits for the database most of its time |
    | \`DELETE /bookings/{number}\` | \`booking/api/bookings.py:58\` | yes | after 1 edit | gains: it waits for the database most of its time |
    | \`POST /cabins/{cabin}\` | \`booking/api/cabins.py:12\` | yes | stays threaded | loses: its lock would stop every request while one waits |
    | \`GET /sailings\` | \`booking/api/sailings.py:14\` | yes | fit as it is | gains: it waits for the database most of its time |
    | \`GET /health\` | \`booking/main.py:11\` | no | fit as it is | neutral: it is on the loop already |

    ## Besides requests

    Commands, tasks, migrations, jobs and scripts run the same code without a request. Functions that they share with endpoints stay synchronous, or bridged, until these can await them. 2 programs in all.

    | What | Kind | Async | Database | Waits for | Shared functions |
    | --- | --- | --- | --- | --- | --- |
    | \`cli:remind\` | command | no | yes | 1 | 1 |
    | \`jobs:sweep\` | job | yes | no | 0 | 0 |

    ## Drivers and clients

    | Package | State | In its place | Note |
    | --- | --- | --- | --- |
    | \`psycopg2-binary\` | has a sibling | \`psycopg\` | psycopg 3 serves both colours with the same URL |
    | \`requests\` | has a sibling | \`httpx.AsyncClient\` |  |
    | \`zeep\` | no sibling |  | its calls go to a thread |

    ## What could not be seen

    17 of 867 calls (2 %) could not be followed. Calls were resolved by names, because no environment of the application was found.

    | File not read | Why | Next |
    | --- | --- | --- |
    | \`scripts/old_import.py\` | Python 2: a print statement (line 3) | Carry it to Python 3, or delete it. |
    "
  `);
});

test('names of any kind stay in their cells, and nothing of them is markup', () => {
  const page = renderMarkdown(hostileOffice, { name: 'ferry|office' });
  const rows = page.split('\n').filter((line) => /alert|\\x1b/.test(line));
  expect(rows).toMatchInlineSnapshot(`
    [
      "GET /<b>"&'|\`/\\x1b[2J\\u202e/[x](javascript:1)",
      "| \`booking/a "b" \\|\\x1b]0;x\\x07 %41#?.py:3\` | a\\\\x1b\\[31m \\| b \\<img src=x onerror=alert(1)\\>: \\\\u202eesrever. | \\# not a heading\\\\n- nor a list | 0 |",
      "| \`\` GET /<b>"&'\\|\`/\\x1b[2J\\u202e/[x](javascript:1) \`\` | \`booking/a "b" \\|\\x1b]0;x\\x07 %41#?.py:3\` | yes | stays threaded | gains: it waits for the database most of its time |",
    ]
  `);
  const cells = (line: string) => line.split(/(?<!\\)\|/).length;
  for (const table of page.matchAll(/(?:^\|.*\n)+/gm)) {
    expect(new Set(table[0].trimEnd().split('\n').map(cells)).size).toBe(1);
  }
});

test('long tables are cut, with a count', () => {
  const endpoints = Array.from({ length: 400 }, (_, index) => ({
    ...ferryOffice.endpoints[0],
    path: `/quays/${index}`,
  }));
  const page = renderMarkdown(
    { ...ferryOffice, endpoints: endpoints as unknown as typeof ferryOffice.endpoints },
    { name: 'ferry-office' },
  );
  expect(page).toContain('And 250 more: `ferryman audit --format html` has all.');
  expect(page.length).toBeLessThan(65_536);
});
