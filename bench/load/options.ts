import { ENDPOINTS } from './blocks.ts';

export const USAGE = `npm run bench -- load [--quick] [--pairs N] [--seconds N] [--clients N,N] [--endpoints ID,ID]

The ferry booking example on PostgreSQL, threaded against carried, with asyncpg and with psycopg 3.
--quick      half a minute: 50 clients only, 2 pairs of short blocks
--pairs      pairs of blocks of each kind (default 5)
--seconds    measured seconds of a block (default 1.5)
--clients    default 1,10,50,200
--endpoints  of ${ENDPOINTS.map(({ id }) => id).join(',')}`;

export interface Options {
  readonly pairs: number;
  /** Measured seconds of one block. */
  readonly seconds: number;
  readonly clients: readonly number[];
  readonly endpoints: readonly string[];
}

/** The options, or undefined when there is something that is not one. */
export function readOptions(args: readonly string[]): Options | undefined {
  let pairs = 5;
  let seconds = 1.5;
  let clients = [1, 10, 50, 200];
  let endpoints = ENDPOINTS.map(({ id }) => id);
  for (let index = 0; index < args.length; index += 1) {
    const name = args[index];
    if (name === '--quick') {
      [pairs, seconds, clients] = [2, 0.8, [50]];
      continue;
    }
    const value = args[(index += 1)] ?? '';
    const numbers = value.split(',').map(Number);
    if (name === '--endpoints') endpoints = value.split(',');
    else if (!numbers.every((number) => number > 0)) return undefined;
    else if (name === '--clients') clients = numbers;
    else if (name === '--pairs') pairs = Math.ceil(numbers[0] ?? 1);
    else if (name === '--seconds') seconds = numbers[0] ?? 1;
    else return undefined;
  }
  const known = endpoints.every((endpoint) => ENDPOINTS.some(({ id }) => id === endpoint));
  return known ? { pairs, seconds, clients, endpoints } : undefined;
}
