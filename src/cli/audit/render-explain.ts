import {
  chainTrees,
  counted,
  type EndpointAudit,
  type Explanation,
  placeOf,
  routeOf,
  squeezed,
  verdictOf,
  visible,
  visibleTexts,
  WEIGHT_WORDS,
} from '../../audit/index.ts';
import { drawChain } from './draw.ts';
import { findingLines } from './render-finding.ts';
import type { Paint } from '../terminal.ts';
import { wrap } from '../wrap.ts';

/** Everything that is known of one place, every chain drawn. Ends with a line end. */
export function renderExplanation(raw: Explanation, paint: Paint, columns: number): string {
  const explanation = visibleTexts(raw);
  const { endpoints, subject, findings } = explanation;
  const sections = [
    ...(endpoints.length === 0 || isPlace(subject) ? [[paint('bold', wrap(visible(subject), columns))]] : []),
    ...endpoints.map((endpoint) => endpointLines(endpoint, paint, columns)),
    reachedLines(explanation, paint, columns),
    obstacleLines(explanation, paint, columns),
    findings.length === 0
      ? []
      : [
          paint('bold', counted(findings.length, 'finding')),
          ...findings.flatMap((finding) => [
            ...findingLines(finding, paint, columns),
            ...chainTrees([finding]).flatMap((root) => drawChain(root, paint, columns, '    ')),
          ]),
        ],
  ].filter((lines) => lines.length > 0);
  const isSilent = endpoints.length + explanation.reachedBy.length + findings.length === 0;
  const nothing = 'Nothing that blocks was found on any way through here, and no finding stands here.';
  return `${[...sections, ...(isSilent ? [[wrap(nothing, columns)]] : [])].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** A line or function beside which an endpoint is shown, not the endpoint itself. */
function isPlace(subject: string): boolean {
  return /:\d+\)?$/.test(subject);
}

function endpointLines(endpoint: EndpointAudit, paint: Paint, columns: number): readonly string[] {
  const { id, place, isAsync, database, effect, why, obstacles } = endpoint;
  const facts = `${verdictOf(endpoint)}; ${isAsync ? 'async def' : 'def'}, ${database ? 'with' : 'no'} database work; ${effect}: ${why}`;
  return [
    paint('bold', squeezed(routeOf(endpoint), columns)),
    `  ${squeezed(id, columns - 2)}`,
    `  ${paint('dim', squeezed(placeOf(place), columns - 2))}`,
    `  ${wrap(facts, columns, '  ')}`,
    '',
    ...(obstacles.length === 0 ? ['  Nothing stands in its way.'] : draw(obstacles, paint, columns)),
  ];
}

function draw(obstacles: EndpointAudit['obstacles'], paint: Paint, columns: number): readonly string[] {
  return chainTrees(obstacles).flatMap((root) =>
    drawChain(root, paint, columns, '  ', ({ obstacle }, width) => {
      if (obstacle === undefined) return [];
      const text = `${WEIGHT_WORDS[obstacle.weight]}: ${obstacle.why}`;
      const remedy = obstacle.remedy === '' ? [] : wrap(`next: ${obstacle.remedy}`, width).split('\n');
      return [...wrap(text, width).split('\n'), ...remedy];
    }),
  );
}

function reachedLines({ reachedBy }: Explanation, paint: Paint, columns: number): readonly string[] {
  if (reachedBy.length === 0) return [];
  return [
    paint('bold', `Reached by ${counted(reachedBy.length, 'endpoint')}`),
    ...reachedBy.flatMap(({ endpoint, chain }) => [
      `  ${squeezed(routeOf(endpoint), columns - 2)}`,
      ...chainTrees([{ chain }]).flatMap((root) => drawChain(root, paint, columns, '    ')),
    ]),
  ];
}

function obstacleLines({ subject, obstacles }: Explanation, paint: Paint, columns: number): readonly string[] {
  if (obstacles.length === 0) return [];
  // A function has no place here: steps know only where they are called.
  const drawn = isPlace(subject) ? obstacles : obstacles.map(withoutRootPlace);
  return [paint('bold', 'What it reaches'), ...draw(drawn, paint, columns)];
}

function withoutRootPlace(obstacle: EndpointAudit['obstacles'][number]): EndpointAudit['obstacles'][number] {
  const [root, ...rest] = obstacle.chain;
  if (root === undefined) return obstacle;
  return { ...obstacle, chain: [{ ...root, place: { file: '', line: 0, start: 0, end: 0 } }, ...rest] };
}
