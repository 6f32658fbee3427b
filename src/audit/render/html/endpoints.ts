import type { AuditReport, EndpointAudit, Obstacle, Verdict } from '../../model.ts';
import { type ChainNode, chainTrees, shortName } from '../chains.ts';
import { placeOf, routeOf, sentence, VERDICT_WORDS, VERDICTS, verdictOf, WEIGHT_WORDS } from '../words.ts';
import { MARKS } from './map.ts';
import { type Markup, markup } from './markup.ts';

/** Obstacles that are drawn for one endpoint; the rest is counted. */
const DRAWN = { hindering: 40, notes: 8 } as const;
const RANK: Readonly<Record<Verdict, number>> = { fit: 0, edits: 1, stays: 2 };

/** What the filters of the table need to know: `boxOf` gives a module's box in the map, by its index. */
export function endpointTable({ endpoints }: AuditReport, boxOf: (module: string) => number | undefined): Markup {
  if (endpoints.length === 0) return markup`<p>No endpoint was found.</p>`;
  const heads: readonly (readonly [title: string, kind: 'text' | 'number'])[] = [
    ['Endpoint', 'text'],
    ['Handler', 'text'],
    ['Database', 'text'],
    ['Verdict', 'number'],
    ['Edits', 'number'],
    ['On the loop', 'text'],
  ];
  return markup`<form id="filters" role="search">
<label>Find <input type="search" id="words" placeholder="a route, a function, a call"></label>
<fieldset><legend>Verdict</legend>${VERDICTS.map(
    (verdict) =>
      markup`<label><input type="checkbox" name="verdict" value="${verdict}" checked> ${MARKS[verdict]} ${VERDICT_WORDS[verdict]}</label> `,
  )}</fieldset>
<label><input type="checkbox" id="database"> with database work only</label>
<button type="button" id="open">Open all</button> <button type="reset" id="reset">Show all</button>
<output id="shown" aria-live="polite"></output>
</form>
<div class="wide"><table id="endpoints"><thead><tr>${heads.map(
    ([title, kind], column) =>
      markup`<th scope="col" aria-sort="none"><button type="button" data-column="${column}" data-kind="${kind}">${title}</button></th>`,
  )}</tr></thead>
${endpoints.map((endpoint) => row(endpoint, boxOf))}
</table></div>`;
}

function row(endpoint: EndpointAudit, boxOf: (module: string) => number | undefined): Markup {
  const { verdict, edits, effect, why, database, obstacles, id, isAsync } = endpoint;
  const modules = new Set([id, ...obstacles.flatMap(({ chain }) => chain.map(({ name }) => name))].map(moduleOf));
  const boxes = [...new Set([...modules].flatMap((module) => boxOf(module) ?? []))];
  return markup`<tbody data-verdict="${verdict}" data-database="${database ? 'yes' : 'no'}" data-boxes="${boxes.join(' ')}">
<tr><th scope="row" data-key="${endpoint.path}"><code>${routeOf(endpoint)}</code></th><td data-key="${placeOf(endpoint.place)}"><code>${placeOf(endpoint.place)}</code></td><td data-key="${database ? 'yes' : 'no'}">${database ? 'yes' : 'no'}</td><td data-key="${RANK[verdict]}"><span class="verdict ${verdict}">${MARKS[verdict]} ${verdictOf(endpoint)}</span></td><td data-key="${edits}" class="number">${edits}</td><td data-key="${effect}">${effect}</td></tr>
<tr class="more"><td colspan="6"><details><summary>${summary(obstacles)}</summary>
<p><code>${id}</code>${isAsync ? ', async def' : ', def'}. ${sentence(`${effect}: ${why}`)}</p>
${trees(obstacles)}</details></td></tr>
</tbody>`;
}

function moduleOf(name: string): string {
  return name.split(':')[0] ?? name;
}

function summary(obstacles: readonly Obstacle[]): string {
  const counts = (['pin', 'wrap', 'note'] as const).flatMap((weight) => {
    const count = obstacles.filter((obstacle) => obstacle.weight === weight).length;
    return count === 0 ? [] : [`${count} ${WEIGHT_WORDS[weight]}`];
  });
  return counts.length === 0 ? 'Nothing stands in its way' : counts.join(', ');
}

function trees(obstacles: readonly Obstacle[]): Markup {
  const hindering = obstacles.filter(({ weight }) => weight !== 'note');
  const notes = obstacles.filter(({ weight }) => weight === 'note');
  const drawn = [...hindering.slice(0, DRAWN.hindering), ...notes.slice(0, DRAWN.notes)];
  const left = obstacles.length - drawn.length;
  const rest = left > 0 ? markup`<p>And ${left} more, which <code>ferryman audit --explain</code> draws.</p>` : '';
  return markup`${chainTrees(drawn).map((root) => markup`<ul class="chain">${branch(root)}</ul>`)}${rest}`;
}

function branch(node: ChainNode): Markup {
  const { obstacle, children } = node;
  const end =
    obstacle === undefined
      ? ''
      : markup` <span class="weight ${obstacle.weight}">${WEIGHT_WORDS[obstacle.weight]}</span> <span class="why">${sentence(obstacle.why)} ${obstacle.remedy}</span>`;
  const inner = children.length === 0 ? '' : markup`<ul>${children.map(branch)}</ul>`;
  return markup`<li><code>${shortName(node.name)}</code> <span class="place">${placeOf(node.place)}</span>${end}${inner}</li>`;
}

/** A chain without obstacles: of a finding. */
export function chainList(nodes: readonly ChainNode[]): readonly Markup[] {
  return nodes.map((root) => markup`<ul class="chain">${branch(root)}</ul>`);
}
