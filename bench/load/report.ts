import { columns } from '../columns.ts';
import { type Estimate, median, ratio, showEstimate } from '../statistics.ts';
import type { Block } from './blocks.ts';

/** Blocks of two servers, each pair measured next to each other. */
export interface Cell {
  readonly endpoint: string;
  readonly clients: number;
  /** The server that is compared. */
  readonly arm: string;
  readonly pairs: readonly { readonly arm: Block; readonly base: Block }[];
}

type Figure = 'perSecond' | 'p50' | 'p95' | 'p99' | 'cpu';

const compare = (cell: Cell, figure: Figure): Estimate =>
  ratio(cell.pairs.map(({ arm, base }) => [arm[figure], base[figure]]));

const HEAD = ['endpoint', 'server', 'clients', 'threaded /s', '/s', 'throughput x', 'p50 x', 'p95 x', 'p99 x', 'cpu x'];

/** Ratios of every cell to its threaded blocks: above 1 is more throughput, more milliseconds, more processor time. */
export function renderCells(cells: readonly Cell[]): string {
  const rows = cells.map((cell) => [
    cell.endpoint,
    cell.arm,
    String(cell.clients),
    median(cell.pairs.map(({ base }) => base.perSecond)).toFixed(0),
    median(cell.pairs.map(({ arm }) => arm.perSecond)).toFixed(0),
    showEstimate(compare(cell, 'perSecond')),
    ...(['p50', 'p95', 'p99', 'cpu'] as const).map((figure) => showEstimate(compare(cell, figure))),
  ]);
  return columns([HEAD, ...rows], 2);
}

/** Where answers were not 2xx, of the servers that are compared or of the threaded one beside them. */
export function renderFailures(cells: readonly Cell[], whose: 'arm' | 'base'): readonly string[] {
  return cells.flatMap(({ endpoint, clients, arm, pairs }) => {
    const name = whose === 'arm' ? arm : 'threaded';
    const failures = pairs.flatMap((pair) =>
      Object.entries(pair[whose].failures).map(([status, count]) => `${count} x ${status} from ${name}`),
    );
    return failures.length === 0 ? [] : [`${endpoint}, ${clients} clients: ${failures.join(', ')}`];
  });
}

const TARGETS = [
  { arm: 'asyncpg', least: 1.8 },
  { arm: 'psycopg', least: 1.4 },
];

/** Design.md's figures at 50 clients on the database-bound list; cells that were not measured are left out. */
export function judge(cells: readonly Cell[]): readonly { readonly text: string; readonly isMet: boolean }[] {
  return TARGETS.flatMap(({ arm, least }) => {
    const cell = cells.find((each) => each.arm === arm && each.clients === 50 && each.endpoint === 'list');
    if (cell === undefined) return [];
    const times = compare(cell, 'perSecond');
    const text = `${arm}, list with lazy loads, 50 clients: ${showEstimate(times)} times threaded, at least ${least}`;
    return [{ text, isMet: times.value >= least }];
  });
}
