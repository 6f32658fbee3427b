import type { z } from 'zod';
import type { stallRecord } from '../stalls.ts';

type Stall = z.infer<typeof stallRecord>;
type Sample = Stall['samples'][number];

/** A stall as the runtime writes it: mail is sent, in place, by a bridged endpoint. `sample` changes its only sample. */
export function stallOf(changes: Partial<Stall> = {}, sample: Partial<Sample> = {}): Stall {
  const place = sample.place ?? 'library/mail.py:9 send';
  const ms = changes.ms ?? 80;
  return {
    kind: 'stall',
    place,
    test: 'tests/test_mail.py::test_remind (call)',
    threshold_ms: 50,
    ms,
    cpu_ms: 2,
    queued_ms: 1,
    others_ms: 0,
    collector_ms: 0,
    samples: [
      {
        ms,
        scope: 'http',
        endpoint: 'library:remind',
        bridged: true,
        in_place: true,
        place,
        stack: ['smtplib.py:900 sendmail', place],
        ...sample,
      },
    ],
    ...changes,
  };
}
