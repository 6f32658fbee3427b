import type { EndpointVerdict, Reason } from '../colour/index.ts';
import type { ChainStep, EndpointAudit, LoopEffect, Obstacle } from './model.ts';

/**
 * What one endpoint is, and what it would take to run it on the event loop. `queriesHold`: its database calls hold the
 * loop where they run on it, for the engine is a synchronous one.
 */
export function auditEndpoint(verdict: EndpointVerdict, queriesHold: boolean): EndpointAudit {
  const { endpoint, database } = verdict;
  const { id, methods, path, place, isAsync } = endpoint;
  const blocking = verdict.onLoop.filter(isStall);
  const moves = verdict.offloads.length > 0 ? verdict.offloads.length : (verdict.edits ?? 0);
  const needed = moves + sites(blocking);
  const stays = verdict.edits === undefined;
  const kind = stays ? 'stays' : needed > 0 ? 'edits' : 'fit';
  return {
    id,
    methods,
    path,
    place,
    isAsync,
    database,
    verdict: kind,
    edits: kind === 'edits' ? needed : 0,
    ...effectOf(verdict, queriesHold ? [...blocking, ...verdict.queries] : blocking),
    obstacles: obstaclesOf(verdict),
  };
}

const isStall = ({ severity, effect }: Reason) => severity === 'stall' && effect !== 'unknown';

/** Different calls among them. */
function sites(reasons: readonly Reason[]): number {
  return new Set(reasons.map(({ chain }) => JSON.stringify([chain.at(-1)?.place.file, chain.at(-1)?.place.start])))
    .size;
}

function obstaclesOf({ reasons, notes, onLoop, edits }: EndpointVerdict): readonly Obstacle[] {
  const weigh = (reason: Reason): Obstacle['weight'] => {
    if (reasons.includes(reason)) return edits === undefined && !reason.movable ? 'pin' : 'wrap';
    // Of what is allowed or already there, whatever may take long has to go to a thread.
    return isStall(reason) ? 'wrap' : 'note';
  };
  const seen = new Set<string>();
  return [...reasons, ...onLoop, ...notes]
    .map((reason): Obstacle => {
      const { what, effect, severity, why, remedy } = reason;
      return { what, effect, severity, why, remedy, weight: weigh(reason), chain: reason.chain.map(step) };
    })
    .sort((a, b) => a.chain.length - b.chain.length)
    .filter(({ what, chain }) => {
      const end = chain.at(-1)?.place;
      const key = JSON.stringify([what, end?.file, end?.start]);
      return !seen.has(key) && seen.add(key) !== undefined;
    });
}

function step({ name, place }: ChainStep): ChainStep {
  return { name, place };
}

/** A guess at what the loop does for throughput, from what is known of the calls. */
function effectOf(
  { endpoint, database, reasons, notes, edits }: EndpointVerdict,
  blocking: readonly Reason[],
): { readonly effect: LoopEffect; readonly why: string } {
  const [held] = blocking;
  if (held !== undefined)
    return { effect: 'gains', why: `${held.what} holds the event loop today, and everybody else's requests with it` };
  if (endpoint.isAsync) return { effect: 'neutral', why: 'it runs on the event loop already' };
  const all = [...reasons, ...notes];
  const waits = all.find(({ effect, severity }) => effect === 'blocks' && severity === 'stall');
  const computes = all.find(({ effect }) => effect === 'cpu');
  if (edits === undefined) return { effect: 'neutral', why: 'it stays on its thread' };
  if (computes && !database && !waits)
    return { effect: 'loses', why: `${computes.what} computes; on a thread it leaves the loop to others` };
  if (database) return { effect: 'gains', why: 'it waits for the database, without holding a thread meanwhile' };
  if (waits)
    return { effect: 'neutral', why: `${waits.what} needs a thread either way until there is an async client` };
  return { effect: 'neutral', why: 'it waits for nothing; the hop to a thread is saved' };
}
