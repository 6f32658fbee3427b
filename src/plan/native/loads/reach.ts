import { surroundingsOf } from '../../../colour/index.ts';
import type { Knowledge } from '../../../knowledge/index.ts';
import type { Endpoint, Program, ProjectFunction } from '../../../program/index.ts';

/** Which requests run a function, in a few words: `GET /loans and 3 more`; empty where none is known to. */
export function requestsOf(program: Program, knowledge: Knowledge): (fn: ProjectFunction) => string {
  const around = surroundingsOf(program, knowledge);
  const found = new Map<ProjectFunction, { readonly first: Endpoint; more: number }>();
  for (const endpoint of program.endpoints) {
    if (endpoint.inTests) continue;
    const reached = new Set([endpoint.function, ...endpoint.dependencies.flatMap((each) => each.function ?? [])]);
    for (const fn of reached) {
      const known = found.get(fn);
      if (known) known.more += 1;
      else found.set(fn, { first: endpoint, more: 0 });
      for (const { to } of around(fn).edges) reached.add(to);
    }
  }
  return (fn) => {
    const known = found.get(fn);
    if (known === undefined) return '';
    const name = nameOf(known.first);
    return known.more === 0 ? name : `${name} and ${known.more} more`;
  };
}

/** `GET /loans/{id}`. */
export function nameOf({ methods, path }: Endpoint): string {
  return `${methods.join(', ')} ${path}`;
}
