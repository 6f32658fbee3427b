import type { Fitness } from '../../recipe.ts';

const HEAD = `"""Which endpoints run on the event loop. Written by Ferryman.

An endpoint that is listed runs in place, its database I/O asynchronous; one that is
not listed keeps its thread, on the same engine. To put one back on a thread, take its
line out.
"""
`;

/** The text of `ferryman_crossing.py`: the list, then the endpoints left on threads, each with its reasons. */
export function crossingModule(endpoints: readonly Fitness[]): string {
  const listed = endpoints.filter((each) => each.bridged).flatMap((each) => namesOf(each));
  const names = [...new Set(listed)].sort().map((name) => `        ${JSON.stringify(name)},\n`);
  const list = names.length === 0 ? 'frozenset[str]()' : `frozenset(\n    {\n${names.join('')}    }\n)`;
  const threaded = [...new Set(endpoints)]
    .filter((each) => !each.bridged)
    .sort((a, b) => (a.endpoint.id < b.endpoint.id ? -1 : 1))
    .flatMap((each) => [
      ...wrapped(each.endpoint.id, '# '),
      ...each.causes.flatMap((cause) => wrapped(cause, '#     ')),
    ]);
  const rest =
    threaded.length === 0 ? '' : `\n# On threads, and why:\n#\n${threaded.map((line) => `${line}\n`).join('')}`;
  return `${HEAD}\nBRIDGED = ${list}\n${rest}`;
}

/** Comment lines of at most 88 columns, where words allow it. */
function wrapped(text: string, start: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= 88) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(start + (last === undefined ? '' : '  ') + word);
  }
  return lines;
}

function namesOf({ endpoint }: Fitness): readonly string[] {
  return [endpoint.id, ...endpoint.otherIds];
}
