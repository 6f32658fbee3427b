import type { Face } from '../../knowledge/index.ts';
import type { Expr, Place, ProjectFunction } from '../../program/index.ts';
import { MinCut } from './cut.ts';
import type { Holder, Side } from './model.ts';

/** Why holders have to stay on a side, and where that shows. */
export interface Pin {
  readonly side: Side;
  readonly why: string;
  readonly place: Place;
  /** The session that is entered, where that is what decides. */
  readonly entered?: Expr;
}

interface Node {
  readonly holder: Holder;
  readonly face: Face;
  /** What it holds in the text as it is. */
  readonly now: Side;
}

/** Something written around a session because of what somebody else's code is: it stays until a person acts. */
export const ADAPTER = 1000;
/** Something written where a session is made: it goes when the factory makes asynchronous ones. */
export const AT_SOURCE = 500;

/**
 * Holders, and what it costs to have each on one side or the other: so many places where something has to be written
 * around a session. Holders that are united are on one side whatever it costs.
 */
export class HolderGraph {
  readonly #nodes: Node[] = [];
  readonly #parent: number[] = [];
  readonly #byScope = new Map<ProjectFunction, Map<string, number>>();
  readonly #pins = new Map<number, Pin[]>();
  readonly #plainCosts = new Map<number, number>();
  readonly #faceCosts = new Map<number, number>();
  readonly #pairs: (readonly [number, number])[] = [];
  #sides: ((id: number) => Side) | undefined;

  add(holder: Holder, face: Face, now: Side): void {
    const id = this.#nodes.push({ holder, face, now }) - 1;
    this.#parent.push(id);
    let names = this.#byScope.get(holder.scope);
    if (names === undefined) this.#byScope.set(holder.scope, (names = new Map()));
    names.set(keyOf(holder), id);
  }

  /** Every holder, in the order they were added. */
  all(): readonly Node[] {
    return this.#nodes;
  }

  name(scope: ProjectFunction, name: string): Holder | undefined {
    return this.#find({ kind: 'name', scope, name })?.holder;
  }

  result(scope: ProjectFunction): Holder | undefined {
    return this.#find({ kind: 'result', scope })?.holder;
  }

  /** The names in a function that are holders. */
  namesIn(scope: ProjectFunction): readonly string[] {
    return [...(this.#byScope.get(scope)?.keys() ?? [])].filter((key) => key !== RESULT);
  }

  /** Functions with a holder. */
  scopes(): Iterable<ProjectFunction> {
    return this.#byScope.keys();
  }

  nodeOf(holder: Holder): Node {
    const node = this.#nodes[this.#id(holder)];
    if (node === undefined) throw new TypeError('a holder that was not added');
    return node;
  }

  unite(one: Holder, other: Holder): void {
    const [a, b] = [this.#root(this.#id(one)), this.#root(this.#id(other))];
    if (a !== b) this.#parent[Math.max(a, b)] = Math.min(a, b);
  }

  /** The first pin of a holder counts, for each side. */
  pin(holder: Holder, side: Side, why: string, place: Place, entered?: Expr): void {
    const id = this.#id(holder);
    // What holds an asynchronous session in the text as it is stays one.
    if (side === 'plain' && this.#nodes[id]?.now === 'face') return;
    const pins = this.#pins.get(id) ?? [];
    this.#pins.set(id, pins);
    if (pins.every((pin) => pin.side !== side || entered)) pins.push({ side, why, place, ...(entered && { entered }) });
  }

  /** What is entered asynchronously under a name that has to hold a synchronous session. */
  contradicted(): readonly Expr[] {
    const plain = new Set([...this.#allPins()].flatMap(([root, { side }]) => (side === 'plain' ? [root] : [])));
    return [...this.#allPins()].flatMap(([root, { entered }]) => (entered && plain.has(root) ? [entered] : []));
  }

  *#allPins(): Iterable<readonly [root: number, pin: Pin]> {
    for (const [id, pins] of this.#pins) for (const pin of pins) yield [this.#root(id), pin];
  }

  /** Having the holder on a side costs so much. */
  cost(holder: Holder, side: Side, cost: number): void {
    const costs = side === 'plain' ? this.#plainCosts : this.#faceCosts;
    const id = this.#id(holder);
    costs.set(id, (costs.get(id) ?? 0) + cost);
  }

  /** Something has to be written between the two where they are on different sides. */
  pair(one: Holder, other: Holder): void {
    this.#pairs.push([this.#id(one), this.#id(other)]);
  }

  /** The side of each holder for which least has to be written; the synchronous one where both are as good. */
  side(holder: Holder): Side {
    this.#sides ??= this.#solve();
    return this.#sides(this.#id(holder));
  }

  /** What keeps a holder synchronous, looked for among all that are united with it. */
  pinOf(holder: Holder): Pin | undefined {
    const root = this.#root(this.#id(holder));
    for (const [at, pin] of this.#allPins()) if (at === root && pin.side === 'plain') return pin;
    return undefined;
  }

  #solve(): (id: number) => Side {
    const count = this.#nodes.length;
    const [face, plain] = [count, count + 1];
    const cut = new MinCut(count + 2);
    const sums = (costs: ReadonlyMap<number, number>) => {
      const byRoot = new Map<number, number>();
      for (const [id, cost] of costs) byRoot.set(this.#root(id), (byRoot.get(this.#root(id)) ?? 0) + cost);
      return byRoot;
    };
    for (const [root, cost] of sums(this.#plainCosts)) cut.connect(face, root, cost);
    for (const [root, cost] of sums(this.#faceCosts)) cut.connect(root, plain, cost);
    for (const [one, other] of this.#pairs) {
      const [a, b] = [this.#root(one), this.#root(other)];
      if (a !== b) cut.connect(a, b, ADAPTER, ADAPTER);
    }
    // Infinite costs: of two pins that contradict each other, the synchronous session wins, which is what there was;
    // where there was an asynchronous one, that does.
    const pinned = new Map<number, Side>();
    for (const [root, { side }] of this.#allPins()) if (side === 'plain' || !pinned.has(root)) pinned.set(root, side);
    for (const [id, { now }] of this.#nodes.entries()) if (now === 'face') pinned.set(this.#root(id), 'face');
    for (const [root, side] of pinned)
      if (side === 'face') cut.connect(face, root, Infinity);
      else cut.connect(root, plain, Infinity);
    const faced = cut.sourceSide(face, plain);
    return (id) => (faced.has(this.#root(id)) ? 'face' : 'plain');
  }

  #find(holder: Holder): Node | undefined {
    const id = this.#byScope.get(holder.scope)?.get(keyOf(holder));
    return id === undefined ? undefined : this.#nodes[id];
  }

  #id(holder: Holder): number {
    const id = this.#byScope.get(holder.scope)?.get(keyOf(holder));
    if (id === undefined) throw new TypeError('a holder that was not added');
    return id;
  }

  #root(id: number): number {
    let at = id;
    for (let up = this.#parent[at] ?? at; up !== at; up = this.#parent[at] ?? at) at = up;
    return at;
  }
}

/** No name: names of Python have no spaces. */
const RESULT = 'what it returns';

function keyOf(holder: Holder): string {
  return holder.kind === 'name' ? holder.name : RESULT;
}
