import type { Flips } from '../../src/colour/flips/index.ts';
import type { ProjectFunction } from '../../src/program/index.ts';
import type { Pair } from './pair.ts';
import { keyOf } from './sites.ts';

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
  /** What the solver says of its own decision. */
  readonly said: string | undefined;
}

export interface Comparison {
  readonly flips: Score;
  readonly awaits: Score;
  readonly disagreements: readonly Disagreement[];
}

/** Compare what the solver says of the synchronous half with what the asynchronous one is. */
export function compare(pairs: readonly Pair[], given: ReadonlySet<ProjectFunction>, flips: Flips): Comparison {
  const sites = new Map<ProjectFunction, Set<string>>();
  for (const { scope, expr } of flips.sites) {
    const own = sites.get(scope) ?? new Set();
    sites.set(scope, own.add(keyOf(expr)));
  }
  const kept = new Map(flips.kept.map((each) => [each.function, each.why]));
  const colours = { right: 0, missed: 0, wrong: 0 };
  const awaits = { right: 0, missed: 0, wrong: 0 };
  const disagreements: Disagreement[] = [];
  for (const pair of pairs) {
    const { sync, answer } = pair;
    // Decreed, and so no decision.
    if (given.has(sync)) continue;
    const flip = flips.flipped.get(sync);
    const differ = (kind: Disagreement['kind'], line: number, call: string | undefined, said: string | undefined) =>
      disagreements.push({ kind, file: sync.module.file, line, qualname: sync.qualname, call, said });
    const isAsync = flip !== undefined;
    if (isAsync && answer.facts.isAsync) colours.right += 1;
    else if (answer.facts.isAsync) {
      colours.missed += 1;
      differ('flip missed', sync.facts.span.line, undefined, kept.get(sync));
    } else if (isAsync) {
      colours.wrong += 1;
      const family = flip.family && `with its family: ${flip.family.qualname}`;
      differ('flip wrong', sync.facts.span.line, undefined, flip.because?.what ?? family);
    }
    for (const site of pair.sites) {
      const isAwaited = isAsync && (sites.get(sync)?.has(keyOf(site.sync.span)) ?? false);
      if (isAwaited && site.answer.isAwaited) awaits.right += 1;
      else if (site.answer.isAwaited) {
        awaits.missed += 1;
        differ('await missed', site.sync.span.line, site.sync.text, undefined);
      } else if (isAwaited) {
        awaits.wrong += 1;
        differ('await wrong', site.sync.span.line, site.sync.text, undefined);
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
