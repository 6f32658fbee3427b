import type { EndpointVerdict, Reason } from '../colour/index.ts';
import type { AuditFinding, RuleId } from './model.ts';

const RULE_OF: Readonly<Record<Reason['effect'], RuleId | undefined>> = {
  blocks: 'blocking-call',
  cpu: 'cpu-heavy',
  lock: 'lock-across-io',
  thread: 'threads',
  'thread-local': 'thread-local',
  'loop-aware': undefined, // on the loop it answers what it answered before
  unknown: 'unknown-call',
  database: 'blocking-call',
  harmless: undefined,
};

/**
 * What holds the event loop today: one finding for each call, with every endpoint that reaches it. `queriesHold`: the
 * engine is a synchronous one, so that its calls hold the loop, too.
 */
export function loopFindings(
  verdicts: readonly EndpointVerdict[],
  queriesHold: boolean,
): readonly Omit<AuditFinding, 'fingerprint'>[] {
  const found = new Map<string, { readonly first: Reason; readonly entryPoints: Set<string> }>();
  for (const { endpoint, onLoop, queries } of verdicts) {
    for (const reason of queriesHold ? [...onLoop, ...queries] : onLoop) {
      const place = reason.chain.at(-1)?.place;
      if (place === undefined || !reason.waits || ruleFor(reason) === undefined) continue;
      if (reason.what.endsWith('Session.query')) continue; // only makes what is executed later
      // What opens, enters and leaves one thing in one expression is one finding.
      const key = JSON.stringify([place.file, place.start, place.end]);
      const known = found.get(key);
      if (known === undefined) found.set(key, { first: reason, entryPoints: new Set([endpoint.id]) });
      else known.entryPoints.add(endpoint.id);
    }
  }
  return [...found.values()].flatMap(({ first, entryPoints }) => {
    const rule = ruleFor(first);
    const place = first.chain.at(-1)?.place;
    if (rule === undefined || place === undefined) return [];
    return [
      {
        rule,
        place,
        inside: first.chain.at(-2)?.name ?? '',
        what: `${first.what} ${WHAT[rule]}`,
        why:
          first.effect === 'database' ? 'It waits for the database, and everybody waits with it.' : `It ${first.why}.`,
        next: first.effect === 'database' ? QUERY : inAsyncCode(first.remedy),
        applicability: 'needs-review' as const,
        entryPoints: [...entryPoints],
        chain: first.chain.map(({ name, place: at }) => ({ name, place: at })),
      },
    ];
  });
}

function ruleFor({ effect, severity }: Reason): RuleId | undefined {
  return effect === 'blocks' && severity === 'brief' ? 'brief-call' : RULE_OF[effect];
}

const QUERY = '`ferryman migrate` puts the engine on an asynchronous driver; in native code: AsyncSession and await.';

const WHAT: Readonly<Record<RuleId, string>> = {
  'blocking-call': 'blocks the event loop',
  'brief-call': 'holds the event loop for a moment',
  'cpu-heavy': 'computes on the event loop',
  'lock-across-io': 'is a thread lock that is held while something waits',
  'thread-local': 'belongs to a thread, which all requests share',
  threads: 'hands work to threads from the event loop',
  'unknown-call': 'is unknown, and runs on the event loop',
  'forgotten-await': 'is not awaited',
  'possible-forgotten-await': 'may want an await',
  hazard: 'behaves differently on the event loop',
};

/** Remedies are written for bridged code; asynchronous code awaits. */
function inAsyncCode(remedy: string): string {
  return remedy
    .replaceAll(/\bwait\(to_thread\(([^()]*(?:\([^()]*\)[^()]*)*)\)\)/gu, 'await asyncio.to_thread($1)')
    .replaceAll(/\bwait\(([^()]*\([^()]*\))\)/gu, 'await $1');
}
