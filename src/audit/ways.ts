import type { Surroundings } from '../colour/index.ts';
import { idOf, isTestModule, type Program, type ProjectFunction } from '../program/index.ts';
import type { AuditFinding, ChainStep } from './model.ts';

/** Entry points that reach a function, and one of the shortest chains. */
interface Way {
  readonly entryPoints: readonly string[];
  readonly chain: readonly ChainStep[];
}

/** How findings are reached from endpoints, through calls, dependencies and functions that are passed on. */
export function waysTo(
  program: Program,
  around: (fn: ProjectFunction) => Surroundings,
): (finding: Pick<AuditFinding, 'inside'>) => Way {
  const callers = new Map<ProjectFunction, { readonly from: ProjectFunction; readonly step: ChainStep }[]>();
  const byName = new Map<string, ProjectFunction>();
  for (const fn of program.project.functions) {
    byName.set(idOf(fn), fn);
    if (isTestModule(fn.module)) continue;
    for (const { to, place } of around(fn).edges) {
      const known = callers.get(to) ?? [];
      known.push({ from: fn, step: { name: idOf(to), place } });
      callers.set(to, known);
    }
  }
  const roots = new Map<ProjectFunction, Set<string>>();
  const places = new Map<ProjectFunction, ChainStep>();
  for (const endpoint of program.endpoints) {
    if (endpoint.inTests) continue;
    const add = (fn: ProjectFunction, place: ChainStep['place']) => {
      roots.set(fn, (roots.get(fn) ?? new Set()).add(endpoint.id));
      if (!places.has(fn)) places.set(fn, { name: idOf(fn), place });
    };
    add(endpoint.function, endpoint.place);
    for (const { function: fn, place } of endpoint.dependencies) if (fn) add(fn, place);
  }
  const wayFrom = (start: ProjectFunction): Way => {
    const next = new Map<ProjectFunction, { readonly to: ProjectFunction; readonly step: ChainStep } | undefined>([
      [start, undefined],
    ]);
    const entryPoints = new Set<string>();
    let nearest: ProjectFunction | undefined;
    for (const fn of next.keys()) {
      const reached = roots.get(fn);
      if (reached !== undefined) nearest ??= fn;
      for (const id of reached ?? []) entryPoints.add(id);
      for (const { from, step } of callers.get(fn) ?? []) if (!next.has(from)) next.set(from, { to: fn, step });
    }
    const chain: ChainStep[] = [];
    const first = nearest && places.get(nearest);
    if (first) chain.push(first);
    for (let at = nearest && next.get(nearest); at; at = next.get(at.to)) chain.push(at.step);
    return { entryPoints: [...entryPoints], chain };
  };
  const known = new Map<ProjectFunction, Way>();
  return ({ inside }) => {
    const start = byName.get(inside);
    if (start === undefined) return { entryPoints: [], chain: [] };
    const way = known.get(start) ?? wayFrom(start);
    known.set(start, way);
    return way;
  };
}
