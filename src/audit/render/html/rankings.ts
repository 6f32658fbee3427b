import type { AuditReport } from '../../model.ts';
import { chainTrees } from '../chains.ts';
import { type Hindrance, namesOf, rankEdits, rankPins } from '../ranking.ts';
import { counted, placeOf, routeOf, sentence } from '../words.ts';
import { chainList } from './endpoints.ts';
import { type Markup, markup } from './markup.ts';

/** Calls of each list that are written out. */
const SHOWN = 15;

/** Calls to edit and what keeps endpoints in threads, each with the shortest way to it. */
export function rankings(report: AuditReport): Markup {
  const edits = rankEdits(report);
  const pins = rankPins(report);
  if (edits.length + pins.length === 0) return markup`<p>Nothing stands in the way of any endpoint.</p>`;
  return markup`${list('Calls to wrap or exchange', edits)}${list('What keeps endpoints in threads', pins)}`;
}

function list(title: string, ranked: readonly Hindrance[]): Markup {
  if (ranked.length === 0) return markup``;
  const left = ranked.length - SHOWN;
  return markup`<h3>${title}</h3><ol>${ranked.slice(0, SHOWN).map(item)}</ol>${left > 0 ? markup`<p>And ${left} more, in the table below.</p>` : ''}`;
}

function item(hindrance: Hindrance): Markup {
  const { obstacle, place, endpoints, alone, shortest } = hindrance;
  const lone = alone > 0 && alone < endpoints.length ? `, ${alone} of them for nothing else` : '';
  return markup`<li><details><summary><code>${namesOf(hindrance)}</code> <span class="place">${placeOf(place)}</span> ${counted(endpoints.length, 'endpoint')}${lone}</summary>
<p>${sentence(obstacle.why)} ${obstacle.remedy}</p><p>From <code>${routeOf(shortest.endpoint)}</code>:</p>${chainList(chainTrees([{ chain: shortest.obstacle.chain }]))}</details></li>`;
}
