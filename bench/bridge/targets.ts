import { median, ratio, showEstimate } from '../statistics.ts';

/** What `measure.py` prints: for each case the microseconds of one call in each round, rounds in the same order. */
export interface Measured {
  readonly python: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly microseconds: Readonly<Record<string, readonly number[]>>;
}

export interface Verdict {
  readonly text: string;
  readonly isMet: boolean;
}

const THREAD = 'wait, thread of a request';
const BARE = 'run_coroutine_threadsafe().result()';

const LIMITS = [
  { what: 'sync -> async in bridged code', name: 'wait, bridged code', limit: 3 },
  { what: 'async -> sync', name: 'in place', limit: 10 },
];

/** Design.md's figures against what was measured. A comparison is missed when its whole interval is on the wrong side. */
export function verdicts(microseconds: Measured['microseconds']): Verdict[] {
  const limits = LIMITS.map(({ what, name, limit }) => {
    const us = median(microseconds[name] ?? []);
    return { text: `${what} (${name}): ${us.toFixed(2)} us, at most ${limit}`, isMet: us <= limit };
  });
  const bare = microseconds[BARE] ?? [];
  const times = ratio((microseconds[THREAD] ?? []).map((us, round) => [us, bare[round] ?? Number.NaN] as const));
  const text = `sync -> async from a plain thread: ${showEstimate(times)} times the bare ${BARE}, not above 1`;
  return [...limits, { text, isMet: times.low <= 1 }];
}
