import { SETTING, VERDICTS } from './render.ts';
import type { ProofFinding, ProofReport, RunSummary } from './report.ts';

/** Items of a finding at most: a comment of a pull request takes 65,536 characters. */
const SHOWN = 30;

/** A proof in GitHub's Markdown, for a pull request. `name`: what the project is called. Ends with a line break. */
export function renderProofMarkdown(report: ProofReport, { name }: { readonly name: string }): string {
  const { before, after, environment, held } = report;
  const rows = [...(before === undefined ? [] : [row('before', before)]), row('after', after)];
  const blocks = [
    `# ${prose(name)}: ${report.verdict === 'failed' ? 'not proven' : report.verdict}`,
    VERDICTS[report.verdict],
    ['| | passed | failed | skipped | collected | seconds |', '|---|---:|---:|---:|---:|---:|', ...rows].join('\n'),
    `With Python ${prose(environment.version)}.`,
    ...report.findings.flatMap(finding),
    ...(held === undefined ? [] : ['## Endpoints to keep in threads', SETTING, fenced(held.setting, 'toml')]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function row(side: string, { passed, failed, skipped, collected, seconds }: RunSummary): string {
  return `| ${side} | ${passed} | ${failed} | ${skipped} | ${collected} | ${seconds.toFixed(1)} |`;
}

function finding({ severity, what, items, next }: ProofFinding): string[] {
  const lines = items
    .slice(0, SHOWN)
    .flatMap(({ name, reason }) => [name, ...(reason === undefined || reason === '' ? [] : [`    ${reason}`])]);
  const more = items.length > SHOWN ? [`and ${items.length - SHOWN} more`] : [];
  return [`## ${severity}: ${prose(what)} (${items.length})`, fenced([...lines, ...more]), `Next: ${next}`];
}

/** In a fence that nothing inside can close. */
function fenced(lines: readonly string[], language = ''): string {
  const text = lines.join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Text in which nothing is markup. */
const prose = (text: string) => text.replaceAll(/[\\`*_[\]<>|#&]/g, String.raw`\$&`);
