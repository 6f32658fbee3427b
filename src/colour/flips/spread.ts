import {
  type Evaluation,
  type Expr,
  idOf,
  type Place,
  type ProjectFunction,
  type Read,
  spell,
  type Uses,
} from '../../program/index.ts';
import { type Consumption, consumptionOf } from './consumption.ts';
import type { Families } from './families.ts';
import type { Flip, Gives, SeedForm, Site } from './model.ts';
import { isLeftOpen } from './open.ts';
import { calleeOf, givesOf, placeOf, spot } from './places.ts';
import { ITERATE } from './sites.ts';

/** What one fixpoint needs to know. */
export interface SpreadInput {
  readonly ev: Evaluation;
  readonly uses: Uses;
  readonly families: Families;
  readonly callers: ReadonlyMap<ProjectFunction, readonly Site[]>;
  readonly given: ReadonlySet<ProjectFunction>;
  readonly seeds: readonly Site[];
  isAsync(fn: ProjectFunction): boolean;
  mayFlip(fn: ProjectFunction): boolean;
  /** What the call gives is a synchronous iterator at once. */
  isBridged(expr: Expr): boolean;
  /** What goes through or enters it there stays synchronous. */
  isDropped(expr: Expr): boolean;
}

/** An expression that is gone through or entered, and the functions whose flip made that asynchronous. */
export interface Consumed {
  readonly expr: Expr;
  readonly scope: ProjectFunction;
  readonly gives: Gives;
  /** Asynchronous generators and context managers that may stand there; empty for seeds. */
  readonly origins: Set<ProjectFunction>;
  /** The calls that give them; the expression itself where it is an object that is asked for its iterator. */
  readonly roots: Set<Expr>;
  /** The seed's call and its dotted name, where it is one. */
  readonly seed: { readonly expr: Expr; readonly name: string; readonly form: SeedForm | undefined } | undefined;
}

/** A fixpoint, and what speaks against it. */
export interface Spread {
  readonly flipped: Map<ProjectFunction, Flip>;
  /** Where something asynchronous is gone through or entered. */
  readonly consumed: Map<Expr, Consumed>;
  /** Functions that hand an iterator or manager on, with where it comes from and what they return. */
  readonly relays: Map<ProjectFunction, Relayed>;
  /** Parameters that are given iterators, by function and name: all that they are given has to be asynchronous. */
  readonly handed: Map<string, HandedOver>;
  /** Expressions that something asynchronous goes through. */
  readonly followed: ReadonlySet<Expr>;
  /** Calls whose asynchronous iterators become synchronous ones at once. */
  readonly bridged: Map<Expr, Bridged>;
  /** Those that have to. */
  readonly lost: ReadonlySet<Expr>;
  /** What had something to await and may not flip. */
  readonly stopped: Map<ProjectFunction, Place>;
  /** The function, or the seed, cannot be asynchronous, because what it gives is lost sight of. */
  readonly problems: readonly Problem[];
}

export interface HandedOver extends Relayed {
  readonly fn: ProjectFunction;
  readonly parameter: string;
}

/** What goes through a function, by where it comes from and by the calls that gave it. */
export interface Relayed {
  readonly origins: Set<ProjectFunction>;
  readonly roots: Set<Expr>;
  /** Context managers among it, which cannot be bridged. */
  hasManagers: boolean;
}

export interface Bridged {
  readonly scope: ProjectFunction;
  readonly origins: Set<ProjectFunction>;
}

export interface Problem {
  readonly origin: ProjectFunction | Expr;
  readonly why: string;
  readonly place: Place;
}

/** Something whose callers have to know: a function, and the functions whose iterator it gives. */
interface Item {
  readonly fn: ProjectFunction;
  readonly gives: Gives;
  readonly origin: Origin;
}

type Origin =
  | { readonly fn: ProjectFunction }
  | { readonly seed: Expr; readonly name: string; readonly form: SeedForm | undefined };

/** Where something asynchronous comes from: out of which function or seed, by which call. */
interface Source {
  readonly origin: Origin;
  readonly root: Expr;
  readonly gives: Gives;
}

