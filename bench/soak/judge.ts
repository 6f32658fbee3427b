import type { Endings } from './client.ts';
import { KINDS } from './kinds.ts';

/** What the server said of itself (account.py), by name; bytes for `rss`. */
export type State = Readonly<Record<string, number>>;

/** All that is known at the end. */
export interface Soaked {
  readonly endings: Endings;
  /** Idle after the warm-up, and idle at the end. */
  readonly before: State;
  readonly after: State;
  /** Connections of the server's by state, from the database: none may be anything but idle. */
  readonly backends: Readonly<Record<string, number>>;
  readonly poolSize: number;
  /** Rows that a failed request left behind. */
  readonly leftRows: number;
}

const NEVER = ['sessions seen by two requests', 'connections seen by two requests'];
const BACK_TO_ZERO = ['under way', 'checked out'];
/** What asking for the state itself takes, and a little for what the loop does now and then. */
const SLACK = 3;
/** Growth of an idle process between two idle moments: its allocator keeps some of what the busiest moment needed. */
const MOST_GROWTH = 0.1;

/** What went wrong, a sentence each; none when nothing did. */
export function violations(soaked: Soaked): string[] {
  const { endings, before, after, backends, poolSize, leftRows } = soaked;
  const found: string[] = [];
  for (const { id, expected } of KINDS) {
    for (const [ending, count] of Object.entries(endings[id] ?? {})) {
      if (!expected.includes(ending)) found.push(`${count} x ${ending} for "${id}", expected ${expected.join(' or ')}`);
    }
  }
  for (const name of NEVER) if ((after[name] ?? 0) > 0) found.push(`${after[name]} ${name}`);
  for (const name of BACK_TO_ZERO) if ((after[name] ?? 0) > 0) found.push(`${name} at the end: ${after[name]}`);
  for (const name of ['busy frames', 'tasks']) {
    const [first = 0, last = 0] = [before[name], after[name]];
    if (last > first + SLACK) found.push(`${name}: ${first} at first, ${last} at the end`);
  }
  const connections = Object.values(backends).reduce((sum, count) => sum + count, 0);
  if (connections > poolSize) found.push(`${connections} connections to the database, the pool has ${poolSize}`);
  for (const [state, count] of Object.entries(backends)) {
    if (state !== 'idle') found.push(`${count} connections are "${state}" at the end`);
  }
  if (leftRows > 0) found.push(`${leftRows} rows of requests that failed were committed`);
  const growth = ((after['rss'] ?? 0) - (before['rss'] ?? 0)) / (before['rss'] ?? 1);
  if (growth > MOST_GROWTH) found.push(`memory grew by ${(100 * growth).toFixed(1)} %`);
  return found;
}
