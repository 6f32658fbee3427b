import type { AsyncSite, Flip, Kept } from '../../src/colour/index.ts';
import type { ProjectFunction } from '../../src/program/index.ts';
import type { Pair } from './pair.ts';
import { keyOf, type Site } from './sites.ts';

/** `how` and `isKnown` where they are told: what is bridged, for certain or as it runs, is not awaited. */
export type DecidedSite = Pick<AsyncSite, 'scope' | 'expr'> &
  Partial<Pick<AsyncSite, 'isKnown'>> & { readonly how?: string };

/** What was decided of a program: by the solver alone, or settled with what the text allows. */
export interface Decision {
  readonly flipped: ReadonlyMap<ProjectFunction, Flip>;
  readonly sites: readonly DecidedSite[];
  readonly kept: readonly Kept[];
}

/** Right, missed and wrong, of one kind of decision. */
export interface Score {
  readonly right: number;
  /** The people said asynchronous and we did not. */
  readonly missed: number;
  /** We said so and they did not. */
  readonly wrong: number;
}

/** One decision on which we and the people who wrote the asynchronous half differ. */
export interface Disagreement {
  readonly kind: 'flip missed' | 'flip wrong' | 'await missed' | 'await wrong';
  /** `module.py`, relative to the synchronous half. */
  readonly file: string;
  /** 1-based, in the synchronous half. */
  readonly line: number;
  readonly qualname: string;
  /** What is called, spelled with the renames undone; undefined for flips. */
  readonly call: string | undefined;
  /** What the decision follows from. */
  readonly why: string;
}

export interface Comparison {
  readonly flips: Score;
  readonly awaits: Score;
  readonly disagreements: readonly Disagreement[];
}

/** What a decision follows from; for an await, the place in question. */
export type Why = (kind: Disagreement['kind'], sync: ProjectFunction, site: Site | undefined) => string;

/** Compare what was decided of the synchronous half with what the asynchronous one is. */
export function compare(
  pairs: readonly Pair[],
  given: ReadonlySet<ProjectFunction>,
  decision: Decision,
  why: Why,
): Comparison {
  const sites = new Map<ProjectFunction, Set<string>>();
  for (const { scope, expr, how = 'await', isKnown = true } of decision.sites) {
    if (how !== 'await' || !isKnown) continue;
    const own = sites.get(scope) ?? new Set();
    sites.set(scope, own.add(keyOf(expr)));
  }
  const colours = { right: 0, missed: 0, wrong: 0 };
  const awaits = { right: 0, missed: 0, wrong: 0 };
  const disagreements: Disagreement[] = [];
  for (const pair of pairs) {
    const { sync, answer } = pair;
    // Decreed, and so no decision.
    if (given.has(sync)) continue;
    const differ = (kind: Disagreement['kind'], site?: Site) =>
      disagreements.push({
        kind,
        file: sync.module.file,
        line: (site?.span ?? sync.facts.span).line,
        qualname: sync.qualname,
        call: site?.text,
        why: why(kind, sync, site),
      });
    const isAsync = decision.flipped.has(sync) || sync.facts.isAsync;
    // What is asynchronous in the input already is no decision.
    if (!sync.facts.isAsync) {
      if (isAsync && answer.facts.isAsync) colours.right += 1;
      else if (answer.facts.isAsync) {
        colours.missed += 1;
        differ('flip missed');
      } else if (isAsync) {
        colours.wrong += 1;
        differ('flip wrong');
      }
    }
    for (const site of pair.sites) {
      if (site.sync.isAwaited) continue;
      const isAwaited = isAsync && (sites.get(sync)?.has(keyOf(site.sync.span)) ?? false);
      if (isAwaited && site.answer.isAwaited) awaits.right += 1;
      else if (site.answer.isAwaited) {
        awaits.missed += 1;
        differ('await missed', site.sync);
      } else if (isAwaited) {
        awaits.wrong += 1;
        differ('await wrong', site.sync);
      }
    }
  }
  return { flips: colours, awaits, disagreements };
}

/** Of what the people made asynchronous, how much we found; 1 when there was nothing to find. */
export function recall({ right, missed }: Score): number {
  return right + missed === 0 ? 1 : right / (right + missed);
}

/** Of what we made asynchronous, how much the people did, too; 1 when we made nothing so. */
export function precision({ right, wrong }: Score): number {
  return right + wrong === 0 ? 1 : right / (right + wrong);
}
