import type { EndpointAudit, LoopEffect, Readiness, Verdict } from './model.ts';

/** The endpoints in numbers, and what they suggest. */
export function readinessOf(endpoints: readonly EndpointAudit[]): Readiness {
  const database = endpoints.filter((endpoint) => endpoint.database);
  const sites = new Set(
    endpoints
      .filter(({ verdict }) => verdict === 'edits')
      .flatMap(({ obstacles }) => obstacles.filter(({ weight }) => weight === 'wrap'))
      .map(({ chain }) => JSON.stringify([chain.at(-1)?.place.file, chain.at(-1)?.place.start])),
  );
  const effects = {
    gains: count(endpoints, 'gains'),
    neutral: count(endpoints, 'neutral'),
    loses: count(endpoints, 'loses'),
  };
  return {
    endpoints: verdicts(endpoints),
    databaseEndpoints: verdicts(database),
    effects,
    edits: sites.size,
    ...adviceFor(endpoints, database, effects),
  };
}

const count = (endpoints: readonly EndpointAudit[], effect: LoopEffect) =>
  endpoints.filter((endpoint) => endpoint.effect === effect).length;

function verdicts(endpoints: readonly EndpointAudit[]): Readiness['endpoints'] {
  const of = (verdict: Verdict) => endpoints.filter((endpoint) => endpoint.verdict === verdict).length;
  return { fit: of('fit'), edits: of('edits'), stays: of('stays') };
}

function adviceFor(
  endpoints: readonly EndpointAudit[],
  database: readonly EndpointAudit[],
  effects: Readiness['effects'],
): Pick<Readiness, 'advice' | 'why'> {
  if (endpoints.length === 0)
    return {
      advice: 'stay',
      why: [
        'No endpoint was found: either it is no FastAPI application, or it is put together in a way that was not seen.',
      ],
    };
  const threaded = endpoints.filter(({ isAsync }) => !isAsync);
  if (threaded.length === 0 && effects.gains === 0)
    return {
      advice: 'stay',
      why: ['Every endpoint runs on the event loop already, and nothing was found that holds it.'],
    };
  if (effects.gains === 0)
    return {
      advice: 'stay',
      why: [
        'No endpoint is known to wait for a database or another server: the event loop would have nothing to do meanwhile.',
      ],
    };
  const movable = database.filter(({ verdict }) => verdict !== 'stays').length;
  const why = [
    `${effects.gains} of ${endpoints.length} endpoints would gain: they wait for a database, or hold the event loop today.`,
    ...(effects.loses > 0 ? [`${effects.loses} compute and belong on threads; they stay there.`] : []),
    'An application that never has more requests at once than its thread pool has threads (40) gains little from it.',
  ];
  // Below half of them, most requests would still go through threads, on a driver that makes threads slower.
  if (database.length > 0 && 2 * movable < database.length)
    return {
      advice: 'wait',
      why: [
        `Only ${movable} of ${database.length} endpoints that work with a database can go onto the loop; see what keeps the others.`,
        ...why,
      ],
    };
  return { advice: 'go', why };
}
