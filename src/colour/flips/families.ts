import type { Evaluation, ProjectFunction } from '../../program/index.ts';
import type { Site } from './model.ts';
import { implementersOf, isProtocol, methodsOf, wantedBy } from './protocols.ts';
import { decoratedBy } from './wrappers.ts';

/** Functions that have one colour: union-find over ids. */
export class Families {
  readonly #parent = new Map<ProjectFunction, ProjectFunction>();
  #members: Map<ProjectFunction, ProjectFunction[]> | undefined;

  root(fn: ProjectFunction): ProjectFunction {
    let at = fn;
    for (let up = this.#parent.get(at); up !== undefined; up = this.#parent.get(at)) at = up;
    // Paths are made short on the way back, so that long chains are walked once.
    for (let step = fn; step !== at; ) {
      const next = this.#parent.get(step) ?? at;
      this.#parent.set(step, at);
      step = next;
    }
    return at;
  }

  join(one: ProjectFunction, other: ProjectFunction): void {
    const [a, b] = [this.root(one), this.root(other)];
    if (a === b) return;
    // The smaller id is the root: the same families whatever the order of joins.
    if (a.id < b.id) this.#parent.set(b, a);
    else this.#parent.set(a, b);
    this.#members = undefined;
  }

  of(fn: ProjectFunction): readonly ProjectFunction[] {
    if (this.#members === undefined) {
      this.#members = new Map();
      for (const member of new Set([...this.#parent.keys(), ...this.#parent.values()])) {
        const root = this.root(member);
        const list = this.#members.get(root);
        if (list) list.push(member);
        else this.#members.set(root, [member]);
      }
    }
    return this.#members.get(this.root(fn)) ?? [fn];
  }
}

/**
 * Families of a project: methods that override one another, definitions of one name, what one call may reach, the two
 * halves of a context manager or iterator, and a decorator's wrapper with all that it wraps.
 */
export function findFamilies(ev: Evaluation, sites: readonly Site[]): Families {
  const families = new Families();
  const all = (group: readonly ProjectFunction[]) => {
    const [first, ...rest] = group;
    for (const other of rest) if (first) families.join(first, other);
  };
  for (const cls of ev.project.classes) {
    const [, ...bases] = ev.classes.order(cls);
    for (const [name, methods] of cls.methods) {
      all(methods);
      for (const base of bases) all([...methods.slice(0, 1), ...(base.methods.get(name) ?? [])]);
    }
    for (const pair of pairs) all(pair.flatMap((name) => cls.methods.get(name) ?? []));
  }
  for (const implementers of protocols(ev)) all(implementers);
  for (const group of sameNames(ev)) all(group);
  for (const site of sites) all(site.targets);
  for (const { wrapper, functions } of decoratedBy(ev)) all([wrapper, ...functions]);
  return families;
}

const pairs = [
  ['__enter__', '__exit__'],
  ['__iter__', '__next__'],
];

/** A method of a Protocol, and the methods of every class that has all that the Protocol asks for. */
function protocols(ev: Evaluation): readonly (readonly ProjectFunction[])[] {
  const found: ProjectFunction[][] = [];
  for (const protocol of ev.project.classes) {
    if (!isProtocol(ev, protocol)) continue;
    for (const cls of implementersOf(ev, protocol))
      for (const name of wantedBy(protocol))
        found.push([...(protocol.methods.get(name) ?? []), ...(methodsOf(ev, cls, name) ?? [])]);
  }
  return found;
}

/** `@overload`s, and definitions under `if` and `else`. */
function sameNames(ev: Evaluation): readonly (readonly ProjectFunction[])[] {
  const byName = Map.groupBy(
    ev.project.functions.filter(({ facts }) => facts.kind === 'function'),
    (fn) => `${fn.parent?.id ?? ''} ${fn.qualname}`,
  );
  return [...byName.values()].filter((group) => group.length > 1);
}
