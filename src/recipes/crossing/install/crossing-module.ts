import type { Fitness } from '../../recipe.ts';

const HEAD = `"""Which endpoints run on the event loop. Written by Ferryman.

An endpoint that is listed runs in place, its database I/O asynchronous; one that is not listed keeps its thread, on
the same engine. To put one back on a thread, take its line out.
"""
`;

/** The text of `ferryman_crossing.py`: the list, then the endpoints left on threads, each with its reasons. */
export function crossingModule(endpoints: readonly Fitness[]): string {
  const listed = endpoints.filter((each) => each.bridged).flatMap((each) => namesOf(each));
  const names = [...new Set(listed)].sort().map((name) => `        ${JSON.stringify(name)},\n`);
  const list = names.length === 0 ? 'frozenset[str]()' : `frozenset(\n    {\n${names.join('')}    }\n)`;
  const threaded = endpoints
    .filter((each) => !each.bridged)
    .map((each) => [each.endpoint.id, ...each.reasons.map((reason) => `    ${reason}`)])
    .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1))
    .map((lines) => lines.map((line) => `# ${line.replace(/[\r\n]+/g, ' ')}\n`).join(''));
  const rest = threaded.length === 0 ? '' : `\n# On threads, and why:\n#\n${threaded.join('')}`;
  return `${HEAD}\nBRIDGED = ${list}\n${rest}`;
}

function namesOf({ endpoint }: Fitness): readonly string[] {
  return [endpoint.id, ...endpoint.otherIds];
}
