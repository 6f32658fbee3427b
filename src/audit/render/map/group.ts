import type { ModuleMap } from '../../model.ts';

type Box = ModuleMap['modules'][number];

/** From the best to the worst: a package is as fit as the least fit of its modules. */
const ORDER: readonly Box['state'][] = ['plain', 'fit', 'edits', 'stays'];
/** Where boxes that share no package go when there are too many. */
const OTHERS = '(others)';

/** A map that can be drawn: every box stands for one module, or for all of a package. */
export interface GroupedMap extends ModuleMap {
  /** The box of each module that is drawn. */
  readonly boxOf: ReadonlyMap<string, string>;
}

/**
 * Modules that endpoints or calls touch. While there are more than `limit`, the deepest package with the most of them
 * becomes one box; what shares no package goes into a box of the rest.
 */
export function groupMap({ modules, edges }: ModuleMap, limit: number): GroupedMap {
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const drawn = modules.filter(({ name, state, endpoints }) => state !== 'plain' || endpoints > 0 || joined.has(name));
  const boxOf = new Map(drawn.map(({ name }) => [name, name]));
  for (let boxes = new Set(boxOf.values()); boxes.size > limit; boxes = new Set(boxOf.values())) {
    const folded = deepestPackage(boxes);
    if (folded === undefined) {
      foldTheRest(drawn, boxOf, limit);
      break;
    }
    for (const [module, box] of boxOf) if (isIn(box, folded)) boxOf.set(module, folded);
  }
  return { modules: merge(drawn, boxOf), edges: mergeEdges(edges, boxOf), boxOf };
}

/** The package of two boxes or more that lies deepest; never one that holds everything. */
function deepestPackage(boxes: ReadonlySet<string>): string | undefined {
  const counts = new Map<string, number>();
  for (const box of boxes) {
    const parts = box.split('.');
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const name = parts.slice(0, depth).join('.');
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const depthOf = (name: string) => name.split('.').length;
  const [best] = [...counts]
    .filter(([, count]) => count > 1 && count < boxes.size)
    .sort(([a, countA], [b, countB]) => depthOf(b) - depthOf(a) || countB - countA || (a < b ? -1 : 1));
  return best?.[0];
}

/** Boxes that the fewest endpoints reach share one. */
function foldTheRest(modules: readonly Box[], boxOf: Map<string, string>, limit: number): void {
  const reach = new Map<string, number>();
  for (const { name, endpoints } of modules) {
    const box = boxOf.get(name) ?? name;
    reach.set(box, Math.max(reach.get(box) ?? 0, endpoints));
  }
  const kept = [...reach].sort(([, a], [, b]) => b - a).slice(0, limit - 1);
  const names = new Set(kept.map(([box]) => box));
  for (const [module, box] of boxOf) if (!names.has(box)) boxOf.set(module, OTHERS);
}

function isIn(box: string, parent: string): boolean {
  return box === parent || box.startsWith(`${parent}.`);
}

function merge(modules: readonly Box[], boxOf: ReadonlyMap<string, string>): readonly Box[] {
  const boxes = new Map<string, Box>();
  for (const module of modules) {
    const name = boxOf.get(module.name) ?? module.name;
    const before = boxes.get(name) ?? { name, state: 'plain', endpoints: 0 };
    const state = ORDER.indexOf(module.state) > ORDER.indexOf(before.state) ? module.state : before.state;
    // How many different endpoints reach a package is not known here: at least as many as its most reached module.
    boxes.set(name, { name, state, endpoints: Math.max(before.endpoints, module.endpoints) });
  }
  return [...boxes.values()];
}

function mergeEdges(edges: ModuleMap['edges'], boxOf: ReadonlyMap<string, string>): ModuleMap['edges'] {
  const merged = new Map<string, ModuleMap['edges'][number]>();
  for (const edge of edges) {
    const [from, to] = [boxOf.get(edge.from), boxOf.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const key = JSON.stringify([from, to]);
    merged.set(key, { from, to, calls: edge.calls + (merged.get(key)?.calls ?? 0) });
  }
  return [...merged.values()];
}
