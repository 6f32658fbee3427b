import type { EndpointVerdict, Surroundings } from '../colour/index.ts';
import { type Program, type ProjectFunction, isTestModule } from '../program/index.ts';
import type { ModuleMap, Verdict } from './model.ts';

const RANK: Readonly<Record<Verdict | 'plain', number>> = { plain: 0, fit: 1, edits: 2, stays: 3 };

/** Modules that endpoints reach, with the calls between them; a module is as bad as the worst thing it does itself. */
export function moduleMap(
  program: Program,
  around: (fn: ProjectFunction) => Surroundings,
  verdicts: readonly EndpointVerdict[],
): ModuleMap {
  const endpoints = new Map<string, Set<string>>();
  const calls = new Map<string, number>();
  /** Functions whose calls are counted, with those they reach: endpoints share most of what they reach. */
  const counted = new Map<ProjectFunction, ReadonlySet<ProjectFunction>>();
  const count = (fn: ProjectFunction): ReadonlySet<ProjectFunction> => {
    const from = fn.module.name;
    const reached = new Set<ProjectFunction>();
    for (const { to } of around(fn).edges) {
      if (isTestModule(to.module)) continue;
      reached.add(to);
      const key = JSON.stringify([from, to.module.name]);
      if (from !== to.module.name) calls.set(key, (calls.get(key) ?? 0) + 1);
    }
    counted.set(fn, reached);
    return reached;
  };
  for (const { endpoint } of verdicts) {
    const roots = [endpoint.function, ...endpoint.dependencies.flatMap(({ function: fn }) => fn ?? [])];
    const seen = new Set(roots);
    for (const fn of seen) for (const to of counted.get(fn) ?? count(fn)) seen.add(to);
    for (const name of new Set([...seen].map(({ module }) => module.name)))
      endpoints.set(name, (endpoints.get(name) ?? new Set()).add(endpoint.id));
  }
  const states = statesOf(verdicts);
  const application = program.modules.filter(({ role }) => role === 'application').map(({ name }) => name);
  const names = [...new Set([...application, ...endpoints.keys()])].sort();
  return {
    modules: names.map((name) => {
      const reached = endpoints.get(name)?.size ?? 0;
      return { name, state: reached === 0 ? 'plain' : (states.get(name) ?? 'fit'), endpoints: reached };
    }),
    edges: [...calls].map(([key, count]) => {
      const [from = '', to = ''] = JSON.parse(key) as readonly string[];
      return { from, to, calls: count };
    }),
  };
}

/** By module, from what its own functions call: what has to be edited there, and what keeps endpoints threaded. */
function statesOf(verdicts: readonly EndpointVerdict[]): ReadonlyMap<string, Verdict> {
  const states = new Map<string, Verdict>();
  const worsen = (module: string, state: Verdict) => {
    if (RANK[state] > RANK[states.get(module) ?? 'plain']) states.set(module, state);
  };
  for (const { reasons, offloads, onLoop, edits } of verdicts) {
    for (const { scope } of offloads) worsen(scope.module.name, 'edits');
    for (const reason of [...reasons, ...onLoop]) {
      if (reason.severity === 'brief') continue;
      const holder = reason.chain.at(-2)?.name.split(':')[0];
      if (holder !== undefined)
        worsen(holder, edits === undefined && !reason.movable && !reason.onLoop ? 'stays' : 'edits');
    }
  }
  return states;
}
