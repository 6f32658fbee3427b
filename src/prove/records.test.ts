import { expect, it } from 'vitest';
import { readRecords } from './records.ts';
import { projectOf } from './testing/project.ts';
import { stallOf } from './testing/stall.ts';

const lines = (...records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

it('puts together what several processes wrote, and passes over what it does not know', () => {
  using files = projectOf({
    'guard.ndjson': lines(
      stallOf({ ms: 80.5 }),
      { pid: 1, kind: 'served', requests: { 'library:loans': 2, 'library:fines': 1 } },
      { pid: 1, kind: 'implicit-io', place: 'library/loans.py:4 titles', count: 3 },
      { pid: 1, kind: 'wait', place: 'library/loans.py:9 late', count: 1 },
      { pid: 1, kind: 'totals', 'in-place': 4, 'implicit-io': 3 },
      { pid: 1, kind: 'statements', async: 7, sync: 1 },
      { pid: 1, kind: 'endpoints', bridged: ['library:loans'], threaded: [] },
      { pid: 1, kind: 'unclosed', count: 1 },
      stallOf({ ms: 212, cpu_ms: 7 }),
      { pid: 2, kind: 'totals', threaded: 2 },
      { pid: 2, kind: 'endpoints', bridged: ['library:loans', 'library:fines'], threaded: ['library:mail'] },
    ),
    'stats.ndjson': `${lines({ kind: 'statements', async: 1, sync: 0 })}{"kind": "stateme`,
  });
  const at = (name: string) => `${files.root}/${name}`;
  expect(readRecords(at('guard.ndjson'), at('stats.ndjson'), at('missing.ndjson'))).toEqual({
    stalls: [
      {
        where: 'bridged',
        why: 'waited',
        endpoint: 'library:remind',
        place: 'library/mail.py:9 send',
        count: 2,
        ms: 212,
        cpuMs: 7,
        stack: ['smtplib.py:900 sendmail', 'library/mail.py:9 send'],
        tests: ['tests/test_mail.py::test_remind'],
      },
    ],
    implicitIo: [{ place: 'library/loans.py:4 titles', count: 3 }],
    statements: { async: 8, sync: 1 },
    calls: { inPlace: 4, threaded: 2 },
    endpoints: { bridged: ['library:fines', 'library:loans'], threaded: ['library:mail'] },
    served: 3,
    unclosed: 1,
  });
});
