import { expect, it } from 'vitest';
import { groupStalls, isHeld } from './stalls.ts';
import { stallOf } from './testing/stall.ts';

type Changes = Parameters<typeof stallOf>;

function judged(...[changes, sample]: Changes): string {
  const [stalled] = groupStalls([stallOf(changes, sample)]);
  return stalled === undefined ? 'none' : `${stalled.where}, ${stalled.why}${isHeld(stalled) ? ': held' : ''}`;
}

const PYTEST = ['tests/test_mail.py:4 outbox', '/venv/lib/python3.12/site-packages/_pytest/fixtures.py:891 call'];

it.each<[string, Changes]>([
  ['bridged, waited: held', [{}]],
  ['bridged, computed: held', [{ cpu_ms: 70 }]],
  ['around, computed: held', [{ cpu_ms: 70 }, { in_place: false }]],
  ['other endpoint, waited: held', [{}, { bridged: false }]],
  ['request, waited: held', [{}, { endpoint: null, bridged: false, in_place: false }]],
  ['lifespan, waited', [{}, { endpoint: null, scope: 'lifespan' }]],
  ['tests, waited', [{}, { endpoint: null, scope: null, stack: PYTEST, place: 'library/database.py:3 create' }]],
  ['tests, waited', [{}, { endpoint: null, scope: null, stack: ['library/mail.py:9 send', 'tests/test_mail.py:4 x'] }]],
  ['tests, waited', [{}, { place: 'tests/test_mail.py:9 outbox_instead' }]],
  ['elsewhere, waited: held', [{}, { endpoint: null, scope: null, in_place: false, bridged: false }]],
])('tells what the loop was doing: %s', (expected, changes) => {
  expect(judged(...changes)).toBe(expected);
});

it.each<[string, Changes]>([
  ['bridged, machine', [{ ms: 90, cpu_ms: 30, queued_ms: 55 }]],
  ['bridged, computed: held', [{ ms: 90, cpu_ms: 60, queued_ms: 30 }]],
  ['bridged, computed: held', [{ ms: 90, cpu_ms: 85, queued_ms: null }]],
  ['bridged, collector', [{ ms: 90, cpu_ms: 88, collector_ms: 60 }]],
  // Half a collection and half a queue excuse nothing: they may be the same milliseconds.
  ['bridged, computed: held', [{ ms: 90, cpu_ms: 60, collector_ms: 30, queued_ms: 30 }]],
  ['bridged, threads: held', [{ ms: 90, cpu_ms: 20, others_ms: 70 }]],
  ['bridged, computed: held', [{ ms: 90, cpu_ms: 80, others_ms: 90 }]],
])('tells what the time went into: %s', (expected, changes) => {
  expect(judged(...changes)).toBe(expected);
});

it.each([
  '<frozen importlib._bootstrap>:1176 _find_and_load',
  'site-packages/sqlalchemy/orm/mapper.py:4166 configure_mappers',
  'site-packages/pydantic/_internal/_model_construction.py:560 complete_model_class',
  'site-packages/pydantic/main.py:228 __new__',
  'site-packages/fastapi/applications.py:970 build_middleware_stack',
  'site-packages/fastapi/routing.py:1716 _build_effective_context',
])('knows what is done once: %s', (line) => {
  expect(judged({ cpu_ms: 78 }, { stack: ['builder.py:1 build', line, 'library/mail.py:9 send'] })).toBe(
    'bridged, first call',
  );
});

it('does not take a long call for a first call because a short part of it is one', () => {
  const { samples, ...stall } = stallOf({ ms: 200, cpu_ms: 190 });
  const once = samples.map((sample) => ({ ...sample, ms: 40, stack: ['<frozen importlib._bootstrap>:1 load'] }));
  const rest = samples.map((sample) => ({ ...sample, ms: 160 }));
  expect(groupStalls([{ ...stall, samples: [...rest, ...once] }]).map(({ why }) => why)).toEqual(['computed']);
});

it('puts stalls of one kind at one place together, the longest first', () => {
  const records = [
    stallOf({ ms: 80, test: 'tests/test_mail.py::test_remind (setup)' }),
    stallOf({ ms: 120, cpu_ms: 5, test: 'tests/test_mail.py::test_all (call)' }),
    stallOf({ ms: 300, cpu_ms: 290, test: null }, { endpoint: 'library:search', place: 'library/search.py:7 rank' }),
  ];
  expect(groupStalls(records).map((group) => ({ ...group, stack: group.stack.length }))).toMatchInlineSnapshot(`
    [
      {
        "count": 1,
        "cpuMs": 290,
        "endpoint": "library:search",
        "ms": 300,
        "place": "library/search.py:7 rank",
        "stack": 2,
        "tests": [],
        "where": "bridged",
        "why": "computed",
      },
      {
        "count": 2,
        "cpuMs": 5,
        "endpoint": "library:remind",
        "ms": 120,
        "place": "library/mail.py:9 send",
        "stack": 2,
        "tests": [
          "tests/test_mail.py::test_all",
          "tests/test_mail.py::test_remind",
        ],
        "where": "bridged",
        "why": "waited",
      },
    ]
  `);
});
