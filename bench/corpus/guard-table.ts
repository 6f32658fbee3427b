import type { Stalled, StallWhere, StallWhy } from '../../src/prove/index.ts';
import type { GuardRow, Round } from './guard-row.ts';
import { isNamed, missedByGuard, onLoop, type Suspect, suspectsOf } from './guard-suspects.ts';

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
const FRAMES = 4;
/** Places of an endpoint that are shown, the longest first. */
const PLACES = 10;

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
    'Endpoints that hold the loop by computing or waiting, and again do so, are found by measurement: what',
    '`ferryman prove --guard` tells its user to write into the setting `threaded` is written there, and the application',
    'is carried over and run once more. The target: no endpoint that is then called fit holds the loop by computing,',
    'waiting or threads, and again does so; and at least 90 % of the endpoints with database work stay on the loop.',
    ...rows.flatMap(block),
    '',
  ].join('\n');
}

function block(row: GuardRow): string[] {
  const misses = missedByGuard(row);
  const round = row.second ?? row.first;
  return [
    '',
    `${row.app.id}: ${misses.length === 0 ? 'target reached' : 'target missed'}`,
    ...misses.map((miss) => `  missed: ${withoutFolder(miss)}`),
    ...found(row),
    ...(round === undefined ? [] : details(row, round)),
  ];
}

function found({ first, measured, second }: GuardRow): string[] {
  if (first === undefined || measured.length === 0) return [];
  const longest = measured[0]?.ms ?? 0;
  const fit = first.endpoints.filter(({ state }) => state === 'bridged');
  // One function may serve several routes.
  const routes = fit.filter(({ id }) => measured.some(({ endpoint }) => isNamed(endpoint, id))).length;
  const { all, bridged } = onLoop(second ?? first);
  return [
    `  found by measurement: ${routes} of ${fit.length} fit endpoints, ${longest.toFixed(0)} ms at most`,
    ...measured.map(
      ({ endpoint, ms, why, place, count }) =>
        `    ${endpoint}: ${count} x, at most ${ms.toFixed(0)} ms, ${why}, at ${withoutFolder(place)}`,
    ),
    `  ${bridged} of ${all} endpoints with database work stay on the loop (${((100 * bridged) / Math.max(1, all)).toFixed(0)} %)`,
  ];
}

function details(row: GuardRow, round: Round): string[] {
  const { half } = round;
  const { records } = half.run;
  const fit = round.endpoints.filter(({ state }) => state === 'bridged');
  const called = fit.filter(({ id }) => records.endpoints.bridged.some((name) => isNamed(name, id))).length;
  const edited = fit.filter(({ offloads }) => offloads > 0).length;
  const suspects = suspectsOf(round);
  const suspected = new Set(suspects.flatMap(({ stalls }) => stalls));
  const others = records.stalls.filter((each) => each.where !== 'tests' && !suspected.has(each));
  return [
    `  ${half.passed} tests passed, ${half.failed} failed, in ${half.run.seconds.toFixed(0)} s (${row.seconds.toFixed(0)} s in all)`,
    `  ${fit.length} endpoints fit, ${edited} of them after edits; ${called} called, ${records.served} requests on the loop`,
    ...table(records.stalls),
    ...suspects.filter(({ reported }) => !reported).flatMap(suspect),
    ...reportedRows(suspects.filter(({ reported }) => reported)),
    ...[...Map.groupBy(others, whose).values()].flatMap((group) => limited(group, (each) => [`    ${line(each)}`])),
  ];
}

function reportedRows(suspects: readonly Suspect[]): string[] {
  if (suspects.length === 0) return [];
  return ['  reported by the audit: held the loop before, too', ...suspects.flatMap(suspect)];
}

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

function suspect({ stalls, again }: Suspect): string[] {
  return limited(stalls, (stalled, index) => [
    `    ${line(stalled)}${index === 0 ? `; ${secondTime(again)}` : ''}`,
    ...stalled.stack.slice(0, FRAMES).map((frame) => `        ${withoutFolder(frame)}`),
  ]);
}

/** The longest ones of an endpoint; the rest counted. */
function limited(stalls: readonly Stalled[], lines: (stalled: Stalled, index: number) => readonly string[]): string[] {
  const more = stalls.slice(PLACES);
  const count = more.reduce((sum, each) => sum + each.count, 0);
  return [
    ...stalls.slice(0, PLACES).flatMap(lines),
    ...(more.length === 0 ? [] : [`    and ${count} x at ${more.length} more places: ${whose(more[0])}`]),
  ];
}

function secondTime(again: Suspect['again']): string {
  if (again === 'none') return 'not again';
  if (again === 'unknown') return 'not run again';
  return `again ${again.ms.toFixed(0)} ms at ${withoutFolder(again.place)}`;
}

function line(stalled: Stalled): string {
  const { why, place, count, ms, cpuMs } = stalled;
  return `${count} x, at most ${ms.toFixed(0)} ms (${cpuMs.toFixed(0)} of CPU), ${why}: ${whose(stalled)} at ${withoutFolder(place)}`;
}

function whose(stalled: Stalled | undefined): string {
  if (stalled === undefined) return '';
  const { where, endpoint } = stalled;
  return endpoint === undefined ? WHERE[where] : `${where === 'bridged' ? '' : `${WHERE[where]}: `}${endpoint}`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => (column === 0 || row.length === 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd(),
  );
}

/** Libraries without the folder that they are installed in. */
const withoutFolder = (text: string) => text.replaceAll(/\S*(\/site-packages|\/lib\/python3\.\d+)\//g, '');
