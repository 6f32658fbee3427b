import { z } from 'zod';
import type { Explanation } from '../explain.ts';
import type { AuditReport } from '../model.ts';
import { RULES } from '../rules.ts';

const count = z.int().min(0);
const place = z
  .strictObject({
    file: z.string().describe("relative to the project's root, with /"),
    line: count.describe('1-based; 0 where there is none'),
    start: count.describe('offset in UTF-16 units'),
    end: count,
  })
  .readonly();
const chain = z
  .array(z.strictObject({ name: z.string(), place: place.describe('where the step before reaches this one') }))
  .describe('from the entry point to the call, both included');
const verdict = z.enum(['fit', 'edits', 'stays']);
const counts = z.strictObject({ fit: count, edits: count, stays: count });

const obstacle = z.strictObject({
  what: z.string().describe('dotted name of what is reached'),
  effect: z.enum(['blocks', 'cpu', 'lock', 'thread', 'thread-local', 'loop-aware', 'database', 'harmless', 'unknown']),
  severity: z.enum(['stall', 'brief']),
  why: z.string(),
  remedy: z.string(),
  weight: z.enum(['wrap', 'note', 'pin']),
  chain,
});

const endpoint = z.strictObject({
  id: z.string().describe('module:qualname'),
  methods: z.array(z.string()),
  path: z.string(),
  place,
  isAsync: z.boolean(),
  database: z.boolean().describe('reaches a session, engine or connection'),
  verdict,
  edits: count.describe('calls to wrap or exchange before it is fit'),
  effect: z.enum(['gains', 'neutral', 'loses']),
  why: z.string(),
  obstacles: z.array(obstacle),
});

const program = z.strictObject({
  id: z.string().describe('module:qualname'),
  kind: z.enum(['command', 'task', 'migration', 'job', 'script']),
  place,
  isAsync: z.boolean().describe('an async def, or something it reaches starts an event loop'),
  database: z.boolean().describe('reaches a session, engine or connection'),
  blocking: z.array(z.string()).describe('dotted names of what it reaches that waits'),
  shared: z
    .array(z.string())
    .describe('functions that wait for something and that endpoints run, too, module:qualname'),
});

const finding = z.strictObject({
  rule: z.enum(RULES.map(({ id }) => id)),
  place,
  inside: z.string().describe('module:qualname of the function it stands in'),
  what: z.string(),
  why: z.string(),
  next: z.string(),
  applicability: z.enum(['safe', 'needs-review', 'refused']),
  entryPoints: z.array(z.string()),
  chain,
  fingerprint: z.string().describe('the same for the same finding after lines have moved'),
  since: z.enum(['baseline', 'new']).exactOptional().describe('present when there is a baseline'),
});

/** The report as JSON has it; a report that is written fits it, and a reader may hold others to it. */
export const reportSchema = z.strictObject({
  version: z.literal(1),
  project: z.strictObject({
    files: count,
    testFiles: count,
    lines: count,
    functions: count,
    refusals: z.array(z.strictObject({ file: z.string(), why: z.string(), next: z.string() })),
  }),
  sight: z.strictObject({
    how: z.enum(['names', 'types']),
    note: z.string(),
    calls: z.strictObject({ inside: count, outside: count, unknown: count }),
  }),
  endpoints: z.array(endpoint),
  programs: z.array(program).describe('what runs the code besides requests'),
  findings: z.array(finding),
  drivers: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['database', 'http', 'cache', 'queue', 'other']),
      state: z.enum(['async', 'has-sibling', 'no-sibling', 'unknown']),
      sibling: z.string(),
      note: z.string(),
    }),
  ),
  readiness: z.strictObject({
    endpoints: counts,
    databaseEndpoints: counts,
    effects: z.strictObject({ gains: count, neutral: count, loses: count }),
    edits: count,
    advice: z.enum(['go', 'wait', 'stay']),
    why: z.array(z.string()),
  }),
  map: z.strictObject({
    modules: z.array(
      z.strictObject({ name: z.string(), state: z.enum(['fit', 'edits', 'stays', 'plain']), endpoints: count }),
    ),
    edges: z.array(z.strictObject({ from: z.string(), to: z.string(), calls: count })),
  }),
  baseline: z.strictObject({ known: count, fresh: count, gone: count }).exactOptional(),
}) satisfies z.ZodType<AuditReport>;

const explanationSchema = z.strictObject({
  subject: z.string(),
  endpoints: z.array(endpoint),
  reachedBy: z.array(z.strictObject({ endpoint, chain })),
  obstacles: z.array(obstacle),
  findings: z.array(finding),
}) satisfies z.ZodType<Explanation>;

/** JSON Schema (2020-12) of the documents that `audit --format json` prints, without and with `--explain`. */
export function jsonSchema(): string {
  const head = { schema: z.literal('ferryman/audit'), exitCode: z.union([z.literal(0), z.literal(1)]) };
  const document = z.union([
    z.strictObject({ ...head, ...reportSchema.shape }),
    z.strictObject({ ...head, version: z.literal(1), explanation: explanationSchema }),
  ]);
  return `${JSON.stringify(z.toJSONSchema(document, { reused: 'ref' }), null, 2)}\n`;
}
