import { loadable } from './application.ts';
import { BOOKING_ENDPOINTS } from './booking.ts';

export const USAGE = `npm run bench -- load [--quick] [--only NAME] [--pairs N] [--seconds N] [--clients N,N] [--endpoints ID,ID]

The ferry booking example and an application of the corpus on PostgreSQL, one uvicorn worker each: threaded against
carried, with asyncpg and with psycopg 3.
--quick      a minute: the example, 50 clients, 2 pairs of short blocks
--only       booking, or one of ${loadable()
  .map(({ id }) => id)
  .join(', ')}
--pairs      pairs of blocks of each kind (default 5)
--seconds    measured seconds of a block (default 1.5)
--clients    default 1,10,50,200
--endpoints  of the example: ${BOOKING_ENDPOINTS.join(',')}`;

export interface Options {
  readonly only: string | undefined;
  readonly pairs: number;
  /** Measured seconds of one block. */
  readonly seconds: number;
  readonly clients: readonly number[];
  readonly endpoints: readonly string[];
}

/** The options, or undefined when there is something that is not one. */
export function readOptions(args: readonly string[]): Options | undefined {
  let only: string | undefined;
  let pairs = 5;
  let seconds = 1.5;
  let clients = [1, 10, 50, 200];
  let endpoints: readonly string[] = BOOKING_ENDPOINTS;
  for (let index = 0; index < args.length; index += 1) {
    const name = args[index];
    if (name === '--quick') {
      [only, pairs, seconds, clients] = ['booking', 2, 0.8, [50]];
      continue;
    }
    const value = args[(index += 1)] ?? '';
    const numbers = value.split(',').map(Number);
    if (name === '--endpoints') endpoints = value.split(',');
    else if (name === '--only') only = value;
    else if (!numbers.every((number) => number > 0)) return undefined;
    else if (name === '--clients') clients = numbers;
    else if (name === '--pairs') pairs = Math.ceil(numbers[0] ?? 1);
    else if (name === '--seconds') seconds = numbers[0] ?? 1;
    else return undefined;
  }
  const known: readonly string[] = BOOKING_ENDPOINTS;
  const subjects = ['booking', ...loadable().map(({ id }) => id)];
  if (!endpoints.every((endpoint) => known.includes(endpoint))) return undefined;
  if (only !== undefined && !subjects.includes(only)) return undefined;
  return { only, pairs, seconds, clients, endpoints };
}
