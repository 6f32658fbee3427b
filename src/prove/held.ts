import { isHeld, type Stalled, type StallWhy } from './stalls.ts';

/** An endpoint whose synchronous code held the loop; in a thread it would not. */
export interface HeldEndpoint {
  /** `module:qualname`, as the list of bridged endpoints has it. */
  readonly endpoint: string;
  /** Of the longest stall. */
  readonly ms: number;
  readonly why: StallWhy;
  /** Where the longest one spent its time, `file:line function`. */
  readonly place: string;
  /** How many there were, at all places. */
  readonly count: number;
}

/**
 * The endpoints that held the loop by computing or waiting in synchronous code that runs in place, the longest first.
 * Not among them: what was on the loop before (`async def` code, middleware, serialisation), for a thread does not take
 * it off; and turns in which the loop waited for other threads to compute, for this endpoint did not.
 */
export function heldEndpoints(stalls: readonly Stalled[]): HeldEndpoint[] {
  const held = stalls.filter((each) => each.where === 'bridged' && each.why !== 'threads' && isHeld(each));
  const groups = Map.groupBy(held, ({ endpoint }) => endpoint ?? '');
  return [...groups]
    .flatMap(([endpoint, group]): HeldEndpoint[] => {
      const [longest] = group.toSorted((a, b) => b.ms - a.ms);
      if (endpoint === '' || longest === undefined) return [];
      const { ms, why, place } = longest;
      return [{ endpoint, ms, why, place, count: group.reduce((sum, each) => sum + each.count, 0) }];
    })
    .sort((a, b) => b.ms - a.ms || a.endpoint.localeCompare(b.endpoint));
}

/** `threaded = [...]` in TOML: what the settings name already, then the endpoints that held the loop, one a line. */
export function threadedSetting(known: readonly string[], held: readonly HeldEndpoint[]): string[] {
  const fresh = held.filter(({ endpoint }) => !known.includes(endpoint));
  return [
    'threaded = [',
    ...known.map((name) => `  ${JSON.stringify(name)},`),
    ...fresh.map(({ endpoint, ms, why }) => `  ${JSON.stringify(endpoint)},  # ${why} for ${ms.toFixed(0)} ms`),
    ']',
  ];
}
