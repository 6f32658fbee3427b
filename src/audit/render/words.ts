import type { AuditReport, DriverAudit, EndpointAudit, Obstacle, Readiness, Verdict } from '../model.ts';

export const VERDICTS: readonly Verdict[] = ['fit', 'edits', 'stays'];

/** As a column of a table says it. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  fit: 'fit as it is',
  edits: 'after edits',
  stays: 'stays threaded',
};

export const ADVICE_WORDS: Readonly<Record<Readiness['advice'], string>> = {
  go: 'Go ahead',
  wait: 'Not yet',
  stay: 'Stay with threads',
};

export const DRIVER_WORDS: Readonly<Record<DriverAudit['state'], string>> = {
  async: 'asynchronous',
  'has-sibling': 'has a sibling',
  'no-sibling': 'no sibling',
  unknown: 'not known',
};

export const WEIGHT_WORDS: Readonly<Record<Obstacle['weight'], string>> = {
  pin: 'keeps it threaded',
  wrap: 'to wrap or exchange',
  note: 'allowed on the loop',
};

/** `12,480`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 endpoint`, `1,200 endpoints`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `82 %`; never 100 % when something is missing, never 0 % when there is something. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  const share = Math.round((100 * part) / whole);
  if (share === 100 && part < whole) return '99 %';
  return share === 0 && part > 0 ? '1 %' : `${share} %`;
}

/** `after 3 edits`, `fit as it is`, `stays threaded`. */
export function verdictOf({ verdict, edits }: EndpointAudit): string {
  return verdict === 'edits' ? `after ${counted(edits, 'edit')}` : VERDICT_WORDS[verdict];
}

/** `GET /sailings`, as it is asked for by `--explain`. */
export function routeOf({ methods, path }: EndpointAudit): string {
  return `${methods.join(',')} ${path === '' ? '/' : path}`;
}

/** What and why as one text: `requests.get blocks. It waits ...`, or `a lock is held: it stops ...`. */
export function whatAndWhy(what: string, why: string): string {
  if (why === '') return what;
  return /^\p{Lu}/u.test(why) ? `${what}. ${why}` : `${what}: ${why}`;
}

/** With a full stop at its end, unless it ends otherwise. */
export function sentence(text: string): string {
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`;
}

/** `file:line`, or the file alone where there is no line. */
export function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return line > 0 ? `${file}:${line}` : file;
}

/** The endpoints whose readiness is worth counting: those with database work, all where there are none. */
export function headlineCounts({ readiness }: AuditReport): {
  readonly counts: Readiness['endpoints'];
  readonly database: boolean;
  readonly total: number;
} {
  const database = sum(readiness.databaseEndpoints) > 0;
  const counts = database ? readiness.databaseEndpoints : readiness.endpoints;
  return { counts, database, total: sum(counts) };
}

function sum({ fit, edits, stays }: Readiness['endpoints']): number {
  return fit + edits + stays;
}

/** At most `width` characters, the middle left out. */
export function squeezed(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.max(1, Math.ceil((width - 1) / 2));
  const tail = Math.max(0, width - 1 - head);
  return `${text.slice(0, head)}…${tail === 0 ? '' : text.slice(-tail)}`;
}

export const PROGRAMS_NOTE =
  'Commands, tasks, migrations, jobs and scripts run the same code without a request. Functions that they share with endpoints stay synchronous, or bridged, until these can await them.';

/** Those with something to say, the ones that share most first; a history of migrations would fill the page. */
export function programsToShow(programs: AuditReport['programs']): AuditReport['programs'] {
  return programs
    .filter(({ kind, blocking, shared }) => kind !== 'migration' || blocking.length + shared.length > 0)
    .toSorted((one, other) => other.shared.length - one.shared.length)
    .slice(0, 50);
}
