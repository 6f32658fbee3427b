import type { Comparison, Disagreement, Score } from './compare.ts';
import type { Library } from './library.ts';

/** A group of disagreements that have one cause; `undefined` for those nobody has explained, which are mistakes of ours. */
export interface Cause {
  readonly cause: string | undefined;
  readonly isApart: boolean;
  readonly disagreements: readonly Disagreement[];
}

/** Disagreements by cause: the unexplained first, then as the library's file lists them. */
export function byCause(explained: Library['explained'], disagreements: readonly Disagreement[]): readonly Cause[] {
  const groups = Map.groupBy(disagreements, (each) => entryOf(explained, each));
  return [undefined, ...explained].flatMap((entry) => {
    const group = groups.get(entry);
    return group ? [{ cause: entry?.cause, isApart: entry?.apart ?? false, disagreements: group }] : [];
  });
}

/** The figures that count: without what is explained as no answer at all. */
export function countedScores(
  explained: Library['explained'],
  { flips, awaits, disagreements }: Comparison,
): { readonly flips: Score; readonly awaits: Score; readonly apart: number } {
  const counted = disagreements.filter((each) => !(entryOf(explained, each)?.apart ?? false));
  const count = (kind: Disagreement['kind']) => counted.filter((each) => each.kind === kind).length;
  return {
    flips: { right: flips.right, missed: count('flip missed'), wrong: count('flip wrong') },
    awaits: { right: awaits.right, missed: count('await missed'), wrong: count('await wrong') },
    apart: disagreements.length - counted.length,
  };
}

function entryOf(explained: Library['explained'], each: Disagreement): Library['explained'][number] | undefined {
  return explained.find((entry) => entry.functions.some((name) => fits(name, entry.call, each)));
}

/** Entries that explain nothing: what they were written for is gone. */
export function idleEntries(
  explained: Library['explained'],
  disagreements: readonly Disagreement[],
): readonly string[] {
  return explained.flatMap((entry) =>
    entry.functions.filter((name) => !disagreements.some((each) => fits(name, entry.call, each))),
  );
}

function fits(name: string, call: string | undefined, { file, qualname, call: called }: Disagreement): boolean {
  return matches(name, `${file} ${qualname}`) && (call === undefined || matches(call, called ?? ''));
}

/** `*` stands for any text. */
function matches(wanted: string, text: string): boolean {
  const parts = wanted.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'u').test(text);
}
