import type { ProofFinding, ProofReport, RunSummary } from './report.ts';

const WIDTH = 80;
const SHOWN = 10;

/** A proof for a person to read: at most 80 columns where ids and paths allow it. Ends with a line break. */
export function renderProof(report: ProofReport): string {
  const { before, after, comparison, environment } = report;
  const sides = [...(before === undefined ? [] : [{ side: 'before', run: before }]), { side: 'after', run: after }];
  return [
    ...fold(VERDICTS[report.verdict], '', ''),
    '',
    ...sides.map(({ side, run }) => `  ${side.padEnd(7)} ${figures(run)}`),
    ...(comparison === undefined
      ? []
      : [`  ${'both'.padEnd(7)} ${comparison.held} tests green before and after${others(report)}`]),
    ...records(report),
    `  ${'with'.padEnd(7)} Python ${environment.version}, ${HOW[environment.how] ?? environment.how}`,
    ...report.findings.flatMap(findingLines),
    ...heldLines(report),
    '',
  ].join('\n');
}

/** One sentence each. */
export const VERDICTS: Record<ProofReport['verdict'], string> = {
  proven: 'Proven: every test that passed before passes.',
  green: 'Green: every test passes. There was nothing to compare with.',
  failed: 'Not proven.',
};
/** What stands above the setting. */
export const SETTING =
  'This setting keeps them in threads. Put it into ferryman.toml, or below [tool.ferryman] in pyproject.toml, commit it, and run `ferryman migrate --branch NAME` once more:';

const HOW: Record<string, string> = {
  named: 'the environment that was named',
  VIRTUAL_ENV: 'the active environment',
  checkout: "the checkout's own environment",
  made: 'an environment made in the cache',
};

function figures({ passed, failed, skipped, collected, seconds }: RunSummary): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped of ${collected} collected, ${seconds.toFixed(1)} s`;
}

function others({ comparison }: ProofReport): string {
  const mended = comparison?.mended.length ?? 0;
  const added = comparison?.added.length ?? 0;
  return `${mended > 0 ? `, ${mended} mended` : ''}${added > 0 ? `, ${added} new` : ''}`;
}

function records({ records: { statements, calls, endpoints } }: ProofReport): string[] {
  const all = statements.async + statements.sync;
  const percent = ((100 * statements.async) / all).toFixed(1);
  const called = `${endpoints.bridged.length} endpoints on the loop, ${endpoints.threaded.length} in threads`;
  return [
    ...(all === 0 ? [] : [`  ${'SQL'.padEnd(7)} ${all} statements, ${percent} % through an asynchronous driver`]),
    ...(calls.inPlace + calls.threaded === 0 ? [] : [`  ${'called'.padEnd(7)} ${called}`]),
  ];
}

function findingLines({ severity, what, items, next }: ProofFinding): string[] {
  const mark = `${severity}: `;
  const more = items.length - SHOWN;
  return [
    '',
    ...fold(`${mark}${what} (${items.length}).`, '', ' '.repeat(mark.length)),
    ...items
      .slice(0, SHOWN)
      .flatMap(({ name, reason }) => [
        `    ${name}`,
        ...(reason === undefined || reason === '' ? [] : fold(reason, '        ', '        ')),
      ]),
    ...(more > 0 ? [`    and ${more} more`] : []),
    ...fold(`next: ${next}`, '  ', '        '),
  ];
}

/** The setting stands at the left edge, to be copied. */
function heldLines({ held }: ProofReport): string[] {
  return held === undefined ? [] : ['', ...fold(SETTING, '', ''), '', ...held.setting];
}

/** Break at spaces; a word longer than a line stands alone. */
function fold(text: string, first: string, rest: string): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(/\s+/)) {
    const isFresh = line === first || line === rest;
    if (!isFresh && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = rest;
    }
    line += line === first || line === rest ? word : ` ${word}`;
  }
  return [...lines, line];
}
