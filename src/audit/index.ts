export { audit } from './audit.ts';
export { findForgotten, forgottenAwaits } from './forgotten/analysis.ts';
export { type Baseline, compareWithBaseline, readBaseline, writeBaseline } from './baseline.ts';
export { type Explanation, explainable, explainName, explainSpot, type Spot } from './explain.ts';
export type * from './model.ts';
export { type ChainNode, chainTrees, shortName } from './render/chains.ts';
export { type Hindrance, namesOf, rankEdits, rankPins } from './render/ranking.ts';
export { visible, visibleTexts } from './render/visible.ts';
export {
  ADVICE_WORDS,
  counted,
  DRIVER_WORDS,
  grouped,
  headlineCounts,
  percent,
  placeOf,
  PROGRAMS_NOTE,
  programsToShow,
  routeOf,
  squeezed,
  VERDICT_WORDS,
  VERDICTS,
  verdictOf,
  whatAndWhy,
  WEIGHT_WORDS,
} from './render/words.ts';
export { renderHtml } from './render/html/page.ts';
export { renderMarkdown } from './render/markdown.ts';
export { renderSarif } from './render/sarif.ts';
export { jsonSchema } from './render/schema.ts';
export { RULES, ruleOf } from './rules.ts';
export { spotAt } from './spot.ts';
