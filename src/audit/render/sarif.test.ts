import { expect, test } from 'vitest';
import { z } from 'zod';
import { compareWithBaseline, readBaseline, writeBaseline } from '../baseline.ts';
import { ferryOffice, hostileOffice } from '../testing/report.ts';
import { renderSarif } from './sarif.ts';

/** The parts of the SARIF 2.1.0 schema that a log of ours uses; unknown properties are errors there, too. */
const message = z.strictObject({ text: z.string().min(1) });
const level = z.enum(['none', 'note', 'warning', 'error']);
const physicalLocation = z.strictObject({
  artifactLocation: z.strictObject({
    uri: z.string().regex(/^(?:[\w.~!$'()*-]|%[0-9A-F]{2}|\/)+$/),
    uriBaseId: z.literal('%SRCROOT%'),
  }),
  region: z.strictObject({ startLine: z.int().min(1) }).optional(),
});
const logicalLocations = z.array(
  z.strictObject({ fullyQualifiedName: z.string(), kind: z.literal('function').optional() }),
);
const location = z.strictObject({
  physicalLocation,
  logicalLocations: logicalLocations.optional(),
  message: message.optional(),
});
const rule = z.strictObject({
  id: z.string(),
  name: z.string().regex(/^(?:[A-Z][a-z]+)+(?:Io)?$/),
  shortDescription: message,
  fullDescription: message,
  help: message,
  defaultConfiguration: z.strictObject({ level }),
  properties: z.strictObject({ tags: z.array(z.string()) }),
});
const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(0),
  level,
  message,
  locations: z.array(location).min(1),
  codeFlows: z
    .array(
      z.strictObject({
        threadFlows: z
          .array(
            z.strictObject({
              locations: z
                .array(
                  z.strictObject({
                    location,
                    nestingLevel: z.int().min(0),
                    importance: z.enum(['important', 'essential', 'unimportant']),
                  }),
                )
                .min(1),
            }),
          )
          .min(1),
      }),
    )
    .min(1)
    .optional(),
  partialFingerprints: z.record(z.string(), z.string()),
  baselineState: z.enum(['new', 'unchanged', 'updated', 'absent']).optional(),
  properties: z.record(z.string(), z.unknown()),
});
const log = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string(),
          version: z.string(),
          semanticVersion: z.string(),
          rules: z.array(rule),
        }),
      }),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      originalUriBaseIds: z.record(z.string(), z.strictObject({ description: message })),
      invocations: z.array(
        z.strictObject({
          executionSuccessful: z.boolean(),
          toolExecutionNotifications: z.array(z.strictObject({ level, message, locations: z.array(location) })),
        }),
      ),
      results: z.array(result),
    }),
  ]),
});

const parsed = (report: typeof ferryOffice) => log.parse(JSON.parse(renderSarif(report, { version: '0.1.0' }))).runs[0];

test('a log has what the schema of SARIF 2.1.0 asks for, and nothing that it forbids', () => {
  const { results, tool } = parsed(ferryOffice);
  expect(results.map(({ ruleId, ruleIndex }) => [ruleId, tool.driver.rules[ruleIndex]?.id])).toEqual([
    ['lock-across-io', 'lock-across-io'],
    ['blocking-call', 'blocking-call'],
    ['forgotten-await', 'forgotten-await'],
  ]);
});

test('a chain becomes a code flow', () => {
  expect(parsed(ferryOffice).results[1]).toMatchInlineSnapshot(`
    {
      "codeFlows": [
        {
          "threadFlows": [
            {
              "locations": [
                {
                  "importance": "essential",
                  "location": {
                    "logicalLocations": [
                      {
                        "fullyQualifiedName": "booking.weather:warn_of_storms",
                      },
                    ],
                    "message": {
                      "text": "weather:warn_of_storms is entered here",
                    },
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "booking/weather.py",
                        "uriBaseId": "%SRCROOT%",
                      },
                      "region": {
                        "startLine": 30,
                      },
                    },
                  },
                  "nestingLevel": 0,
                },
                {
                  "importance": "important",
                  "location": {
                    "logicalLocations": [
                      {
                        "fullyQualifiedName": "booking.weather:forecast",
                      },
                    ],
                    "message": {
                      "text": "calls weather:forecast",
                    },
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "booking/weather.py",
                        "uriBaseId": "%SRCROOT%",
                      },
                      "region": {
                        "startLine": 33,
                      },
                    },
                  },
                  "nestingLevel": 1,
                },
                {
                  "importance": "essential",
                  "location": {
                    "logicalLocations": [
                      {
                        "fullyQualifiedName": "requests.get",
                      },
                    ],
                    "message": {
                      "text": "calls requests.get",
                    },
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "booking/weather.py",
                        "uriBaseId": "%SRCROOT%",
                      },
                      "region": {
                        "startLine": 16,
                      },
                    },
                  },
                  "nestingLevel": 2,
                },
              ],
            },
          ],
        },
      ],
      "level": "error",
      "locations": [
        {
          "logicalLocations": [
            {
              "fullyQualifiedName": "booking.weather:forecast",
              "kind": "function",
            },
          ],
          "physicalLocation": {
            "artifactLocation": {
              "uri": "booking/weather.py",
              "uriBaseId": "%SRCROOT%",
            },
            "region": {
              "startLine": 16,
            },
          },
        },
      ],
      "message": {
        "text": "requests.get(...) blocks the event loop: it waits for another server, inside an async function. Write await to_thread(requests.get, ...), or use httpx.AsyncClient.",
      },
      "partialFingerprints": {
        "ferrymanFinding/v1": "blocking-call/booking.weather:forecast",
      },
      "properties": {
        "applicability": "needs-review",
        "entryPoints": [
          "booking.weather:warn_of_storms",
          "booking.weather:poll",
        ],
      },
      "ruleId": "blocking-call",
      "ruleIndex": 1,
    }
  `);
});

test('names of any kind become relative references', () => {
  const [first] = parsed(hostileOffice).results;
  const { uri } = first?.locations[0]?.physicalLocation.artifactLocation ?? { uri: '' };
  expect(uri).toMatchInlineSnapshot(`"booking/a%20%22b%22%20%7C%1B%5D0%3Bx%07%20%2541%23%3F.py"`);
  expect(decodeURIComponent(uri)).toBe(hostileOffice.findings[0]?.place.file);
});

test('a drive letter or scheme in a name stays a name', () => {
  const [finding] = ferryOffice.findings;
  if (finding === undefined) throw new Error('no finding');
  const place = { ...finding.place, file: 'c:/http:/a.py' };
  const [only] = parsed({ ...ferryOffice, findings: [{ ...finding, place }] }).results;
  expect(only?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('c%3A/http%3A/a.py');
});

test('with a baseline every result says whether it is new', () => {
  const baseline = readBaseline(writeBaseline(ferryOffice.findings.slice(1)), 'audit-baseline.json');
  const { results } = parsed(compareWithBaseline(ferryOffice, baseline));
  expect(results.map(({ ruleId, baselineState }) => `${ruleId} ${baselineState}`)).toMatchInlineSnapshot(`
    [
      "lock-across-io new",
      "blocking-call unchanged",
      "forgotten-await unchanged",
    ]
  `);
});
