import { expect, test } from 'vitest';
import { FerryError } from '../../base/index.ts';
import type { NativePlan, PlannedFlip, Remainder } from '../../plan/index.ts';
import { painter } from '../terminal.ts';
import { explained, renderNative } from './render.ts';

const plain = painter(false);

const flip = (id: string, line: number, ...awaited: readonly string[]): PlannedFlip => ({
  id,
  file: `${id.slice(0, id.indexOf(':')).replaceAll('.', '/')}.py`,
  line,
  chain: [id, ...awaited],
});

const left = (kind: Remainder['kind'], what: string, why: string, line: number): Remainder => ({
  kind,
  file: 'booking/services/timetable.py',
  line,
  what,
  why,
});

const plan: NativePlan = {
  root: '/home/anna/ferry-booking',
  files: [
    {
      path: 'booking/services/bookings.py',
      beforeHash: '5d1c',
      before: Buffer.from('def book():\n    pass\n'),
      after: Buffer.from('async def book():\n    pass\n'),
    },
  ],
  findings: [],
  endpoints: [],
  flips: [
    flip('booking.services.bookings:book', 20, 'sqlalchemy.orm.Session.scalar'),
    flip('booking.api.bookings:make_booking', 16, 'booking.services.bookings:book', 'sqlalchemy.orm.Session.scalar'),
    flip('booking.services.bookings:Office.book', 61, 'booking.services.bookings:Desk.book', 'ferryman.wait'),
  ],
  remaining: [
    left('wait', 'book', 'The call stands in a lambda, which cannot be asynchronous.', 12),
    left('implicit', 'sqlalchemy.Engine.dispose', 'stop does not await it', 18),
    left('implicit', 'with sqlalchemy.orm.Session', 'sail does not await it', 30),
    left('implicit', 'with sqlalchemy.orm.Session', 'land is synchronous', 40),
    left(
      'lazy',
      'Sailing.ferry',
      'seats_left reads it; it is loaded when it is first read; runs for GET /sailings',
      55,
    ),
    left('lazy', 'Sailing.ferry', 'the response model SailingOut reads it; runs for GET /sailings', 20),
    {
      ...left('lazy', 'Booking.agent', 'possibly read in 3 places where nobody knows the object', 61),
      places: ['booking/api/bookings.py:61', 'booking/api/bookings.py:62', 'booking/api/agents.py:9'],
    },
    {
      ...left('expired', 'columns of Agent', 'log_in reads name and token of agent: after commit() in line 34', 35),
      places: ['booking/services/agents.py:35', 'booking/services/agents.py:36'],
    },
    left('kept', 'booking.services.timetable:Sailing.seats_left', 'reading a property cannot be awaited', 60),
    left(
      'kept',
      'booking.services.timetable:export',
      '3 calls of receivers that nobody knows may mean booking.services.timetable:export; known to mean it: 1',
      70,
    ),
    left('kept', 'booking.services.timetable:Route.length', 'reading a property cannot be awaited', 80),
  ],
};

test('what goes native, and what keeps the driver, most of it first', () => {
  expect(renderNative(plan, plain, 80)).toMatchInlineSnapshot(`
    "3 functions go native, in 1 file

    1 call of native code through wait(...)
         1  The call stands in a lambda, which cannot be asynchronous.
            booking/services/timetable.py:12

    3 calls of the database are not awaited
         2  with sqlalchemy.orm.Session
            booking/services/timetable.py:30 and 1 more
         1  sqlalchemy.Engine.dispose
            booking/services/timetable.py:18

    5 reads may load a relationship or a column
         3  Booking.agent, possibly: nobody knows the object
            booking/services/timetable.py:61 and 2 more
         2  Sailing.ferry
            booking/services/timetable.py:55 and 1 more

    1 object may be read after a commit or rollback
         1  columns of Agent
            booking/services/timetable.py:35

    3 functions with something to await stay synchronous
         2  reading a property cannot be awaited
            booking/services/timetable.py:60 and 1 more
         1  3 calls of receivers that nobody knows may mean
            booking.services.timetable:export; known to mean it: 1
            booking/services/timetable.py:70

    All of it is carried by the driver meanwhile, and listed one by one with
    --format json.
    "
  `);
});

