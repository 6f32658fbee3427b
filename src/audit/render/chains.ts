import type { ChainStep, Obstacle } from '../model.ts';

/** Chains that begin alike, laid together: what a function reaches, in the order in which it was met. */
export interface ChainNode {
  /** As in `ChainStep`. */
  readonly name: string;
  readonly place: ChainStep['place'];
  readonly children: readonly ChainNode[];
  /** What stands in the way here, where a chain ends. */
  readonly obstacle?: Obstacle;
}

interface Growing extends ChainNode {
  readonly children: Growing[];
  obstacle?: Obstacle;
}

/** One tree for each function that chains begin with; of an endpoint there is one. */
export function chainTrees(obstacles: readonly Obstacle[]): readonly ChainNode[] {
  const roots: Growing[] = [];
  for (const obstacle of obstacles) {
    let level = roots;
    let last: Growing | undefined;
    for (const step of obstacle.chain) {
      last = level.find((node) => isSameStep(node, step));
      if (last === undefined) {
        last = { name: step.name, place: step.place, children: [] };
        level.push(last);
      }
      level = last.children;
    }
    if (last !== undefined) last.obstacle ??= obstacle;
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
