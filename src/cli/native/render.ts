import { closest, FerryError } from '../../base/index.ts';
import type { NativePlan, Remainder } from '../../plan/index.ts';
import type { Paint } from '../terminal.ts';
import { wrap } from '../wrap.ts';

/** Reasons of each kind that are written out; the rest is in `--format json`. */
const SHOWN = 8;

/** What goes native and what keeps the runtime, for a person. Ends with a line end. */
export function renderNative({ flips, files, remaining }: NativePlan, paint: Paint, columns: number): string {
  const kinds = Map.groupBy(remaining, ({ kind }) => kind);
  return [
    `${paint('green', counted(flips.length, 'function'))} ${flips.length === 1 ? 'goes' : 'go'} native, in ${counted(files.length, 'file')}`,
    ...section(titles.wait, kinds.get('wait'), paint, columns),
    ...section(titles.implicit, kinds.get('implicit'), paint, columns),
    ...section(titles.lazy, kinds.get('lazy'), paint, columns),
    ...section(titles.expired, kinds.get('expired'), paint, columns),
    ...section(titles.kept, kinds.get('kept'), paint, columns),
    ...section(titles.session, kinds.get('session'), paint, columns),
    '',
    wrap(remaining.length === 0 ? NOTHING_LEFT : LEFT, columns),
    '',
  ].join('\n');
}

const NOTHING_LEFT =
  'Nothing that the text shows keeps the driver. With FERRYMAN=strict in the environment, tests and a staging day say whether that is all.';

const LEFT = 'All of it is carried by the driver meanwhile, and listed one by one with --format json.';

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

const titles: Readonly<Record<Remainder['kind'], (count: number) => string>> = {
  wait: (count) => `${counted(count, 'call')} of native code through wait(...)`,
  implicit: (count) => `${counted(count, 'call')} of the database ${count === 1 ? 'is' : 'are'} not awaited`,
  lazy: (count) => `${counted(count, 'read')} may load a relationship or a column`,
  expired: (count) => `${counted(count, 'object')} may be read after a commit or rollback`,
  kept: (count) =>
    `${counted(count, 'function')} with something to await ${count === 1 ? 'stays' : 'stay'} synchronous`,
  session: (count) =>
    `${counted(count, 'name')} in native code ${count === 1 ? 'holds' : 'hold'} a synchronous session`,
};

function section(
  title: (count: number) => string,
  items: readonly Remainder[] = [],
  paint: Paint,
  columns: number,
): readonly string[] {
  if (items.length === 0) return [];
  const groups = [...Map.groupBy(items, reasonOf)].sort(([, a], [, b]) => weightOf(b) - weightOf(a));
  const more = groups.length - SHOWN;
  return [
    '',
    paint('bold', title(weightOf(items))),
    ...groups.slice(0, SHOWN).flatMap(([reason, all]) => {
      const place = `${all[0]?.file ?? ''}:${all[0]?.line ?? 0}`;
      return [
        `  ${String(weightOf(all)).padStart(4)}  ${wrap(reason, columns, ' '.repeat(8))}`,
        `        ${place}${weightOf(all) > 1 ? ` and ${weightOf(all) - 1} more` : ''}`,
      ];
    }),
    ...(more > 0 ? [`        and ${counted(more, 'more reason')}`] : []),
  ];
}

/** What is counted together: the calls or reads of one thing, or one reason. */
function reasonOf({ kind, what, why, places }: Remainder): string {
  if (kind === 'lazy' && places) return `${what}, possibly: nobody knows the object`;
  return kind === 'kept' || kind === 'wait' || kind === 'session' ? why : what;
}

/** How many places there are; of expired objects, how many objects. */
function weightOf(items: readonly Remainder[]): number {
  return items.reduce((sum, { kind, places }) => sum + (kind === 'expired' ? 1 : (places?.length ?? 1)), 0);
}

/** Why the functions with that name go native or stay. Throws `FERRY_UNKNOWN_SELECTION`. */
export function explained({ flips, remaining }: NativePlan, name: string, paint: Paint, columns: number): string {
  const isMeant = (id: string) => id === name || id.endsWith(`:${name}`) || id.endsWith(`.${name}`);
  const kept = remaining.filter(({ kind }) => kind === 'kept');
  const indent = ' '.repeat(8);
  const lines = [
    ...flips
      .filter(({ id }) => isMeant(id))
      .flatMap(({ id, file, line, chain }) => [
        `${paint('green', 'native')}  ${id}`,
        `${indent}${file}:${line}`,
        ...chain.slice(1).map((step) => `${indent}-> ${step}`),
      ]),
    ...kept
      .filter(({ what }) => isMeant(what))
      .flatMap(({ file, line, what, why }) => [
        `${paint('yellow', 'stays')}   ${what}`,
        `${indent}${file}:${line}`,
        `${indent}${wrap(why, columns, indent)}`,
      ]),
  ];
  if (lines.length > 0) return `${lines.join('\n')}\n`;
  throw notDecided(name, [...flips.map(({ id }) => id), ...kept.map(({ what }) => what)]);
}

function notDecided(name: string, ids: readonly string[]): FerryError {
  const last = (id: string) => id.replace(/^.*[.:]/u, '');
  const near = closest(last(name), ids.map(last));
  return new FerryError({
    code: 'FERRY_UNKNOWN_SELECTION',
    message: `${JSON.stringify(name)} neither goes native nor has anything to await`,
    next:
      near === undefined
        ? 'Name a function as `--native all --dry-run --format json` does.'
        : `Did you mean ${ids.find((id) => last(id) === near) ?? near}?`,
    exitCode: 2,
  });
}
