import {
  ADVICE_WORDS,
  type AuditReport,
  chainTrees,
  counted,
  DRIVER_WORDS,
  type Hindrance,
  headlineCounts,
  namesOf,
  percent,
  placeOf,
  PROGRAMS_NOTE,
  programsToShow,
  rankEdits,
  rankPins,
  type RuleId,
  RULES,
  routeOf,
  squeezed,
  VERDICT_WORDS,
  VERDICTS,
  visibleTexts,
} from '../audit/index.ts';
import { bar, drawChain } from './audit/draw.ts';
import { findingLines, nextLines } from './audit/render-finding.ts';
import type { Paint } from './terminal.ts';
import { wrap } from './wrap.ts';

export interface AuditView {
  /** What the project is called: its folder. */
  readonly name: string;
  /** The project as it is named on a command line; empty for the current folder. */
  readonly path: string;
  /** Lists are not cut. */
  readonly all: boolean;
  /** Rules that were asked for; empty for the whole report. */
  readonly only: readonly RuleId[];
}

interface Page {
  readonly report: AuditReport;
  readonly view: AuditView;
  readonly paint: Paint;
  readonly columns: number;
}

/** An audit for a person, readable in 80 columns and without colour. Ends with a line end. */
export function renderAudit(report: AuditReport, view: AuditView, paint: Paint, columns: number): string {
  const page: Page = { report: visibleTexts(report), view, paint, columns };
  const sections =
    view.only.length > 0
      ? [...findings(page), total(page)]
      : [
          headline(page),
          figure(page),
          editsFirst(page),
          pins(page),
          ...findings(page),
          drivers(page),
          programs(page),
          unseen(page),
          next(page),
        ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headline({ report, view, paint, columns }: Page): readonly string[] {
  const { project, readiness, endpoints } = report;
  const { counts, total } = headlineCounts(report);
  const work = endpoints.filter(({ database }) => database).length;
  const size = `${counted(project.lines, 'line')} in ${counted(project.files, 'file')}`;
  const title = `${view.name}: ${counted(endpoints.length, 'endpoint')}${work > 0 ? `, ${work} with database work` : ''} (${size})`;
  const moved = counts.fit + counts.edits;
  const asTheyAre = `${counts.fit} of ${total} (${percent(counts.fit, total)}) can run on the event loop as ${total === 1 ? 'it is' : 'they are'}`;
  const afterEdits = `, ${moved} (${percent(moved, total)}) after edits: ${counted(readiness.edits, 'call')} to change in all`;
  const ready = `${asTheyAre}${counts.edits === 0 ? '' : afterEdits}.`;
  const [first = '', ...others] = readiness.why;
  const advice = `${ADVICE_WORDS[readiness.advice]}. ${first}`.trimEnd();
  return [
    ...wrap(title, columns)
      .split('\n')
      .map((line) => paint('bold', line)),
    ...(total === 0 ? [] : [wrap(ready, columns)]),
    wrap(advice, columns),
    ...others.map((why) => `- ${wrap(why, columns, '  ')}`),
  ];
}

function figure({ report, paint, columns }: Page): readonly string[] {
  const { counts, database, total } = headlineCounts(report);
  if (total === 0) return [];
  const { gains, neutral, loses } = report.readiness.effects;
  const width = columns - 34;
  const inks = { fit: 'green', edits: 'yellow', stays: 'red' } as const;
  return [
    paint('bold', database ? 'Endpoints with database work' : 'Endpoints'),
    ...VERDICTS.map((verdict) => {
      const part = counts[verdict];
      const drawn = bar(part, total, width).padEnd(width);
      return `  ${VERDICT_WORDS[verdict].padEnd(14)}  ${paint(inks[verdict], drawn)} ${String(part).padStart(5)}  ${percent(part, total).padStart(5)}`;
    }),
    `  On the loop ${gains} of all gain, ${neutral} stay as fast, ${loses} would lose.`,
  ];
}

function editsFirst(page: Page): readonly string[] {
  const ranked = rankEdits(page.report);
  if (ranked.length === 0) return [];
  const shown = cut(page, ranked, 3);
  return [
    page.paint('bold', 'Edit these first'),
    ...shown.flatMap((hindrance, index) => edit(page, hindrance, index + 1)),
    ...more(page, ranked, shown),
  ];
}

function edit({ paint, columns }: Page, hindrance: Hindrance, rank: number) {
  const { obstacle, endpoints, alone, shortest } = hindrance;
  const waiting = `${counted(endpoints.length, 'endpoint')} ${endpoints.length === 1 ? 'waits' : 'wait'} for it`;
  const lone = alone > 0 && alone < endpoints.length ? `, ${alone} for nothing else` : '';
  const indent = ' '.repeat(5);
  const title = `${namesOf(hindrance)}: ${waiting}${lone}`;
  return [
    `${String(rank).padStart(3)}. ${wrap(title, columns, indent)}`,
    `${indent}${paint('dim', squeezed(routeOf(shortest.endpoint), columns - indent.length))}`,
    ...chainTrees([shortest.obstacle]).flatMap((root) => drawChain(root, paint, columns, indent)),
    ...nextLines(obstacle.remedy, columns, indent),
  ];
}

function pins(page: Page): readonly string[] {
  const ranked = rankPins(page.report);
  if (ranked.length === 0) return [];
  const shown = cut(page, ranked, 5);
  return [
    page.paint('bold', 'What keeps endpoints in threads'),
    ...shown.flatMap((hindrance) => [
      `${String(hindrance.endpoints.length).padStart(5)}  ${wrap(`${namesOf(hindrance)}: ${hindrance.obstacle.why}`, page.columns, ' '.repeat(7))}`,
      `       ${page.paint('dim', squeezed(placeOf(hindrance.place), page.columns - 7))}`,
    ]),
    ...more(page, ranked, shown),
  ];
}

/** One section for each rule that found something; with a baseline, only what is not in it. */
function findings(page: Page): readonly (readonly string[])[] {
  const fresh = page.report.findings.filter(({ since }) => since !== 'baseline');
  return RULES.map((rule) => {
    const found = fresh.filter((finding) => finding.rule === rule.id);
    if (found.length === 0) return [];
    const shown = page.view.only.length > 0 ? found : cut(page, found, 5);
    return [
      `${page.paint('bold', rule.title)} (${rule.id}, ${found.length})`,
      ...shown.flatMap((finding) => findingLines(finding, page.paint, page.columns)),
      ...more(page, found, shown),
    ];
  });
}

function total({ report: { findings: found, baseline } }: Page): readonly string[] {
  const fresh = found.filter(({ since }) => since !== 'baseline').length;
  const sum = baseline === undefined ? counted(fresh, 'finding') : counted(fresh, 'new finding');
  return [
    baseline === undefined ? `${sum}.` : `${sum}, ${baseline.known} in the baseline, ${baseline.gone} gone from it.`,
  ];
}

function drivers(page: Page): readonly string[] {
  const rows = page.report.drivers;
  if (rows.length === 0) return [];
  const shown = cut(page, rows, 10);
  const nameWidth = Math.min(24, Math.max(...shown.map(({ name }) => name.length)));
  const stateWidth = Math.max(...shown.map(({ state }) => DRIVER_WORDS[state].length));
  const indent = ' '.repeat(2 + nameWidth + 2 + stateWidth + 2);
  return [
    page.paint('bold', 'Drivers and clients'),
    ...shown.map(({ name, state, sibling, note }) => {
      const rest = [sibling, note].filter((text) => text !== '').join(': ');
      const line = `  ${squeezed(name, nameWidth).padEnd(nameWidth)}  ${DRIVER_WORDS[state].padEnd(stateWidth)}  ${wrap(rest, page.columns, indent)}`;
      return line.trimEnd();
    }),
    ...more(page, rows, shown),
  ];
}

function programs(page: Page): readonly string[] {
  const rows = programsToShow(page.report.programs);
  if (rows.length === 0) return [];
  const shown = cut(page, rows, 5);
  const said = shown.map(({ kind, id, isAsync, shared, blocking }) => ({
    name: squeezed(`${kind} ${id}`, Math.floor(page.columns / 2)),
    rest: [
      ...(isAsync ? ['asynchronous'] : []),
      ...(shared.length > 0 ? [`shares ${counted(shared.length, 'function')}`] : []),
      ...(blocking.length > 0 ? [`waits for ${someOf(blocking)}`] : []),
    ].join(', '),
  }));
  const width = Math.max(...said.map(({ name }) => name.length));
  const indent = ' '.repeat(4 + width);
  return [
    page.paint('bold', 'What else runs this code'),
    `  ${wrap(PROGRAMS_NOTE, page.columns, '  ')}`,
    ...said.map(({ name, rest }) =>
      `  ${name.padEnd(width)}  ${wrap(rest === '' ? 'shares nothing that waits' : rest, page.columns, indent)}`.trimEnd(),
    ),
    ...more(page, rows, shown),
  ];
}

/** Two of many names. */
function someOf(names: readonly string[]): string {
  const [first = '', second] = names;
  const rest = names.length - 2;
  return `${first}${second === undefined ? '' : `, ${second}`}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function unseen(page: Page): readonly string[] {
  const { sight, project, baseline } = page.report;
  const { inside, outside, unknown } = sight.calls;
  const calls = inside + outside + unknown;
  const share =
    calls === 0 ? '' : `${unknown} of ${counted(calls, 'call')} (${percent(unknown, calls)}) could not be followed. `;
  const shown = cut(page, project.refusals, 3);
  return [
    page.paint('bold', 'What could not be seen'),
    `  ${wrap(`${share}${sight.note}`.trimEnd(), page.columns, '  ')}`,
    ...(project.refusals.length === 0 ? [] : [`  ${counted(project.refusals.length, 'file')} not read:`]),
    ...shown.map(({ file, why }) => `    ${wrap(`${file}: ${why}`, page.columns, '      ')}`),
    ...more(page, project.refusals, shown),
    ...(baseline === undefined
      ? []
      : [`  ${counted(baseline.known, 'finding')} of the baseline not shown, ${baseline.gone} gone from it.`]),
  ];
}

function next({ report, view, paint, columns }: Page): readonly string[] {
  const path = view.path === '' ? '' : ` ${quoted(view.path)}`;
  const hindrance = rankEdits(report)[0] ?? rankPins(report)[0];
  const endpoint = hindrance?.shortest.endpoint;
  const explain =
    endpoint === undefined
      ? []
      : [[`ferryman audit${path} --explain ${quoted(routeOf(endpoint))}`, 'why this one'] as const];
  const picture = [`ferryman audit${path} --output audit.html`, 'everything, to read in a browser'] as const;
  const migrate = [`ferryman migrate${path} --dry-run`, 'the diff of day one, nothing written'] as const;
  const steps = report.readiness.advice === 'go' ? [migrate, ...explain, picture] : [...explain, picture];
  return [
    paint('bold', 'Next'),
    ...steps.map(([command, meaning]) => {
      const line = `  ${command}  # ${meaning}`;
      return line.length <= columns ? line : `  ${command}\n      # ${meaning}`;
    }),
  ];
}

/** A word of a command line for any shell that knows single quotes. */
function quoted(word: string): string {
  return /^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function cut<T>({ view }: Page, list: readonly T[], count: number): readonly T[] {
  return view.all ? list : list.slice(0, count);
}

function more(page: Page, list: readonly unknown[], shown: readonly unknown[]): readonly string[] {
  const left = list.length - shown.length;
  return left === 0 ? [] : [`  ${page.paint('dim', `and ${left} more: --all`)}`];
}
