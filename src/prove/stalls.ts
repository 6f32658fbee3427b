import { z } from 'zod';

const sample = z.object({
  ms: z.number(),
  scope: z.string().nullable(),
  endpoint: z.string().nullable(),
  /** Whether the endpoint's synchronous calls run on the loop. */
  bridged: z.boolean(),
  /** Whether it was seen below such a call. */
  in_place: z.boolean(),
  place: z.string(),
  /** `file:line function`, innermost first. */
  stack: z.array(z.string()),
});

/** One turn of the event loop that took too long, as the runtime package writes it. All times are milliseconds. */
export const stallRecord = z.object({
  kind: z.literal('stall'),
  place: z.string(),
  /** pytest's words for the test that was running: `tests/test_loans.py::test_due (call)`. */
  test: z.string().nullable(),
  threshold_ms: z.number(),
  ms: z.number(),
  /** How long the loop's thread had a CPU. */
  cpu_ms: z.number(),
  /** How long it was ready to run and had none; null where the system does not tell. */
  queued_ms: z.number().nullable(),
  /** CPU time of the program's other threads meanwhile. */
  others_ms: z.number(),
  /** The garbage collector's part, in the loop's thread. */
  collector_ms: z.number(),
  /** Where it was seen, the longest first; at least one. */
  samples: z.array(sample).min(1),
});

type StallRecord = z.infer<typeof stallRecord>;

/**
 * What the loop was doing for: synchronous code of a bridged endpoint; the rest of such a request (middleware,
 * validation, serialisation: on the loop before, too); a request for another endpoint, or one whose endpoint was not
 * found yet; lifespan; the code of the tests themselves; or something outside of requests.
 */
export type StallWhere = 'bridged' | 'around' | 'other endpoint' | 'request' | 'lifespan' | 'tests' | 'elsewhere';

/**
 * Why it took so long: it computed; it waited without letting the loop turn; other threads of the program computed and
 * Python runs one at a time; it did what is done once in a program's life; the garbage collector; or the machine gave
 * the thread no CPU. Each of the last four is only named when without that part alone it would be below the threshold.
 */
export type StallWhy = 'computed' | 'waited' | 'threads' | 'first call' | 'collector' | 'machine';

/** Stalls of one kind at one place. */
export interface Stalled {
  readonly where: StallWhere;
  readonly why: StallWhy;
  /** `module:qualname` of the endpoint that was being served. */
  readonly endpoint: string | undefined;
  readonly place: string;
  readonly count: number;
  /** Of the longest one. */
  readonly ms: number;
  readonly cpuMs: number;
  /** Where it was seen most, `file:line function`, innermost first. */
  readonly stack: readonly string[];
  /** The tests it happened in, at most ten. */
  readonly tests: readonly string[];
}

/** Stalls by what the loop was held for, why, endpoint and place; the longest first. */
export function groupStalls(records: readonly StallRecord[]): Stalled[] {
  const judged = records.map((record) => ({ record, ...judge(record) }));
  const groups = Map.groupBy(judged, ({ record, where, why, endpoint }) =>
    JSON.stringify([where, why, endpoint, record.place]),
  );
  return [...groups.values()]
    .flatMap((group) => {
      const [longest] = group.toSorted((a, b) => b.record.ms - a.record.ms);
      if (longest === undefined) return [];
      const { record, ...kind } = longest;
      const tests = group.flatMap(({ record: { test } }) => (test === null ? [] : [test.replace(/ \(\w+\)$/, '')]));
      return [
        {
          ...kind,
          place: record.place,
          count: group.length,
          ms: record.ms,
          cpuMs: record.cpu_ms,
          stack: record.samples[0]?.stack ?? [],
          tests: [...new Set(tests)].sort().slice(0, 10),
        },
      ];
    })
    .sort((a, b) => b.ms - a.ms || a.place.localeCompare(b.place));
}

/** Whether a stall is the doing of code that serves requests: not the machine's, the tests', or a program's start. */
export const isHeld = ({ where, why }: Stalled): boolean =>
  where !== 'tests' && where !== 'lifespan' && (why === 'computed' || why === 'waited' || why === 'threads');

function judge(record: StallRecord): Pick<Stalled, 'where' | 'why' | 'endpoint'> {
  return { where: whereOf(record), why: whyOf(record), endpoint: record.samples[0]?.endpoint ?? undefined };
}

function whereOf({ samples, place }: StallRecord): StallWhere {
  const [longest] = samples;
  if (longest === undefined) return 'elsewhere';
  if (longest.scope === 'lifespan') return 'lifespan';
  // A dependency that a test overrides, or a function that it replaced, runs within a request.
  if (isTestCode(place)) return 'tests';
  if (longest.endpoint !== null) {
    if (!longest.bridged) return 'other endpoint';
    return longest.in_place ? 'bridged' : 'around';
  }
  if (longest.scope !== null) return 'request';
  // The coroutine of an asynchronous test has none of pytest's frames below it.
  const isOfTests = (line: string) => isTestCode(line) || /[/\\]_pytest[/\\]/.test(line);
  return longest.stack.some(isOfTests) ? 'tests' : 'elsewhere';
}

/** Whether a place (`file:line function`) belongs to tests. */
export const isTestCode = (place: string): boolean =>
  /(^|[/\\])(tests?[/\\]|conftest\.py:|test_[^/\\]*\.py:)|_test\.py:/.test(place);

function whyOf(record: StallRecord): StallWhy {
  const once = record.samples.filter(({ stack }) => stack.some((line) => ONCE.some((pattern) => pattern.test(line))));
  const causes = [
    ['machine', record.queued_ms ?? 0],
    ['collector', record.collector_ms],
    ['first call', once.reduce((sum, { ms }) => sum + ms, 0)],
  ] as const;
  // Each alone: what two of them share must not be taken off twice.
  for (const [why, ms] of causes) if (record.ms - ms < record.threshold_ms) return why;
  // What the thread neither computed nor queued for, it waited: also for its turn while other threads computed.
  const idle = Math.max(0, record.ms - record.cpu_ms - (record.queued_ms ?? 0));
  if (record.ms - Math.min(record.others_ms, idle) < record.threshold_ms) return 'threads';
  return idle < record.cpu_ms ? 'computed' : 'waited';
}

/**
 * Functions in which a program or a class is made ready; later calls find it done. Templates and patterns are not among
 * them: who makes an environment in every request compiles in every request.
 */
const ONCE: readonly RegExp[] = [
  /^<frozen importlib\._bootstrap/,
  // SQLAlchemy: mappers are configured when the first one is used.
  /sqlalchemy[/\\]orm[/\\]mapper\.py:\d+ _?configure_(mappers|registries)$/,
  // Pydantic: a model's schema, when its class is made or its forward references are known.
  /pydantic[/\\](_internal[/\\]_model_construction|main)\.py:\d+ (__new__|complete_model_class)$/,
  /(starlette|fastapi)[/\\]applications\.py:\d+ build_middleware_stack$/,
  // FastAPI: routes of included routers are made ready by the first request that passes them.
  /fastapi[/\\]routing\.py:\d+ _build_effective_context$/,
];
