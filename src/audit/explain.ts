import type { AuditFinding, AuditReport, ChainStep, EndpointAudit, Obstacle } from './model.ts';
import { visible } from './render/visible.ts';

/** Everything a report knows about one place. */
export interface Explanation {
  /** What the place was taken for: `GET /sailings`, `booking.services.payments:charge`, `booking/weather.py:16`. */
  readonly subject: string;
  /** Endpoints that were asked for. */
  readonly endpoints: readonly EndpointAudit[];
  /** Endpoints that reach the function or line, each with the way to it. */
  readonly reachedBy: readonly { readonly endpoint: EndpointAudit; readonly chain: readonly ChainStep[] }[];
  /** What the function or line reaches from there on; their chains begin there. */
  readonly obstacles: readonly Obstacle[];
  readonly findings: readonly AuditFinding[];
}

/** What stands at a line, as far as the program knows. */
export interface Spot {
  readonly file: string;
  readonly line: number;
  /** `module:qualname` of the function around the line; undefined at the level of the module. */
  readonly inside: string | undefined;
}

/**
 * What the report says about `wanted`: an endpoint (`GET /bookings/{number}`, its path alone, a path as a client sends
 * it, `module:qualname`) or a function. Undefined when it has nothing of that name.
 */
export function explainName(report: AuditReport, wanted: string): Explanation | undefined {
  const endpoints = endpointsNamed(report.endpoints, wanted);
  if (endpoints.length > 0) {
    const ids = new Set(endpoints.map(({ id }) => id));
    return {
      subject: wanted,
      endpoints,
      reachedBy: [],
      obstacles: [],
      findings: report.findings.filter(
        ({ inside, entryPoints }) => ids.has(inside) || entryPoints.some((entry) => ids.has(entry)),
      ),
    };
  }
  const name = functionNamed(report, wanted);
  return name === undefined
    ? undefined
    : {
        subject: name,
        endpoints: [],
        ...around(report, (step) => step.name === name),
        findings: report.findings.filter(({ inside }) => inside === name),
      };
}

/** What the report says about a line; the line's own calls come first, then those of the function around it. */
export function explainSpot(report: AuditReport, { file, line, inside }: Spot): Explanation {
  const endpoints = report.endpoints.filter(
    ({ id, place }) => id === inside || (place.file === file && place.line === line),
  );
  const isThere = (place: ChainStep['place']) => place.file === file && place.line === line;
  const at = around(report, (step) => isThere(step.place));
  const atLine = report.findings.filter(({ place }) => isThere(place));
  if (at.reachedBy.length > 0 || atLine.length > 0 || inside === undefined) {
    return { subject: `${file}:${line}`, endpoints, ...at, findings: atLine };
  }
  return {
    subject: `${inside} (${file}:${line})`,
    endpoints,
    ...around(report, (step) => step.name === inside),
    findings: report.findings.filter((finding) => finding.inside === inside),
  };
}

/** Everything that can be asked for, to find what a mistyped name may have meant. */
export function explainable({ endpoints }: AuditReport): readonly string[] {
  const steps = endpoints.flatMap(({ obstacles }) => obstacles.flatMap(({ chain }) => chain.map(({ name }) => name)));
  return [
    ...new Set([...endpoints.flatMap((endpoint) => [...routes(endpoint), endpoint.path, endpoint.id]), ...steps]),
  ];
}

function around(
  report: AuditReport,
  matches: (step: ChainStep) => boolean,
): Pick<Explanation, 'reachedBy' | 'obstacles'> {
  const reachedBy: { endpoint: EndpointAudit; chain: readonly ChainStep[] }[] = [];
  const obstacles = new Map<string, Obstacle>();
  // A function is called from many places; what it reaches is drawn once, from the first of them.
  const roots = new Map<string, ChainStep>();
  for (const endpoint of report.endpoints) {
    let way: readonly ChainStep[] | undefined;
    for (const obstacle of endpoint.obstacles) {
      const index = obstacle.chain.findIndex(matches);
      if (index === -1) continue;
      const chain = obstacle.chain.slice(0, index + 1);
      if (way === undefined || chain.length < way.length) way = chain;
      const [root, ...rest] = obstacle.chain.slice(index);
      if (root === undefined) continue;
      if (!roots.has(root.name)) roots.set(root.name, root);
      const key = JSON.stringify([root.name, obstacle.what, rest.map(({ place }) => [place.file, place.start])]);
      if (!obstacles.has(key)) obstacles.set(key, { ...obstacle, chain: [roots.get(root.name) ?? root, ...rest] });
    }
    if (way !== undefined) reachedBy.push({ endpoint, chain: way });
  }
  return { reachedBy, obstacles: [...obstacles.values()] };
}

function endpointsNamed(endpoints: readonly EndpointAudit[], wanted: string): readonly EndpointAudit[] {
  const [, method, path = wanted] = /^([A-Za-z]+)\s+(\/.*)$/.exec(wanted) ?? [];
  const ofMethod = endpoints.filter(
    ({ methods }) => method === undefined || methods.some((each) => each === method.toUpperCase()),
  );
  const ways: readonly ((endpoint: EndpointAudit) => boolean)[] = [
    (endpoint) => visible(endpoint.id) === visible(wanted) || routes(endpoint).some((route) => isSame(route, wanted)),
    (endpoint) => isSame(endpoint.path, path),
    (endpoint) => isSame(withoutNames(endpoint.path), withoutNames(path)),
    (endpoint) => path.startsWith('/') && answers(endpoint.path, path),
  ];
  for (const way of ways) {
    const found = ofMethod.filter(way);
    if (found.length > 0) return found;
  }
  return [];
}

/** As `visible` prints them, so that what a report shows can be asked for. */
function isSame(one: string, other: string): boolean {
  return visible(one) === visible(other);
}

/** `GET,HEAD /sailings`, and each method alone. */
function routes({ methods, path }: EndpointAudit): readonly string[] {
  return [methods.join(','), ...methods].map((method) => `${method} ${path === '' ? '/' : path}`);
}

/** `/bookings/{}` of `/bookings/{number}/`. */
function withoutNames(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}').replace(/(?<=.)\/$/, '');
}

/** Whether a request for `path` would meet the template. */
function answers(template: string, path: string): boolean {
  const theirs = template.split('/');
  const parts = path.split('/');
  const open = theirs.findIndex((part) => part.endsWith(':path}'));
  const count = open === -1 ? theirs.length : open;
  if (open === -1 ? parts.length !== count : parts.length <= count) return false;
  return theirs.slice(0, count).every((part, index) => {
    const given = parts[index] ?? '';
    return part.startsWith('{') && part.endsWith('}') ? given !== '' : part === given;
  });
}

/** The name of a step that is `wanted`, or the only one that ends with it. */
function functionNamed(report: AuditReport, wanted: string): string | undefined {
  const names = new Set([
    ...report.endpoints.flatMap(({ obstacles }) => obstacles.flatMap(({ chain }) => chain.map(({ name }) => name))),
    ...report.findings.map(({ inside }) => inside),
  ]);
  if (names.has(wanted)) return wanted;
  const ending = [...names].filter((name) => name.endsWith(`.${wanted}`) || name.endsWith(`:${wanted}`));
  return ending.length === 1 ? ending[0] : undefined;
}
