import { type Plan, unifiedDiff } from '../plan/index.ts';
import { countLines } from './diff.ts';
import type { Ink, Paint } from './terminal.ts';
import { wrap } from './wrap.ts';

/** Reasons and findings of each kind that are written out; the rest is in `--format json`. */
const SHOWN = 8;

type Finding = Plan['findings'][number];

/** What a plan does and leaves, for a person. Ends with a line end. */
export function renderPlan(plan: Plan, paint: Paint, columns: number): string {
  return [
    ...filesOf(plan),
    ...endpointsOf(plan, paint, columns),
    ...findingsOf(plan, 'refused', 'red', paint, columns),
    ...findingsOf(plan, 'needs-review', 'yellow', paint, columns),
    '',
  ].join('\n');
}

/** The same for machines: everything but the bytes. */
export function planData(plan: Plan): Readonly<Record<string, unknown>> {
  return {
    root: plan.root,
    files: plan.files.map((file) => ({
      path: file.path,
      isNew: file.before === undefined,
      ...countLines(unifiedDiff({ ...plan, files: [file] })),
    })),
    endpoints: plan.endpoints,
    findings: plan.findings,
    diff: unifiedDiff(plan),
  };
}

function filesOf(plan: Plan): readonly string[] {
  const rows = plan.files.map((file) => {
    const { added, removed } = countLines(unifiedDiff({ ...plan, files: [file] }));
    return { name: printable(file.path), lines: `+${added} -${removed}`, isNew: file.before === undefined };
  });
  const width = Math.max(...rows.map(({ lines }) => lines.length));
  const title = `${rows.length} ${rows.length === 1 ? 'file' : 'files'}`;
  return [title, ...rows.map(({ name, lines, isNew }) => `  ${lines.padEnd(width)}  ${name}${isNew ? ' (new)' : ''}`)];
}

function endpointsOf({ endpoints }: Plan, paint: Paint, columns: number): readonly string[] {
  const threaded = endpoints.filter(({ state }) => state === 'threaded');
  const work = endpoints.filter(({ database }) => database);
  const workBridged = work.filter(({ state }) => state === 'bridged').length;
  const counts = new Map<string, number>();
  for (const reason of threaded.flatMap(({ reasons }) => [...new Set(reasons.map(lastStep))])) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts].sort(([, a], [, b]) => b - a);
  const more = reasons.length - SHOWN;
  return [
    '',
    `${endpoints.length} endpoints: ${paint('green', `${endpoints.length - threaded.length} bridged`)}, ${threaded.length} threaded`,
    `  with database work: ${workBridged} of ${work.length} bridged`,
    ...(reasons.length === 0 ? [] : ['', 'threaded because']),
    ...reasons
      .slice(0, SHOWN)
      .map(([why, count]) => `  ${String(count).padStart(3)}  ${wrap(printable(why), columns, ' '.repeat(7))}`),
    ...(more > 0 ? [`       and ${more} more reasons: --format json`] : []),
  ];
}

/** Of a chain `a -> b -> c: why`, the end: many endpoints reach the same call on different ways. */
function lastStep(reason: string): string {
  const arrow = reason.lastIndexOf(' -> ', reason.indexOf(': '));
  return arrow === -1 ? reason : reason.slice(arrow + 4);
}

function findingsOf(
  { findings }: Plan,
  applicability: Finding['applicability'],
  ink: Ink,
  paint: Paint,
  columns: number,
): readonly string[] {
  const chosen = findings.filter((finding) => finding.applicability === applicability);
  if (chosen.length === 0) return [];
  const more = chosen.length - SHOWN;
  return [
    '',
    paint(ink, `${applicability.replace('-', ' ')} (${chosen.length})`),
    ...chosen
      .slice(0, SHOWN)
      .flatMap((finding) => [
        `  ${printable(finding.file)}${finding.line > 0 ? `:${finding.line}` : ''}`,
        `    ${wrap(`${finding.what}: ${finding.why}`, columns, '    ')}`,
        ...(finding.next === '' ? [] : [`    next: ${wrap(finding.next, columns, ' '.repeat(10))}`]),
      ]),
    ...(more > 0 ? [`  and ${more} more: --format json`] : []),
  ];
}

/** A file name may hold line feeds and escapes, which must not reach a terminal. */
function printable(text: string): string {
  return /\p{Cc}/u.test(text) ? JSON.stringify(text) : text;
}
