/** A directed graph by names. */
export interface Graph {
  readonly nodes: readonly string[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/**
 * The layer of each node: callers before what they call, except around circles. Sources are in layer 0; everything else
 * stands one layer after the last of its callers.
 */
export function layersOf(graph: Graph): ReadonlyMap<string, number> {
  const forward = withoutBackEdges(graph);
  const layers = new Map<string, number>();
  const place = (node: string): number => {
    const known = layers.get(node);
    if (known !== undefined) return known;
    const layer = Math.max(-1, ...(forward.get(node) ?? []).map(place)) + 1;
    layers.set(node, layer);
    return layer;
  };
  for (const node of graph.nodes) place(node);
  return layers;
}

/** Callers of each node, without the edges that close a circle in a depth-first walk from the sources. */
function withoutBackEdges({ nodes, edges }: Graph): ReadonlyMap<string, readonly string[]> {
  const targets = new Map<string, string[]>();
  const called = new Set<string>();
  for (const { from, to } of edges) {
    targets.set(from, [...(targets.get(from) ?? []), to]);
    called.add(to);
  }
  const callers = new Map<string, string[]>();
  const state = new Map<string, 'open' | 'done'>();
  const walk = (node: string) => {
    state.set(node, 'open');
    for (const target of targets.get(node) ?? []) {
      if (state.get(target) === 'open') continue;
      callers.set(target, [...(callers.get(target) ?? []), node]);
      if (!state.has(target)) walk(target);
    }
    state.set(node, 'done');
  };
  for (const node of [...nodes.filter((node) => !called.has(node)), ...nodes]) if (!state.has(node)) walk(node);
  return callers;
}

/** One row of a layer: a node, or the point where longer edges pass; those to one node share it. */
export type Slot = { readonly kind: 'node'; readonly name: string } | { readonly kind: 'pass'; readonly to: string };

/** Nodes in layers, each layer from top to bottom, with a slot for the edges that pass through to one node. */
export interface Layered {
  readonly layers: readonly (readonly Slot[])[];
}

/** Orders every layer so that few edges cross: each slot goes near the middle of its neighbours, some rounds long. */
export function layOut(graph: Graph): Layered {
  const layers = layersOf(graph);
  const rows: Slot[][] = [];
  for (const name of graph.nodes) (rows[layers.get(name) ?? 0] ??= []).push({ kind: 'node', name });
  const links: [string, string][] = [];
  const passes = new Set<string>();
  for (const { from, to } of graph.edges) {
    const [first, last] = [layers.get(from) ?? 0, layers.get(to) ?? 0];
    if (last <= first) continue;
    let before = keyOf({ kind: 'node', name: from }, first);
    for (let layer = first + 1; layer < last; layer += 1) {
      const slot: Slot = { kind: 'pass', to };
      const key = keyOf(slot, layer);
      if (!passes.has(key)) rows[layer]?.push(slot);
      passes.add(key);
      links.push([before, key]);
      before = key;
    }
    links.push([before, keyOf({ kind: 'node', name: to }, last)]);
  }
  const left = group(links.map(([a, b]) => [b, a]));
  const right = group(links);
  for (let round = 0; round < 8; round += 1) {
    const isForward = round % 2 === 0;
    const order = rows.map((_, index) => (isForward ? index : rows.length - 1 - index));
    for (const index of order) sortRow(rows, index, isForward ? -1 : 1, isForward ? left : right);
  }
  return { layers: rows };
}

/** The slot's name among all slots of the graph. */
export function keyOf(slot: Slot, layer: number): string {
  return slot.kind === 'node' ? `node ${slot.name}` : `pass ${slot.to} ${layer}`;
}

function sortRow(
  rows: Slot[][],
  index: number,
  step: 1 | -1,
  neighbours: ReadonlyMap<string, readonly string[]>,
): void {
  const row = rows[index];
  const beside = rows[index + step];
  if (row === undefined || beside === undefined) return;
  const at = new Map(
    beside.map((slot, position) => [keyOf(slot, index + step), position / Math.max(1, beside.length)]),
  );
  const weight = (slot: Slot, position: number) => {
    const met = (neighbours.get(keyOf(slot, index)) ?? []).flatMap((key) => at.get(key) ?? []);
    return met.length === 0 ? position / row.length : met.reduce((sum, value) => sum + value, 0) / met.length;
  };
  rows[index] = row
    .map((slot, position) => ({ slot, weight: weight(slot, position) }))
    .sort((a, b) => a.weight - b.weight)
    .map(({ slot }) => slot);
}

function group(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}
