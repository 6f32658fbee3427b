import type { AuditFinding, AuditReport } from '../../model.ts';
import { RULES } from '../../rules.ts';
import { chainTrees } from '../chains.ts';
import { placeOf, sentence, whatAndWhy } from '../words.ts';
import { chainList } from './endpoints.ts';
import { type Markup, markup } from './markup.ts';

/** Entry points of one finding that are named; the rest is counted. */
const NAMED = 12;

/** Findings by rule; what a baseline has is marked, not left out. */
export function findingSections({ findings }: AuditReport): readonly Markup[] {
  return RULES.flatMap((rule) => {
    const found = findings.filter((finding) => finding.rule === rule.id);
    if (found.length === 0) return [];
    return [
      markup`<section class="rule"><h3 id="${rule.id}">${rule.title} <small>${rule.id}, ${rule.level}, ${found.length}</small></h3><p>${rule.help}</p>
${found.map(card)}</section>`,
    ];
  });
}

function card({ place, inside, what, why, next, entryPoints, chain, since, applicability }: AuditFinding): Markup {
  const named = entryPoints.slice(0, NAMED);
  const left = entryPoints.length - named.length;
  return markup`<details class="finding"><summary><code>${placeOf(place)}</code> ${what}${since === 'baseline' ? markup` <span class="weight note">in the baseline</span>` : ''}${since === 'new' ? markup` <span class="weight wrap">new</span>` : ''}</summary>
<p>In <code>${inside}</code>${sentence(whatAndWhy('', why))}</p>${next === '' ? '' : markup`<p><b>Next:</b> ${next} <span class="place">${applicability.replace('-', ' ')}</span></p>`}
${named.length === 0 ? '' : markup`<p>Reached from ${named.map((entry, index) => markup`${index === 0 ? '' : ', '}<code>${entry}</code>`)}${left > 0 ? ` and ${left} more` : ''}.</p>`}
${chainList(chainTrees(chain.length === 0 ? [] : [{ chain }]))}</details>`;
}
