import { expect, test } from 'vitest';
import { compareWithBaseline, readBaseline, writeBaseline } from '../baseline.ts';
import { ferryOffice, hostileOffice } from '../testing/report.ts';
import { jsonSchema, reportSchema } from './schema.ts';

test('reports fit the schema, with a baseline and without', () => {
  const baseline = readBaseline(writeBaseline(ferryOffice.findings), 'audit-baseline.json');
  for (const report of [ferryOffice, hostileOffice, compareWithBaseline(ferryOffice, baseline)]) {
    expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  }
});

test('a field that the schema does not know is an error', () => {
  expect(reportSchema.safeParse({ ...ferryOffice, tides: [] }).success).toBe(false);
});

test('the JSON Schema closes every object and names the fields of both documents', () => {
  const schema: { anyOf: readonly { required: readonly string[]; additionalProperties: boolean }[] } = JSON.parse(
    jsonSchema(),
  );
  expect(schema.anyOf.map(({ additionalProperties }) => additionalProperties)).toEqual([false, false]);
  expect(schema.anyOf.map(({ required }) => required.join(' '))).toMatchInlineSnapshot(`
    [
      "schema exitCode version project sight endpoints programs findings drivers readiness map",
      "schema exitCode version explanation",
    ]
  `);
});
