import type { ProjectFunction } from '../../src/program/index.ts';
import { type Site, sitesOf } from './sites.ts';
import { spellType, type Undo, undoQualname } from './spelling.ts';

/** One half of a library, its functions and how its paths and names become those of both halves. */
export interface Side {
  readonly functions: readonly ProjectFunction[];
  path(file: string): string;
  readonly undo: Undo;
}

/** A function that both halves have, built alike: the same things done in the same order. */
export interface Pair {
  readonly sync: ProjectFunction;
  readonly answer: ProjectFunction;
  /** What both do, side by side. */
  readonly sites: readonly { readonly sync: Site; readonly answer: Site }[];
}

export interface Pairing {
  readonly pairs: readonly Pair[];
  /** In both halves, and not built alike. */
  readonly different: readonly { readonly sync: ProjectFunction; readonly answer: ProjectFunction }[];
  /** Functions of the synchronous half that the other one does not have. */
  readonly alone: readonly ProjectFunction[];
}

/** Find the functions that both halves have: by path and qualified name with renames undone, in order of definition. */
export function pairHalves(sync: Side, answer: Side): Pairing {
  const answers = byName(answer);
  const pairs: Pair[] = [];
  const different: Pairing['different'][number][] = [];
  const alone: ProjectFunction[] = [];
  for (const [name, functions] of byName(sync)) {
    const others = answers.get(name) ?? [];
    const [first] = others;
    if (first === undefined) {
      alone.push(...functions);
      continue;
    }
    for (const [at, fn] of functions.entries()) {
      // Several of one name (a property and its setter) are told apart by their order, when there are as many.
      const other = others.length === functions.length ? others[at] : undefined;
      if (other === undefined) {
        different.push({ sync: fn, answer: first });
        continue;
      }
      const sites = isPromise(fn, other, sync.undo, answer.undo)
        ? undefined
        : sideBySide(fn, other, sync.undo, answer.undo);
      if (sites) pairs.push({ sync: fn, answer: other, sites });
      else different.push({ sync: fn, answer: other });
    }
  }
  return { pairs, different, alone };
}

/** A pair of a function with itself: both halves use it. */
export function sharedPair(sync: ProjectFunction, answer: ProjectFunction, undo: Undo): Pair | undefined {
  const sites = sideBySide(sync, answer, undo, undo);
  return sites && { sync, answer, sites };
}

/** Names of one half; `@overload`s have no body that could be compared. */
function byName({ functions, path, undo }: Side): ReadonlyMap<string, readonly ProjectFunction[]> {
  const bodies = functions.filter(({ facts }) => facts.kind === 'function' && !isOverload(facts.decorators));
  return Map.groupBy(bodies, (fn) => `${path(fn.module.file)} ${undoQualname(fn.qualname, undo)}`);
}

function isOverload(decorators: ProjectFunction['facts']['decorators']): boolean {
  return decorators.some(
    (expr) =>
      (expr.kind === 'name' && expr.id === 'overload') || (expr.kind === 'attribute' && expr.name === 'overload'),
  );
}

/**
 * A plain `def` in the asynchronous half that returns something else, which is awaited, entered or gone through later:
 * `def list(self) -> AsyncPaginator[...]` where the synchronous half has `-> SyncPage[...]`.
 */
function isPromise(sync: ProjectFunction, answer: ProjectFunction, undoSync: Undo, undoAnswer: Undo): boolean {
  if (answer.facts.isAsync) return false;
  const [one, other] = [sync.facts.returnAnnotation, answer.facts.returnAnnotation];
  return one !== undefined && other !== undefined && spellType(one, undoSync) !== spellType(other, undoAnswer);
}

function sideBySide(sync: ProjectFunction, answer: ProjectFunction, undoSync: Undo, undoAnswer: Undo) {
  const [one, other] = [sitesOf(sync.facts, undoSync), sitesOf(answer.facts, undoAnswer)];
  if (one.length !== other.length) return undefined;
  const sites: { sync: Site; answer: Site }[] = [];
  for (const [at, site] of one.entries()) {
    const match = other[at];
    if (match === undefined || match.kind !== site.kind || match.text !== site.text) return undefined;
    sites.push({ sync: site, answer: match });
  }
  return sites;
}