/** From the seeds to all that has to follow: least fixpoint over callers, and over those who go through iterators. */
export function spread(input: SpreadInput): Spread {
  const { ev, uses, families } = input;
  const flipped = new Map<ProjectFunction, Flip>();
  const consumed = new Map<Expr, Consumed>();
  const relays = new Map<ProjectFunction, Relayed>();
  const handed = new Map<string, HandedOver>();
  const stopped = new Map<ProjectFunction, Place>();
  const problems: Problem[] = [];
  const queue: Item[] = [];
  /** Expressions that something asynchronous goes through. */
  const followedThrough = new Set<Expr>();
  const besides: (Read & { readonly source: Source })[] = [];
  const bridged = new Map<Expr, Bridged>();
  const lost = new Set<Expr>();

  const problem = (origin: Origin, why: string, place: Place) =>
    void problems.push({ origin: 'fn' in origin ? origin.fn : origin.seed, why, place });

  const flip = (fn: ProjectFunction, because: Flip['because']): void => {
    if (input.isAsync(fn) || flipped.has(fn)) return;
    if (!input.mayFlip(fn)) {
      if (because && !stopped.has(fn)) stopped.set(fn, because.place);
      return;
    }
    const gives = givesOf(fn);
    for (const member of families.of(fn)) {
      if (input.isAsync(member) || flipped.has(member)) continue;
      const own = member === fn;
      const isPlain = handsOn(member);
      // What is only declared says `Iterator` where others yield; it stays a declaration.
      if (gives !== 'coroutine' && !isPlain && givesOf(member) === 'coroutine' && isLeftOpen(member)) {
        queue.push({ fn: member, gives, origin: { fn } });
        continue;
      }
      const family = own ? undefined : fn;
      flipped.set(member, {
        function: member,
        gives: isPlain ? 'iterator' : givesOf(member),
        isPlain,
        because: own ? because : undefined,
        family,
      });
      queue.push({ fn: member, gives: isPlain ? 'iterator' : givesOf(member), origin: { fn: member } });
    }
  };
  const consume = (expr: Expr, scope: ProjectFunction, { origin, root, gives }: Source): void => {
    if (input.isDropped(expr)) return;
    const seed = 'seed' in origin ? { expr: origin.seed, name: origin.name, form: origin.form } : undefined;
    const entry = consumed.get(expr) ?? { expr, scope, gives, origins: new Set(), roots: new Set(), seed };
    if ('fn' in origin) entry.origins.add(origin.fn);
    entry.roots.add(root);
    consumed.set(expr, entry);
    const what = seed?.name ?? spell(expr.kind === 'call' ? expr.callee : expr);
    flip(scope, { place: spot(scope, expr), what, to: 'fn' in origin ? origin.fn : undefined });
  };
  const followed = (call: Expr, at: ProjectFunction, gives: Gives, origin: Origin): void => {
    const source: Source = { origin, root: call, gives };
    if (input.isBridged(call)) {
      const entry = bridged.get(call) ?? { scope: at, origins: new Set() };
      bridged.set(call, entry);
      if ('fn' in origin) entry.origins.add(origin.fn);
      return;
    }
    const consumption = consumptionOf(ev, uses, call, at);
    for (const expr of consumption.seen) followedThrough.add(expr);
    for (const read of consumption.beside) besides.push({ ...read, source });
    for (const { fn, parameter } of consumption.handed) {
      const key = `${fn.id} ${parameter}`;
      const entry = handed.get(key) ?? { ...nothingYet(), fn, parameter };
      handed.set(key, entry);
      add(entry, source);
    }
    if (consumption.lost) lose(source, consumption.lost);
    // A bridge goes where what it gives is gone through at once.
    else if ('seed' in origin && origin.name === ITERATE && !isThere(consumption, call))
      problem(origin, 'it is gone through elsewhere', spot(at, call));
    for (const { expr, scope, how } of consumption.consumers)
      consume(expr, scope, how === 'next' ? { ...source, gives: 'coroutine' } : source);
    for (const fn of consumption.relays) relay(fn, source);
  };
  const lose = ({ origin, root, gives }: Source, { expr, scope, why }: Read & { readonly why: string }): void => {
    if ('fn' in origin && gives === 'iterator') lost.add(root);
    else problem(origin, `it cannot be followed any further: ${why}`, spot(scope, expr));
  };
  const relay = (fn: ProjectFunction, source: Source): void => {
    const { gives, origin } = source;
    const known = relays.get(fn);
    const entry = known ?? nothingYet();
    relays.set(fn, entry);
    add(entry, source);
    if (input.isAsync(fn)) {
      const why = `${idOf(fn)} is asynchronous, and hands it on`;
      return lose(source, { expr: source.root, scope: fn, why });
    }
    if (known) return;
    if (fn.owner && fn.facts.name === '__iter__') flip(fn, undefined);
    else queue.push({ fn, gives, origin });
  };

  for (const site of input.seeds) {
    const { seed, expr, scope, kind } = site;
    if (seed === undefined) continue;
    if (seed.gives === 'coroutine') flip(scope, { place: placeOf(site), what: seed.name, to: undefined });
    else {
      const origin = { seed: expr, name: seed.name, form: seed.form };
      if (kind !== 'call') consume(expr, scope, { origin, root: expr, gives: seed.gives });
      else followed(expr, scope, seed.gives, origin);
    }
  }
  for (const fn of input.given) {
    for (const member of families.of(fn)) if (member !== fn) flip(member, undefined);
    queue.push({ fn, gives: givesOf(fn), origin: { fn } });
  }
  for (const { fn, gives, origin } of queue) {
    for (const site of input.callers.get(fn) ?? []) {
      const because = { place: placeOf(site), what: spell(calleeOf(site)), to: fn };
      if (site.kind === 'enter') consume(site.expr, site.scope, { origin, root: site.expr, gives: 'manager' });
      else if (site.kind === 'iterate') consume(site.expr, site.scope, { origin, root: site.expr, gives: 'iterator' });
      else if (site.shape !== undefined && gives !== 'coroutine')
        problem(origin, `${spell(calleeOf(site))} calls it, and hands on what it gives`, placeOf(site));
      else if (gives === 'coroutine') flip(site.scope, because);
      else followed(site.expr, site.scope, gives, origin);
    }
  }
  for (const { expr, scope, source } of besides)
    if (!followedThrough.has(expr)) lose(source, { expr, scope, why: `it may be ${spell(expr)}` });
  return { flipped, consumed, relays, handed, followed: followedThrough, bridged, lost, stopped, problems };
}

/** It is gone through where it is given, and nowhere else. */
function isThere({ consumers, relays, handed }: Consumption, call: Expr): boolean {
  return relays.size + handed.length === 0 && consumers.every(({ expr }) => expr === call);
}

const nothingYet = (): Relayed => ({ origins: new Set(), roots: new Set(), hasManagers: false });

function add(to: Relayed, { origin, root, gives }: Source): void {
  if ('fn' in origin) to.origins.add(origin.fn);
  to.roots.add(root);
  to.hasManagers ||= gives === 'manager';
}

/** `__iter__` that yields nothing itself: its asynchronous sibling is no coroutine either. */
function handsOn({ owner, facts }: ProjectFunction): boolean {
  return owner !== undefined && facts.name === '__iter__' && !facts.isGenerator;
}
