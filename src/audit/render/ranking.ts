import type { AuditReport, ChainStep, EndpointAudit, Obstacle } from '../model.ts';

/** One call that stands in the way of endpoints. */
export interface Hindrance {
  readonly obstacle: Obstacle;
  /** What the call may be: several names where the object may be of several classes. */
  readonly names: readonly string[];
  /** Where the call is written. */
  readonly place: ChainStep['place'];
  /** Endpoints that reach it, in the report's order. */
  readonly endpoints: readonly EndpointAudit[];
  /** How many of them have nothing else in their way. */
  readonly alone: number;
  /** The shortest way to it. */
  readonly shortest: { readonly endpoint: EndpointAudit; readonly obstacle: Obstacle };
}

/** Calls to wrap or exchange, those first that the most endpoints wait for. Endpoints that stay anyway do not count. */
export function rankEdits({ endpoints }: AuditReport): readonly Hindrance[] {
  return rank(
    endpoints.filter(({ verdict }) => verdict === 'edits'),
    'wrap',
  );
}

/** What keeps endpoints in threads, those first that keep the most. */
export function rankPins({ endpoints }: AuditReport): readonly Hindrance[] {
  return rank(
    endpoints.filter(({ verdict }) => verdict === 'stays'),
    'pin',
  );
}

function rank(endpoints: readonly EndpointAudit[], weight: Obstacle['weight']): readonly Hindrance[] {
  const found = new Map<string, { endpoint: EndpointAudit; obstacle: Obstacle }[]>();
  const waiting = new Map<EndpointAudit, number>();
  const names = new Map<string, Set<string>>();
  for (const endpoint of endpoints) {
    const own = new Map<string, Obstacle>();
    for (const obstacle of endpoint.obstacles) {
      if (obstacle.weight !== weight) continue;
      const key = siteOf(obstacle);
      names.set(key, (names.get(key) ?? new Set()).add(obstacle.what));
      const known = own.get(key);
      if (known === undefined || obstacle.chain.length < known.chain.length) own.set(key, obstacle);
    }
    waiting.set(endpoint, own.size);
    for (const [key, obstacle] of own) found.set(key, [...(found.get(key) ?? []), { endpoint, obstacle }]);
  }
  return [...found]
    .flatMap(([key, met]): readonly Hindrance[] => {
      const shortest = met.reduce((best, each) =>
        each.obstacle.chain.length < best.obstacle.chain.length ? each : best,
      );
      const place = shortest.obstacle.chain.at(-1)?.place;
      if (place === undefined) return [];
      const reached = met.map(({ endpoint }) => endpoint);
      const alone = reached.filter((endpoint) => waiting.get(endpoint) === 1).length;
      const { obstacle } = shortest;
      return [{ obstacle, names: [...(names.get(key) ?? [])], place, endpoints: reached, alone, shortest }];
    })
    .sort((a, b) => b.endpoints.length - a.endpoints.length || b.alone - a.alone || byPlace(a, b));
}

/** One call in the text, whatever it may call. */
function siteOf({ chain }: Obstacle): string {
  const place = chain.at(-1)?.place;
  return JSON.stringify([place?.file, place?.start]);
}

/** `s3fs.S3FileSystem.put_file or 2 others`. */
export function namesOf({ obstacle, names }: Hindrance): string {
  const others = names.length - 1;
  if (others === 0) return obstacle.what;
  return `${obstacle.what} or ${others === 1 ? 'another' : `${others} others`}`;
}

function byPlace(a: Hindrance, b: Hindrance): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line;
}