test('nothing is left', () => {
  expect(renderNative({ ...plan, remaining: [] }, plain, 80)).toMatchInlineSnapshot(`
    "3 functions go native, in 1 file

    Nothing that the text shows keeps the driver. With FERRYMAN=strict in the
    environment, tests and a staging day say whether that is all.
    "
  `);
});

test('one function in one file, and nothing at all', () => {
  const counts = (more: Partial<NativePlan>) => renderNative({ ...plan, ...more }, plain, 80).split('\n')[0];
  expect(counts({ flips: plan.flips.slice(0, 1) })).toBe('1 function goes native, in 1 file');
  expect(counts({ flips: [], files: [] })).toBe('0 functions go native, in 0 files');
});

test('of many reasons those that count most are written out', () => {
  const remaining = Array.from({ length: 11 }, (_, at) => left('wait', 'book', `reason ${at}`, at));
  const shown = renderNative({ ...plan, remaining: [...remaining, ...remaining.slice(9)] }, plain, 80).split('\n');
  expect(shown.filter((line) => /reason/u.test(line))).toMatchInlineSnapshot(`
    [
      "     2  reason 9",
      "     2  reason 10",
      "     1  reason 0",
      "     1  reason 1",
      "     1  reason 2",
      "     1  reason 3",
      "     1  reason 4",
      "     1  reason 5",
      "        and 3 more reasons",
    ]
  `);
});

test.each([60, 80])('no line of words is wider than %i columns', (columns) => {
  const wide = renderNative(plan, plain, columns)
    .split('\n')
    .filter((line) => line.length > columns);
  expect(wide).toEqual([]);
});

test('why a function goes native', () => {
  expect(explained(plan, 'make_booking', plain, 80)).toMatchInlineSnapshot(`
    "native  booking.api.bookings:make_booking
            booking/api/bookings.py:16
            -> booking.services.bookings:book
            -> sqlalchemy.orm.Session.scalar
    "
  `);
  const byId = explained(plan, 'booking.services.bookings:book', plain, 80);
  expect(byId.split('\n')[0]).toBe('native  booking.services.bookings:book');
});

test('a name that several have', () => {
  expect(explained(plan, 'book', plain, 80)).toMatchInlineSnapshot(`
    "native  booking.services.bookings:book
            booking/services/bookings.py:20
            -> sqlalchemy.orm.Session.scalar
    native  booking.services.bookings:Office.book
            booking/services/bookings.py:61
            -> booking.services.bookings:Desk.book
            -> ferryman.wait
    "
  `);
  expect(explained(plan, 'Office.book', plain, 80).split('\n')[0]).toBe(
    'native  booking.services.bookings:Office.book',
  );
});

test('why a function stays', () => {
  expect(explained(plan, 'export', plain, 80)).toMatchInlineSnapshot(`
    "stays   booking.services.timetable:export
            booking/services/timetable.py:70
            3 calls of receivers that nobody knows may mean
            booking.services.timetable:export; known to mean it: 1
    "
  `);
});

test.each([
  ['exprot', 'Did you mean booking.services.timetable:export?'],
  ['Sailing.seats_lfet', 'Did you mean booking.services.timetable:Sailing.seats_left?'],
  ['harbour', 'Name a function as `--native all --dry-run --format json` does.'],
  // The end of a name is not a name.
  ['port', 'Name a function as `--native all --dry-run --format json` does.'],
])('a name that nothing was decided of: %s', (name, next) => {
  let said: unknown;
  try {
    explained(plan, name, plain, 80);
  } catch (error) {
    said = error;
  }
  expect(said).toBeInstanceOf(FerryError);
  expect(said).toMatchObject({ code: 'FERRY_UNKNOWN_SELECTION', next, exitCode: 2 });
});
