import type { Disagreement } from './compare.ts';
import type { Library } from './library.ts';

/** A group of disagreements that have one cause; `undefined` for those nobody has explained, which are mistakes of ours. */
export interface Cause {
  readonly cause: string | undefined;
  readonly disagreements: readonly Disagreement[];
}

/** Disagreements by cause: the unexplained first, then as the library's file lists them. */
export function byCause(explained: Library['explained'], disagreements: readonly Disagreement[]): readonly Cause[] {
  const groups = Map.groupBy(
    disagreements,
    (each) => explained.find((entry) => entry.functions.some((name) => fits(name, entry.call, each)))?.cause,
  );
  const order = [undefined, ...new Set(explained.map((entry) => entry.cause))];
  return order.flatMap((cause) => {
    const group = groups.get(cause);
    return group ? [{ cause, disagreements: group }] : [];
  });
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
