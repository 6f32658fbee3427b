import { FerryError } from '../../base/index.ts';
import type { NativePlan, Remainder } from '../../plan/index.ts';
import type { Paint } from '../terminal.ts';
import { wrap } from '../wrap.ts';

/** Reasons of each kind that are written out; the rest is in `--format json`. */
const SHOWN = 8;

/** What goes native and what keeps the runtime, for a person. Ends with a line end. */
export function renderNative({ flips, files, remaining }: NativePlan, paint: Paint, columns: number): string {
  const kinds = Map.groupBy(remaining, ({ kind }) => kind);
  const application = remaining.filter(({ kind }) => kind !== 'kept');
  return [
    `${paint('green', `${flips.length} ${flips.length === 1 ? 'function' : 'functions'}`)} go native, in ${files.length} ${files.length === 1 ? 'file' : 'files'}`,
    ...section('synchronous code that calls native code, through wait(...)', kinds.get('wait'), paint, columns),
    ...section('database I/O in native code that is not awaited', kinds.get('implicit'), paint, columns),
    ...section('functions with something to await that stay synchronous', kinds.get('kept'), paint, columns),
    '',
    application.length === 0
      ? 'Nothing keeps the driver: run the tests and a staging day with FERRYMAN=strict, then take it out.'
      : `${application.length} places keep the driver. Everything is in --format json.`,
    '',
  ].join('\n');
}

function section(title: string, items: readonly Remainder[] = [], paint: Paint, columns: number): readonly string[] {
  if (items.length === 0) return [];
  const groups = [...Map.groupBy(items, reasonOf)].sort(([, a], [, b]) => b.length - a.length);
  const more = groups.length - SHOWN;
  return [
    '',
    paint('bold', `${items.length} ${title}`),
    ...groups.slice(0, SHOWN).map(([reason, all]) => {
      const place = `${all[0]?.file ?? ''}:${all[0]?.line ?? 0}`;
      const text = `${reason} (${all.length > 1 ? `first: ` : ''}${place})`;
      return `  ${String(all.length).padStart(4)}  ${wrap(text, columns, ' '.repeat(8))}`;
    }),
    ...(more > 0 ? [`        and ${more} more reasons`] : []),
  ];
}

/** What is counted together: the calls of one kind, or one reason. */
function reasonOf({ kind, what, why }: Remainder): string {
  return kind === 'kept' ? why : kind === 'implicit' ? what : why;
}

/** Why the functions with that name go native or stay. Throws `FERRY_UNKNOWN_SELECTION`. */
export function explained({ flips, remaining }: NativePlan, name: string, paint: Paint, columns: number): string {
  const isMeant = (id: string) => id === name || id.endsWith(`:${name}`) || id.endsWith(`.${name}`);
  const lines = [
    ...flips
      .filter(({ id }) => isMeant(id))
      .flatMap(({ id, file, line, chain }) => [
        `${paint('green', 'native')}  ${id} (${file}:${line})`,
        ...chain.slice(1).map((step) => `        ${wrap(`-> ${step}`, columns, ' '.repeat(11))}`),
      ]),
    ...remaining
      .filter(({ kind, what }) => kind === 'kept' && isMeant(what))
      .map(
        ({ file, line, what, why }) =>
          `${paint('yellow', 'stays')}   ${what} (${file}:${line})\n        ${wrap(why, columns, ' '.repeat(8))}`,
      ),
  ];
  if (lines.length > 0) return `${lines.join('\n')}\n`;
  throw new FerryError({
    code: 'FERRY_UNKNOWN_SELECTION',
    message: `${JSON.stringify(name)} neither goes native nor has anything to await`,
    next: 'Name a function as it is called in `--native all --dry-run --format json`.',
    exitCode: 2,
  });
}
