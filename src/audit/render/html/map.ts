import type { GroupedMap } from '../map/group.ts';
import { keyOf, layOut, type Slot } from '../map/layers.ts';
import { type Markup, markup } from './markup.ts';

/** Pixels. */
const BOX = { width: 200, height: 30, gap: 8 } as const;
const PASS = 4;
const COLUMN = BOX.width + 70;
const EDGE = 12;
/** Characters of a name that fit a box beside its mark. */
const LABEL = 24;

export const MARKS = { fit: '●', edits: '◐', stays: '○', plain: '·' } as const;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The map of modules as SVG: callers left of what they call, the middle of each column on one line. A call back to an
 * earlier column is dashed. Boxes have their index in `map.modules` as `data-box`, edges those of their ends.
 */
export function drawMap(map: GroupedMap): Markup {
  const names = map.modules.map(({ name }) => name);
  const { layers } = layOut({ nodes: names, edges: map.edges });
  // Room below for a call back from the lowest box.
  const height = Math.max(...layers.map(heightOf)) + 4 * EDGE;
  const width = layers.length * COLUMN - (COLUMN - BOX.width) + 2 * EDGE;
  const points = positions(layers, height);
  const edges = map.edges.map((edge) => drawEdge(edge, { layers, points, names }));
  const prefix = commonPackage(names);
  const boxes = map.modules.map((module, index) => {
    const { x, y } = points.get(`node ${module.name}`) ?? { x: 0, y: 0 };
    const label = labelOf(module.name.slice(prefix.length));
    const reach = module.endpoints === 1 ? '1 endpoint reaches it' : `${module.endpoints} endpoints reach it`;
    const isPlain = module.state === 'plain';
    return markup`<g class="box ${module.state}" data-box="${index}" tabindex="0" role="button" aria-pressed="false"><title>${module.name}: ${isPlain ? 'not on the way of any endpoint' : reach}</title><rect x="${x}" y="${y - BOX.height / 2}" width="${BOX.width}" height="${BOX.height}" rx="4"/><text x="${x + 10}" y="${y + 4.5}">${MARKS[module.state]} ${label}</text></g>`;
  });
  return markup`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="Map of modules: callers on the left, what they call on the right"><defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>${edges}${boxes}</svg>`;
}

function heightOf(slots: readonly Slot[]): number {
  return slots.reduce((sum, slot) => sum + sizeOf(slot) + BOX.gap, -BOX.gap);
}

function sizeOf(slot: Slot): number {
  return slot.kind === 'node' ? BOX.height : PASS;
}

/** Left end of each slot, at the middle of its height. */
function positions(layers: readonly (readonly Slot[])[], height: number): ReadonlyMap<string, Point> {
  const points = new Map<string, Point>();
  layers.forEach((slots, layer) => {
    let y = (height - heightOf(slots)) / 2;
    for (const slot of slots) {
      points.set(keyOf(slot, layer), { x: EDGE + layer * COLUMN, y: y + sizeOf(slot) / 2 });
      y += sizeOf(slot) + BOX.gap;
    }
  });
  return points;
}

function drawEdge(
  { from, to, calls }: GroupedMap['edges'][number],
  drawing: {
    readonly layers: readonly (readonly Slot[])[];
    readonly points: ReadonlyMap<string, Point>;
    readonly names: readonly string[];
  },
): Markup {
  const { layers, points, names } = drawing;
  const start = points.get(`node ${from}`);
  const end = points.get(`node ${to}`);
  if (start === undefined || end === undefined) return markup``;
  const isBack = end.x <= start.x;
  const passes = isBack ? [] : passesOf(points, layers.length, [start, end], to);
  const path = isBack ? backwards(start, end) : forwards(start, passes, end);
  const title = calls === 1 ? '1 call' : `${calls} calls`;
  return markup`<path class="edge${isBack ? ' back' : ''}" data-from="${names.indexOf(from)}" data-to="${names.indexOf(to)}" d="${path}" marker-end="url(#tip)"><title>${from} to ${to}: ${title}</title></path>`;
}

/** Where the edges to a node pass between two points. */
function passesOf(
  points: ReadonlyMap<string, Point>,
  layers: number,
  [start, end]: readonly [Point, Point],
  to: string,
): readonly Point[] {
  return Array.from({ length: layers }, (_, layer) => points.get(keyOf({ kind: 'pass', to }, layer)))
    .filter((point) => point !== undefined)
    .filter(({ x }) => start.x < x && x < end.x);
}

/** The end of a dotted name that fits a box, from the beginning of a part where that leaves enough of it. */
function labelOf(name: string): string {
  if (name.length <= LABEL) return name;
  const end = name.slice(1 - LABEL);
  const part = end.slice(end.indexOf('.') + 1);
  return `…${part.length > LABEL / 2 ? part : end}`;
}

function forwards(start: Point, passes: readonly Point[], end: Point): string {
  let x = start.x + BOX.width;
  let path = `M${x} ${round(start.y)}`;
  let y = start.y;
  const bend = (toX: number, toY: number) => {
    const half = (toX - x) / 2;
    path += `C${round(x + half)} ${round(y)} ${round(toX - half)} ${round(toY)} ${round(toX)} ${round(toY)}`;
    [x, y] = [toX, toY];
  };
  for (const pass of passes) {
    bend(pass.x, pass.y);
    x = pass.x + BOX.width;
    path += `H${x}`;
  }
  bend(end.x, end.y);
  return path;
}

/** Around below: out of the source's bottom, into the target's. */
function backwards(start: Point, end: Point): string {
  const [x, toX] = [start.x + BOX.width * 0.6, end.x + BOX.width * 0.4];
  const [y, toY] = [start.y + BOX.height / 2, end.y + BOX.height / 2];
  const low = Math.max(y, toY) + 26;
  return `M${round(x)} ${round(y)}C${round(x)} ${round(low)} ${round(toX)} ${round(low)} ${round(toX)} ${round(toY)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** `booking.` when every name begins with it, so that boxes need not repeat it. */
function commonPackage(names: readonly string[]): string {
  const [first = ''] = names;
  const parts = first.split('.').slice(0, -1);
  while (parts.length > 0 && !names.every((name) => name.startsWith(`${parts.join('.')}.`))) parts.pop();
  return parts.length === 0 ? '' : `${parts.join('.')}.`;
}
