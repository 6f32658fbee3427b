import { expect, it } from 'vitest';
import { heldEndpoints, threadedSetting } from './held.ts';
import { groupStalls } from './stalls.ts';
import { stallOf } from './testing/stall.ts';

const STALLS = groupStalls([
  stallOf({ ms: 80 }),
  stallOf({ ms: 412.6, cpu_ms: 400 }, { place: 'library/search.py:7 rank' }),
  stallOf({ ms: 90 }, { place: 'library/search.py:9 rank', endpoint: 'library:search' }),
]);

it('tells the endpoints that held the loop, each with its longest stall', () => {
  expect(heldEndpoints(STALLS)).toEqual([
    { endpoint: 'library:remind', ms: 412.6, why: 'computed', place: 'library/search.py:7 rank', count: 2 },
    { endpoint: 'library:search', ms: 90, why: 'waited', place: 'library/search.py:9 rank', count: 1 },
  ]);
});

it.each([
  ['code that was on the loop before', stallOf({}, { in_place: false })],
  ['an endpoint in a thread', stallOf({}, { bridged: false, in_place: false })],
  ['requests for nobody', stallOf({}, { endpoint: null, bridged: false })],
  ['other threads that computed', stallOf({ ms: 90, cpu_ms: 20, others_ms: 70 })],
  ['a busy machine', stallOf({ queued_ms: 70 })],
  ['the collector', stallOf({ collector_ms: 70 })],
])('leaves out %s', (_, stall) => {
  expect(heldEndpoints(groupStalls([stall]))).toEqual([]);
});

it('writes the setting, with what is in it already', () => {
  const known = ['GET /catalogue', 'library:search'];
  expect(`${threadedSetting(known, heldEndpoints(STALLS)).join('\n')}\n`).toMatchInlineSnapshot(`
    "threaded = [
      "GET /catalogue",
      "library:search",
      "library:remind",  # computed for 413 ms
    ]
    "
  `);
});
