import { expect, test } from 'vitest';
import { compareWithBaseline, readBaseline, writeBaseline } from './baseline.ts';
import { ferryOffice } from './testing/report.ts';

test('a baseline has one finding on a line, without what moves when lines are added above it', () => {
  expect(writeBaseline(ferryOffice.findings)).toMatchInlineSnapshot(`
    "{
      "schema": "ferryman/audit-baseline",
      "version": 1,
      "findings": [
        {"rule":"blocking-call","file":"booking/weather.py","inside":"booking.weather:forecast","what":"requests.get(...) blocks the event loop","fingerprint":"blocking-call/booking.weather:forecast"},
        {"rule":"forgotten-await","file":"booking/weather.py","inside":"booking.weather:warn_of_storms","what":"notify_passengers(...) is not awaited","fingerprint":"forgotten-await/booking.weather:warn_of_storms"},
        {"rule":"lock-across-io","file":"booking/services/cabins.py","inside":"booking.services.cabins:CabinPlan.take","what":"a threading.Lock is held across database I/O","fingerprint":"lock-across-io/booking.services.cabins:CabinPlan.take"}
      ]
    }
    "
  `);
});

test('after it was written nothing is new, wherever the lines went', () => {
  const baseline = readBaseline(writeBaseline(ferryOffice.findings), 'audit-baseline.json');
  const moved = ferryOffice.findings.map((finding) => ({
    ...finding,
    place: { ...finding.place, line: finding.place.line + 12 },
  }));
  const { findings, baseline: counts } = compareWithBaseline({ ...ferryOffice, findings: moved }, baseline);
  expect(counts).toEqual({ known: 3, fresh: 0, gone: 0 });
  expect(findings.map(({ since }) => since)).toEqual(['baseline', 'baseline', 'baseline']);
});

test('the same call once more in the same function is new', () => {
  const [first, ...others] = ferryOffice.findings;
  const baseline = readBaseline(writeBaseline(others), 'audit-baseline.json');
  const twice = others.flatMap((finding) => [finding, finding]);
  const compared = compareWithBaseline({ ...ferryOffice, findings: first ? [first, ...twice] : twice }, baseline);
  expect(compared.findings.map(({ rule, since }) => `${rule} ${since}`)).toMatchInlineSnapshot(`
    [
      "lock-across-io new",
      "blocking-call baseline",
      "blocking-call new",
      "forgotten-await baseline",
      "forgotten-await new",
    ]
  `);
});

test('what was repaired is counted as gone', () => {
  const baseline = readBaseline(writeBaseline(ferryOffice.findings), 'audit-baseline.json');
  expect(compareWithBaseline({ ...ferryOffice, findings: [] }, baseline).baseline).toEqual({
    known: 0,
    fresh: 0,
    gone: 3,
  });
});

test.each(['', '[]', '{"schema": "ferryman/audit", "version": 1, "findings": []}', '{"findings": [1]'])(
  'another file is refused: %s',
  (text) => {
    expect(() => readBaseline(text, 'notes.json')).toThrow(
      expect.objectContaining({ code: 'FERRY_BASELINE', where: 'notes.json', exitCode: 2 }),
    );
  },
);
