import { closest, FerryError } from '../base/index.ts';
import type { Endpoint, Program, ThreadedSetting } from '../program/index.ts';
import type { EndpointVerdict, Reason } from './model.ts';

/**
 * Verdicts with the endpoints in threads that the project's settings name. What computes in plain Python of the
 * application's own is seen by nobody who only reads: `prove --guard` measures it, and says what to write there.
 */
export function keptInThreads(
  { threaded }: Pick<Program, 'threaded'>,
  verdicts: readonly EndpointVerdict[],
): readonly EndpointVerdict[] {
  if (threaded.length === 0) return verdicts;
  return verdicts.map((verdict) => {
    const setting = threaded.find(({ name }) => isNamed(verdict.endpoint, name));
    if (setting === undefined) return verdict;
    const reasons = [reasonOf(verdict.endpoint, setting), ...verdict.reasons];
    return { ...verdict, verdict: 'threaded', reasons, offloads: [], edits: undefined };
  });
}

/** Throws `FERRY_CONFIG` when the settings name an endpoint that there is not, with the nearest one that there is. */
export function checkThreaded({ threaded, endpoints, root }: Pick<Program, 'threaded' | 'endpoints' | 'root'>): void {
  const served = endpoints.filter(({ inTests }) => !inTests);
  const unknown = threaded.find(({ name }) => !served.some((endpoint) => isNamed(endpoint, name)));
  if (unknown === undefined) return;
  const near = closest(
    unknown.name,
    served.flatMap((endpoint) => (unknown.name.includes('/') ? routesOf(endpoint) : namesOf(endpoint))),
  );
  throw new FerryError({
    code: 'FERRY_CONFIG',
    message: `setting "threaded": there is no endpoint ${JSON.stringify(unknown.name)}`,
    where: `${root}/${unknown.place.file}:${unknown.place.line}`,
    next:
      near === undefined
        ? 'Name endpoints as "module:qualname" or "GET /path", as `ferryman audit` lists them.'
        : `Did you mean ${JSON.stringify(near)}?`,
    exitCode: 2,
  });
}

/** `GET /voyages` for each of its methods; a path is as the audit shows it. */
const routesOf = ({ methods, path }: Endpoint) => methods.map((method) => `${method} ${path === '' ? '/' : path}`);
const namesOf = ({ id, otherIds }: Endpoint) => [id, ...otherIds];

function isNamed(endpoint: Endpoint, name: string): boolean {
  const [, method, path] = /^(\w+) (\/.*)$/u.exec(name) ?? [];
  if (method === undefined || path === undefined) return namesOf(endpoint).includes(name);
  return routesOf(endpoint).includes(`${method.toUpperCase()} ${path}`);
}

function reasonOf(endpoint: Endpoint, { place }: ThreadedSetting): Reason {
  const what = 'the setting `threaded`';
  return {
    chain: [
      { name: endpoint.id, place: endpoint.place, how: 'endpoint' },
      { name: what, place, how: 'mention' },
    ],
    what,
    effect: 'cpu',
    severity: 'stall',
    why: endpoint.isAsync
      ? 'it was measured to hold the event loop; its dependencies stay in threads, itself it is `async def`'
      : 'it was measured to hold the event loop',
    remedy: 'Take it out of the setting when it computes and waits for less than the loop can do without.',
    waits: true,
    onLoop: false,
    movable: false,
  };
}
