import * as fs from 'node:fs';
import { z } from 'zod';
import { groupStalls, type Stalled, stallRecord } from './stalls.ts';

/** What the runtime package saw during a run, put together from all its processes. */
export interface RuntimeRecords {
  /** What held the event loop, the longest first. */
  readonly stalls: readonly Stalled[];
  /** Database work that code did without being asked to in so many words, such as a lazy load. Most frequent first. */
  readonly implicitIo: readonly { readonly place: string; readonly count: number }[];
  /** SQL statements by the driver they went through. */
  readonly statements: { readonly async: number; readonly sync: number };
  /** Synchronous calls of endpoints, dependencies and tasks: in place on the loop, or in a thread. */
  readonly calls: { readonly inPlace: number; readonly threaded: number };
  /** Endpoints that were called, by name; one may be in both lists. */
  readonly endpoints: { readonly bridged: readonly string[]; readonly threaded: readonly string[] };
  /** Requests that called synchronous code on the loop, when the guard counted them. */
  readonly served: number;
  /** Connections that nobody closed. */
  readonly unclosed: number;
}

const count = z.number().int().nonnegative();
const record = z.discriminatedUnion('kind', [
  stallRecord,
  z.object({ kind: z.literal('implicit-io'), place: z.string(), count: count.default(1) }),
  z.object({ kind: z.literal('statements'), async: count, sync: count }),
  z.object({ kind: z.literal('totals'), 'in-place': count.default(0), threaded: count.default(0) }),
  z.object({ kind: z.literal('endpoints'), bridged: z.array(z.string()), threaded: z.array(z.string()) }),
  z.object({ kind: z.literal('served'), requests: z.record(z.string(), count) }),
  z.object({ kind: z.literal('unclosed'), count }),
]);

/**
 * Read what the runtime wrote to FERRYMAN_GUARD or FERRYMAN_STATS: one JSON object a line, each process its own lines.
 * Kinds that are not known here and lines cut off by a killed process are left out. A missing file is an empty one.
 */
export function readRecords(...files: readonly string[]): RuntimeRecords {
  const stalls: z.infer<typeof stallRecord>[] = [];
  const implicitIo = new Map<string, { place: string; count: number }>();
  const statements = { async: 0, sync: 0 };
  const calls = { inPlace: 0, threaded: 0 };
  const endpoints = { bridged: new Set<string>(), threaded: new Set<string>() };
  let served = 0;
  let unclosed = 0;
  for (const line of files.flatMap(linesOf)) {
    const each = parse(line);
    if (each === undefined) continue;
    switch (each.kind) {
      case 'stall':
        stalls.push(each);
        break;
      case 'implicit-io': {
        const known = implicitIo.get(each.place) ?? { place: each.place, count: 0 };
        known.count += each.count;
        implicitIo.set(each.place, known);
        break;
      }
      case 'statements':
        statements.async += each.async;
        statements.sync += each.sync;
        break;
      case 'totals':
        calls.inPlace += each['in-place'];
        calls.threaded += each.threaded;
        break;
      case 'endpoints':
        for (const name of each.bridged) endpoints.bridged.add(name);
        for (const name of each.threaded) endpoints.threaded.add(name);
        break;
      case 'served':
        for (const requests of Object.values(each.requests)) served += requests;
        break;
      case 'unclosed':
        unclosed += each.count;
        break;
    }
  }
  return {
    stalls: groupStalls(stalls),
    implicitIo: [...implicitIo.values()].sort((a, b) => b.count - a.count || a.place.localeCompare(b.place)),
    statements,
    calls,
    endpoints: { bridged: [...endpoints.bridged].sort(), threaded: [...endpoints.threaded].sort() },
    served,
    unclosed,
  };
}

function linesOf(file: string): string[] {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : [];
}

function parse(line: string): z.infer<typeof record> | undefined {
  try {
    return record.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
