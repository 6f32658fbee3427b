import type { Stalled, StallWhere, StallWhy } from '../../src/prove/index.ts';
import type { Half } from './half.ts';
import { type GuardRow, missedByGuard, type Suspect, suspectsOf } from './guard.ts';

const WHERE: Record<StallWhere, string> = {
  bridged: 'synchronous code of fit endpoints',
  around: 'the rest of their requests',
  'other endpoint': 'other endpoints',
  request: 'before an endpoint was found',
  lifespan: 'lifespan',
  tests: "the tests' own code",
  elsewhere: 'outside of requests',
};
const WHY: readonly StallWhy[] = ['computed', 'waited', 'threads', 'first call', 'collector', 'machine'];
/** Frames of a stack that are shown. */
const SHOWN = 4;

/** For each application what was served and what held the loop, by what it was doing, why, endpoint and place. */
export function renderGuard(rows: readonly GuardRow[]): string {
  return [
    'Turns of the event loop over 50 ms while the applications ran their own tests, carried over, on SQLite.',
    '',
    ...columns([
      ['where', 'what the loop was doing; "the rest of their requests" was on the loop before, too: routing,'],
      ['', 'middleware, validation, serialisation'],
      ['threads', 'waited while other threads of the program computed'],
      ['first call', 'imports, mappers, schemas, routes: less than 50 ms without them'],
      ['collector', "Python's garbage collector: less than 50 ms without it"],
      ['machine', 'its thread was ready to run and was given no CPU: less than 50 ms without that'],
      ['again', 'the same endpoint when the files with those tests were run once more'],
    ]),
    '',
    'The target: no endpoint that is called fit holds the loop by computing, waiting or threads, and again does so.',
    ...rows.flatMap(block),
    '',
  ].join('\n');
}

function block(row: GuardRow): string[] {
  const misses = missedByGuard(row);
  const head = `${row.app.id}: ${misses.length === 0 ? 'target reached' : 'target missed'}`;
  return [
    '',
    head,
    ...misses.map((miss) => `  missed: ${miss}`),
    ...(row.half === undefined ? [] : details(row, row.half)),
  ];
}

function details(row: GuardRow, half: Half): string[] {
  const { records } = half.run;
  const fit = (row.endpoints ?? []).filter(({ state }) => state === 'bridged');
  const called = fit.filter(({ id }) => records.endpoints.bridged.some((name) => isNamed(name, id))).length;
  const edited = fit.filter(({ offloads }) => offloads > 0).length;
  const suspects = suspectsOf(row);
  const suspected = new Set(suspects.map(({ stalled }) => stalled));
  const others = records.stalls.filter((each) => each.where !== 'tests' && !suspected.has(each));
  return [
    `  ${half.passed} tests passed, ${half.failed} failed, in ${half.run.seconds.toFixed(0)} s (${row.seconds.toFixed(0)} s in all)`,
    `  ${fit.length} endpoints fit, ${edited} of them after edits; ${called} called, ${records.served} requests on the loop`,
    ...table(records.stalls),
    ...suspects.flatMap(suspect),
    ...others.map((each) => `    ${line(each)}`),
  ];
}

/** A module may be imported by a longer name than the plan knows it by. */
const isNamed = (name: string, id: string) => name === id || name.endsWith(`.${id}`);

function table(stalls: readonly Stalled[]): string[] {
  const wheres = (Object.keys(WHERE) as StallWhere[]).filter(
    (where) => where === 'bridged' || stalls.some((each) => each.where === where),
  );
  const count = (where: StallWhere, why: StallWhy) =>
    stalls.filter((each) => each.where === where && each.why === why).reduce((sum, each) => sum + each.count, 0);
  return columns([
    ['', ...WHY],
    ...wheres.map((where) => [WHERE[where], ...WHY.map((why) => String(count(where, why) || '-'))]),
  ]);
}

function suspect({ stalled, again }: Suspect): string[] {
  const frames = stalled.stack.slice(0, SHOWN).map((frame) => `        ${withoutFolder(frame)}`);
  return [`    ${line(stalled)}; ${secondTime(again)}`, ...frames];
}

function secondTime(again: Suspect['again']): string {
  if (again === 'none') return 'not again';
  if (again === 'unknown') return 'not run again';
  return `again ${again.ms.toFixed(0)} ms at ${withoutFolder(again.place)}`;
}

function line({ where, why, endpoint, place, count, ms, cpuMs }: Stalled): string {
  const whose = endpoint === undefined ? WHERE[where] : `${where === 'bridged' ? '' : `${WHERE[where]}: `}${endpoint}`;
  return `${count} x, at most ${ms.toFixed(0)} ms (${cpuMs.toFixed(0)} of CPU), ${why}: ${whose} at ${withoutFolder(place)}`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => (column === 0 || row.length === 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd(),
  );
}

/** Libraries without the folder that they are installed in. */
const withoutFolder = (place: string) => place.replace(/^.*(\/site-packages|\/lib\/python3\.\d+)\//, '');
