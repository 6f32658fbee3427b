import type { Flip, NativeChange } from '../../src/colour/index.ts';
import type { Label } from '../audit/labels.ts';
import { nameOf } from './names.ts';

/** Where a decision contradicts the labels. */
export interface Verdict {
  /** `caller -> callee`: the callee is asynchronous, and nothing in the caller awaits or bridges it. */
  readonly missed: readonly string[];
  /** Functions that flip without a labelled way to what has to be awaited. */
  readonly wrong: readonly string[];
}

export interface Question {
  readonly labels: readonly Label[];
  readonly change: NativeChange;
  /** The functions that have something to await. */
  readonly seeded: readonly string[];
  /** What a call of a function runs with it. */
  alike(name: string): ReadonlySet<string>;
}

/**
 * Compare a decision with what is known of the calls. Frameworks take functions of either colour, so what they run is
 * not judged here.
 */
export function judge(question: Question): Verdict {
  const { labels, change, alike } = question;
  const flips = [...change.flipped.values()];
  const asynchronous = new Set(flips.map(({ function: fn }) => nameOf(fn)));
  const isIterated = new Set(flips.flatMap((flip) => (flip.gives === 'coroutine' ? [] : [nameOf(flip.function)])));
  const family = familiesOf(flips);
  // Whoever enters an object or goes through it runs the synchronous form, which waits for the other one.
  const doubled = new Set(flips.filter(({ keepsSync }) => keepsSync).flatMap(({ function: fn }) => family(nameOf(fn))));
  const settled = new Map<string, Set<string>>();
  const anywhere = new Set<string>();
  for (const { scope, targets } of change.sites) {
    const from = settled.get(nameOf(scope)) ?? new Set();
    settled.set(nameOf(scope), from);
    for (const name of targets.map(nameOf).flatMap(family)) {
      from.add(name);
      anywhere.add(name);
    }
  }
  const missed = labels.flatMap(({ caller, callee, kind }) => {
    if (kind !== 'calls' || !asynchronous.has(callee) || doubled.has(callee)) return [];
    const names = alike(callee);
    // A wrapper runs what it was given, and is one with it.
    if (caller !== callee && names.has(caller)) return [];
    const here = settled.get(caller) ?? new Set();
    if ([...names].some((name) => here.has(name))) return [];
    // What a generator or manager does next happens where it is gone through, not where it is made.
    return isIterated.has(callee) && anywhere.has(callee) ? [] : [`${caller} -> ${callee}`];
  });
  const allowed = reaching(question, family);
  return { missed, wrong: [...asynchronous].filter((name) => !allowed.has(name)) };
}

/** All functions with a labelled way to a seeded one, families taken as one. */
function reaching(
  { labels, change, seeded, alike }: Question,
  family: (name: string) => readonly string[],
): ReadonlySet<string> {
  // Who goes through what a generator gives need not be who calls it.
  const through = change.sites.flatMap(({ scope, gives, targets }) =>
    gives === 'coroutine' ? [] : targets.map((fn) => ({ caller: nameOf(scope), callee: nameOf(fn) })),
  );
  const found = new Set(seeded);
  for (const name of found) {
    for (const other of [...alike(name), ...family(name)]) found.add(other);
    for (const { caller, callee } of [...labels, ...through]) if (callee === name) found.add(caller);
  }
  return found;
}

/** Functions that flipped with one another, by the name of any of them. */
function familiesOf(flips: readonly Flip[]): (name: string) => readonly string[] {
  const members = Map.groupBy(flips, (flip) => flip.family ?? flip.function);
  const byName = new Map<string, string[]>();
  for (const group of members.values()) {
    const names = group.map(({ function: fn }) => nameOf(fn));
    for (const name of names) byName.set(name, [...(byName.get(name) ?? []), ...names]);
  }
  return (name) => byName.get(name) ?? [name];
}
