import { createHash } from 'node:crypto';
import type { AuditReport } from '../../model.ts';
import { groupMap } from '../map/group.ts';
import { visibleTexts } from '../visible.ts';
import {
  ADVICE_WORDS,
  counted,
  DRIVER_WORDS,
  headlineCounts,
  percent,
  PROGRAMS_NOTE,
  programsToShow,
  sentence,
  VERDICT_WORDS,
  VERDICTS,
} from '../words.ts';
import { endpointTable } from './endpoints.ts';
import { findingSections } from './findings.ts';
import { drawMap, MARKS } from './map.ts';
import { type Markup, markup, trusted } from './markup.ts';
import { rankings } from './rankings.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** Boxes that a map can have and still be read. */
const BOXES = 60;

/**
 * One file that needs nothing else: style, script and drawings are in it, and its policy lets it load nothing. `name`:
 * what the project is called.
 */
export function renderHtml(
  raw: AuditReport,
  { name, version }: { readonly name: string; readonly version: string },
): string {
  const report = visibleTexts(raw);
  const map = groupMap(report.map, BOXES);
  const indexes = new Map(map.modules.map((module, index) => [module.name, index]));
  const boxOf = (module: string) => indexes.get(map.boxOf.get(module) ?? module);
  const policy = `default-src 'none'; style-src '${digest(STYLE)}'; script-src '${digest(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${name}: ready for the event loop?</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<header>
${summary(report, name)}
<nav aria-label="On this page"><a href="#first">First</a><a href="#map">Map</a><a href="#table">Endpoints</a><a href="#findings">Findings</a><a href="#programs">Programs</a><a href="#drivers">Drivers</a><a href="#unseen">Not seen</a></nav>
</header>
<main>
<h2 id="first">What to do first</h2>
${rankings(report)}
<h2 id="map">Modules on the way</h2>
${map.modules.length === 0 ? markup`<p>No module is on the way of an endpoint.</p>` : markup`<p>Callers on the left, what they call on the right; dashed: a call back. ${mapLegend()} Choose a box to see its endpoints below.</p><div class="wide map">${drawMap(map)}</div>`}
<h2 id="table">Endpoints</h2>
${endpointTable(report, boxOf)}
<h2 id="findings">Findings</h2>
${baseline(report)}${report.findings.length === 0 ? markup`<p>None.</p>` : findingSections(report)}
<h2 id="programs">Besides requests</h2>
${programs(report)}
<h2 id="drivers">Drivers and clients</h2>
${drivers(report)}
<h2 id="unseen">What could not be seen</h2>
${unseen(report)}
</main>
<footer>Written by Ferryman ${version} from the text of the application; nothing of it was run.</footer>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
  return page.html;
}

/** As a policy names an inline style or script that may be used. */
function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function summary(report: AuditReport, name: string): Markup {
  const { project, readiness } = report;
  const { counts, database, total } = headlineCounts(report);
  let x = 0;
  const bars = VERDICTS.map((verdict) => {
    const width = total === 0 ? 0 : (1000 * counts[verdict]) / total;
    const rect = markup`<rect class="${verdict}" x="${x.toFixed(1)}" width="${Math.max(0, width - 2).toFixed(1)}" height="20"/>`;
    x += width;
    return width === 0 ? '' : rect;
  });
  const work = database ? 'endpoints with database work' : 'endpoints';
  const { gains, neutral, loses } = readiness.effects;
  return markup`<h1>${name}: ready for the event loop?</h1>
<p>${counted(report.endpoints.length, 'endpoint')}, ${counted(project.lines, 'line')} in ${counted(project.files, 'file')}.</p>
<p class="advice"><b>${ADVICE_WORDS[readiness.advice]}.</b> ${readiness.why.join(' ')}</p>
${
  total === 0
    ? ''
    : markup`<svg class="figure" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">${bars}</svg>
<ul class="legend">${VERDICTS.map((verdict) => markup`<li><b class="${verdict}">${counts[verdict]}</b> ${VERDICT_WORDS[verdict]} (${percent(counts[verdict], total)})</li>`)}</ul>
<p>Of ${counted(total, work.replace('endpoints', 'endpoint'), work)}, ${counts.fit + counts.edits} can run on the loop${counts.edits === 0 ? '' : `, ${counts.edits} of them after edits: ${counted(readiness.edits, 'call')} to change in all`}. Of all endpoints ${gains} would gain, ${neutral} stay as fast, ${loses} would lose.</p>`
}`;
}

function mapLegend(): string {
  return `${VERDICTS.map((verdict) => `${MARKS[verdict]} ${VERDICT_WORDS[verdict]}`).join(', ')}, ${MARKS.plain} on nobody's way.`;
}

function baseline({ baseline: counts }: AuditReport): Markup {
  if (counts === undefined) return markup``;
  return markup`<p>Compared with the baseline: ${counts.fresh} new, ${counts.known} known, ${counts.gone} gone.</p>`;
}

function programs({ programs: all }: AuditReport): Markup {
  if (all.length === 0) return markup`<p>None is known.</p>`;
  const rows = programsToShow(all).map(
    ({ id, kind, isAsync, database, blocking, shared }) =>
      markup`<tr><th scope="row"><code>${id}</code></th><td>${kind}</td><td>${isAsync ? 'yes' : 'no'}</td><td>${database ? 'yes' : 'no'}</td><td>${blocking.join(', ')}</td><td>${counted(shared.length, 'function')}${shared.length === 0 ? '' : `: ${shared.slice(0, 5).join(', ')}`}</td></tr>`,
  );
  return markup`<p>${PROGRAMS_NOTE} ${counted(all.length, 'program')} in all.</p><div class="wide"><table class="plain"><tr><th scope="col">What</th><th scope="col">Kind</th><th scope="col">Async</th><th scope="col">Database</th><th scope="col">Waits for</th><th scope="col">Shared with endpoints</th></tr>${rows}</table></div>`;
}

function drivers({ drivers: all }: AuditReport): Markup {
  if (all.length === 0) return markup`<p>None is known.</p>`;
  const rows = all.map(
    ({ name, state, sibling, note }) =>
      markup`<tr><th scope="row"><code>${name}</code></th><td>${DRIVER_WORDS[state]}</td><td><code>${sibling}</code></td><td>${note}</td></tr>`,
  );
  return markup`<div class="wide"><table class="plain"><tr><th scope="col">Package</th><th scope="col">State</th><th scope="col">In its place</th><th scope="col">Note</th></tr>${rows}</table></div>`;
}

function unseen({ sight, project }: AuditReport): Markup {
  const { inside, outside, unknown } = sight.calls;
  const calls = inside + outside + unknown;
  return markup`<p>${unknown} of ${counted(calls, 'call')} (${percent(unknown, calls)}) could not be followed. ${sight.note}</p>
${project.refusals.length === 0 ? '' : markup`<p>${counted(project.refusals.length, 'file')} not read:</p><ul>${project.refusals.map(({ file, why, next }) => markup`<li><code>${file}</code>: ${sentence(why)} ${next}</li>`)}</ul>`}`;
}
