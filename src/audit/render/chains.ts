import type { ChainStep, Obstacle } from '../model.ts';

/** Chains that begin alike, laid together: what a function reaches, in the order in which it was met. */
export interface ChainNode {
  /** As in `ChainStep`. */
  readonly name: string;
  readonly place: ChainStep['place'];
  readonly children: readonly ChainNode[];
  /** What stands in the way here, where an obstacle's chain ends. */
  readonly obstacle?: Obstacle;
}

/** Anything with a chain: an obstacle, a finding. */
type Chained = Obstacle | { readonly chain: Obstacle['chain'] };

interface Growing extends ChainNode {
  readonly children: Growing[];
  obstacle?: Obstacle;
}

/** One tree for each function that chains begin with; of an endpoint there is one. */
export function chainTrees(chains: readonly Chained[]): readonly ChainNode[] {
  const roots: Growing[] = [];
  for (const chained of chains) {
    let level = roots;
    let last: Growing | undefined;
    for (const step of chained.chain) {
      last = level.find((node) => isSameStep(node, step));
      if (last === undefined) {
        last = { name: step.name, place: step.place, children: [] };
        level.push(last);
      }
      level = last.children;
    }
    if (last !== undefined && 'weight' in chained) last.obstacle ??= chained;
  }
  return roots;
}

function isSameStep(node: ChainNode, step: ChainStep): boolean {
  const { place } = node;
  return node.name === step.name && place.file === step.place.file && place.start === step.place.start;
}

/** `payments:charge` of `booking.services.payments:charge`; a dotted name of a library stays whole. */
export function shortName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(name.lastIndexOf('.', colon) + 1);
}
