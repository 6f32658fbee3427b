import type { AuditFinding, AuditReport, EndpointAudit } from '../model.ts';
import { RULES } from '../rules.ts';
import { type ChainNode, chainTrees, shortName } from './chains.ts';
import { type Hindrance, namesOf, rankEdits, rankPins } from './ranking.ts';
import { visibleTexts } from './visible.ts';
import {
  ADVICE_WORDS,
  counted,
  DRIVER_WORDS,
  headlineCounts,
  percent,
  placeOf,
  PROGRAMS_NOTE,
  programsToShow,
  routeOf,
  sentence,
  VERDICT_WORDS,
  VERDICTS,
  verdictOf,
  whatAndWhy,
} from './words.ts';

/** Rows of a table at most: a comment of a pull request takes 65,536 characters. */
const ROWS = 150;

/** A page in GitHub's Markdown, for a pull request or a wiki. `name`: what the project is called. */
export function renderMarkdown(raw: AuditReport, { name }: { readonly name: string }): string {
  const report = visibleTexts(raw);
  const blocks = [
    `# ${prose(name)}: ready for the event loop?`,
    ...summary(report),
    ...ranking('Edit these first', rankEdits(report)),
    ...ranking('What keeps endpoints in threads', rankPins(report)),
    ...findings(report),
    ...endpoints(report),
    ...programs(report),
    ...drivers(report),
    ...unseen(report),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function summary(report: AuditReport): readonly string[] {
  const { project, readiness } = report;
  const { counts, database, total } = headlineCounts(report);
  const size = `${counted(report.endpoints.length, 'endpoint')}, ${counted(project.lines, 'line')} in ${counted(project.files, 'file')}.`;
  const rows = VERDICTS.map((verdict) => [
    VERDICT_WORDS[verdict],
    String(counts[verdict]),
    percent(counts[verdict], total),
  ]);
  return [
    `${size} ${counted(readiness.edits, 'call')} to change in all.`,
    `**${ADVICE_WORDS[readiness.advice]}.** ${readiness.why.map(prose).join(' ')}`.trimEnd(),
    ...(total === 0 ? [] : [table([database ? 'Endpoints with database work' : 'Endpoints', 'Count', 'Share'], rows)]),
  ];
}

function ranking(title: string, ranked: readonly Hindrance[]): readonly string[] {
  if (ranked.length === 0) return [];
  const shown = ranked.slice(0, 5);
  return [
    `## ${title}`,
    ...shown.flatMap((hindrance) => {
      const { obstacle, endpoints, shortest } = hindrance;
      const title = `${code(namesOf(hindrance))}: ${counted(endpoints.length, 'endpoint')}.`;
      const tree = chainTrees([obstacle]).flatMap((root) => drawn(root, '', ''));
      return [`${title} ${prose(sentence(obstacle.remedy))}`.trimEnd(), fenced([routeOf(shortest.endpoint), ...tree])];
    }),
    ...(ranked.length > shown.length ? [`And ${ranked.length - shown.length} more.`] : []),
  ];
}

function drawn(node: ChainNode, branch: string, rest: string): readonly string[] {
  return [
    `${branch}${shortName(node.name)}  ${placeOf(node.place)}`,
    ...node.children.flatMap((child) => drawn(child, `${rest}└─ `, `${rest}   `)),
  ];
}

function findings({ findings: all, baseline }: AuditReport): readonly string[] {
  const fresh = all.filter(({ since }) => since !== 'baseline');
  const compared =
    baseline === undefined
      ? []
      : [
          `Compared with the baseline: ${counted(baseline.fresh, 'new finding')}, ${baseline.known} known, ${baseline.gone} gone.`,
        ];
  const sections = RULES.flatMap((rule) => {
    const found = fresh.filter((finding) => finding.rule === rule.id);
    return found.length === 0 ? [] : [`### ${rule.title}`, rule.help, ...cut(found, findingTable)];
  });
  return sections.length + compared.length === 0 ? [] : ['## Findings', ...compared, ...sections];
}

function findingTable(found: readonly AuditFinding[]): string {
  const rows = found.map(({ place, what, why, next, entryPoints }) => [
    code(placeOf(place)),
    prose(sentence(whatAndWhy(what, why))),
    prose(next),
    String(entryPoints.length),
  ]);
  return table(['Place', 'What', 'Next', 'Entry points'], rows);
}

function endpoints({ endpoints: all }: AuditReport): readonly string[] {
  if (all.length === 0) return [];
  return ['## Endpoints', ...cut(all, endpointTable)];
}

function endpointTable(all: readonly EndpointAudit[]): string {
  const rows = all.map((endpoint) => [
    code(routeOf(endpoint)),
    code(placeOf(endpoint.place)),
    endpoint.database ? 'yes' : 'no',
    verdictOf(endpoint),
    `${endpoint.effect}: ${prose(endpoint.why)}`,
  ]);
  return table(['Endpoint', 'Handler', 'Database', 'Verdict', 'On the loop'], rows);
}

/** Those first that share most with endpoints: they hold back what may go native. */
function programs({ programs: all }: AuditReport): readonly string[] {
  if (all.length === 0) return [];
  const shown = programsToShow(all);
  const rows = shown.map(({ id, kind, isAsync, database, blocking, shared }) => [
    code(shortName(id)),
    kind,
    isAsync ? 'yes' : 'no',
    database ? 'yes' : 'no',
    String(blocking.length),
    String(shared.length),
  ]);
  return [
    '## Besides requests',
    `${PROGRAMS_NOTE} ${counted(all.length, 'program')} in all.`,
    ...(rows.length === 0 ? [] : [table(['What', 'Kind', 'Async', 'Database', 'Waits for', 'Shared functions'], rows)]),
  ];
}

function drivers({ drivers: all }: AuditReport): readonly string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ name, state, sibling, note }) => [
    code(name),
    DRIVER_WORDS[state],
    sibling === '' ? '' : code(sibling),
    prose(note),
  ]);
  return ['## Drivers and clients', table(['Package', 'State', 'In its place', 'Note'], rows)];
}

function unseen({ sight, project }: AuditReport): readonly string[] {
  const { inside, outside, unknown } = sight.calls;
  const calls = inside + outside + unknown;
  return [
    '## What could not be seen',
    `${unknown} of ${counted(calls, 'call')} (${percent(unknown, calls)}) could not be followed. ${prose(sight.note)}`.trimEnd(),
    ...(project.refusals.length === 0
      ? []
      : [
          table(
            ['File not read', 'Why', 'Next'],
            project.refusals.slice(0, ROWS).map(({ file, why, next }) => [code(file), prose(why), prose(next)]),
          ),
        ]),
  ];
}

function cut<T>(all: readonly T[], render: (rows: readonly T[]) => string): readonly string[] {
  const left = all.length - ROWS;
  return [
    render(all.slice(0, ROWS)),
    ...(left > 0 ? [`And ${left} more: \`ferryman audit --format html\` has all.`] : []),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Text that stays text: what Markdown or HTML would read as theirs is escaped, a cell of a table is not ended. */
function prose(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~@&]/g, (sign) => `\\${sign}`).replace(/^([-+=]|\d+[.)])/, '\\$1');
}

/** A code span that no backtick in it ends. A pipe ends a cell even there. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${text.replaceAll('|', '\\|')}${padding}${fence}`;
}

function fenced(lines: readonly string[]): string {
  const text = lines.join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
