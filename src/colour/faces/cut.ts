/** An edge that costs `cost` when its two ends are on different sides. */
interface Edge {
  readonly to: number;
  cost: number;
  readonly back: number;
}

/**
 * Minimum s-t cut (Dinic's algorithm): puts every node on the side of the source or of the sink so that the edges
 * between the sides cost least. Among the cheapest cuts, the one with the fewest nodes on the source's side.
 */
export class MinCut {
  readonly #edges: Edge[][];

  constructor(nodes: number) {
    this.#edges = Array.from({ length: nodes }, () => []);
  }

  /** `from` on the source's side and `to` on the sink's costs `cost`; `back` the other way round. */
  connect(from: number, to: number, cost: number, back = 0): void {
    const [there, here] = [this.#of(from), this.#of(to)];
    there.push({ to, cost, back: here.length });
    here.push({ to: from, cost: back, back: there.length - 1 });
  }

  /** Nodes on the source's side. */
  sourceSide(source: number, sink: number): ReadonlySet<number> {
    for (;;) {
      const levels = this.#levels(source);
      if (!levels.has(sink)) return new Set(levels.keys());
      const next = new Map<number, number>();
      while (this.#push(source, sink, Infinity, levels, next) > 0);
    }
  }

  #of(node: number): Edge[] {
    const edges = this.#edges[node];
    if (edges === undefined) throw new RangeError(`there is no node ${node}`);
    return edges;
  }

  /** Distance from the source over edges with something left, by node. */
  #levels(source: number): Map<number, number> {
    const levels = new Map([[source, 0]]);
    for (const [node, level] of levels)
      for (const { to, cost } of this.#of(node)) if (cost > 0 && !levels.has(to)) levels.set(to, level + 1);
    return levels;
  }

  #push(at: number, sink: number, most: number, levels: Map<number, number>, next: Map<number, number>): number {
    if (at === sink) return most;
    const edges = this.#of(at);
    for (let i = next.get(at) ?? 0; i < edges.length; next.set(at, ++i)) {
      const edge = edges[i];
      if (edge === undefined || edge.cost <= 0 || levels.get(edge.to) !== (levels.get(at) ?? 0) + 1) continue;
      const pushed = this.#push(edge.to, sink, Math.min(most, edge.cost), levels, next);
      if (pushed === 0) continue;
      edge.cost -= pushed;
      const back = this.#of(edge.to)[edge.back];
      if (back) back.cost += pushed;
      return pushed;
    }
    return 0;
  }
}
