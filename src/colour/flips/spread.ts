import {
  type Evaluation,
  type Expr,
  idOf,
  type Place,
  type ProjectFunction,
  spell,
  type Uses,
} from '../../program/index.ts';
import { type Consumption, consumptionOf } from './consumption.ts';
import type { Families } from './families.ts';
import type { Flip, Gives, SeedForm, Site } from './model.ts';
import { isLeftOpen } from './open.ts';
import { calleeOf, givesOf, placeOf, spot } from './places.ts';

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
}

/** An expression that is gone through or entered, and the functions whose flip made that asynchronous. */
export interface Consumed {
  readonly expr: Expr;
  readonly scope: ProjectFunction;
  readonly gives: Gives;
  /** Asynchronous generators and context managers that may stand there; empty for seeds. */
  readonly origins: Set<ProjectFunction>;
  /** The seed's call and its dotted name, where it is one. */
  readonly seed: { readonly expr: Expr; readonly name: string; readonly form: SeedForm | undefined } | undefined;
}

/** A fixpoint, and what speaks against it. */
export interface Spread {
  readonly flipped: Map<ProjectFunction, Flip>;
  /** Where something asynchronous is gone through or entered. */
  readonly consumed: Map<Expr, Consumed>;
  /** Functions that hand an iterator or manager on, with where it comes from. */
  readonly relays: Map<ProjectFunction, Set<ProjectFunction>>;
  /** Parameters that are given iterators, by function and name: all that they are given has to be asynchronous. */
  readonly handed: Map<string, HandedOver>;
  /** What had something to await and may not flip. */
  readonly stopped: Map<ProjectFunction, Place>;
  /** The function, or the seed, cannot be asynchronous, because what it gives is lost sight of. */
  readonly problems: readonly Problem[];
}

export interface HandedOver {
  readonly fn: ProjectFunction;
  readonly parameter: string;
  readonly given: Set<Expr>;
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

/** From the seeds to all that has to follow: least fixpoint over callers, and over those who go through iterators. */
export function spread(input: SpreadInput): Spread {
  const { ev, uses, families } = input;
  const flipped = new Map<ProjectFunction, Flip>();
  const consumed = new Map<Expr, Consumed>();
  const relays = new Map<ProjectFunction, Set<ProjectFunction>>();
  const handed = new Map<string, HandedOver>();
  const stopped = new Map<ProjectFunction, Place>();
  const problems: Problem[] = [];
  const queue: Item[] = [];

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
  const consume = (expr: Expr, scope: ProjectFunction, gives: Gives, origin: Origin): void => {
    const seed = 'seed' in origin ? { expr: origin.seed, name: origin.name, form: origin.form } : undefined;
    const entry = consumed.get(expr) ?? { expr, scope, gives, origins: new Set(), seed };
    if ('fn' in origin) entry.origins.add(origin.fn);
    consumed.set(expr, entry);
    const what = seed?.name ?? spell(expr.kind === 'call' ? expr.callee : expr);
    flip(scope, { place: spot(scope, expr), what, to: 'fn' in origin ? origin.fn : undefined });
  };
  const followed = (consumption: Consumption, gives: Gives, origin: Origin): void => {
    const { consumers, relays: through, handed: over, lost } = consumption;
    for (const { fn, parameter, argument } of over) {
      const key = `${fn.id} ${parameter}`;
      const entry = handed.get(key) ?? { fn, parameter, given: new Set(), origins: new Set() };
      handed.set(key, entry);
      entry.given.add(argument);
      if ('fn' in origin) entry.origins.add(origin.fn);
    }
    if (lost) problem(origin, `it cannot be followed any further: ${lost.why}`, spot(lost.scope, lost.expr));
    for (const { expr, scope, how } of consumers) consume(expr, scope, how === 'next' ? 'coroutine' : gives, origin);
    for (const fn of through) relay(fn, gives, origin);
  };
  const relay = (fn: ProjectFunction, gives: Gives, origin: Origin): void => {
    const known = relays.get(fn);
    if ('fn' in origin) relays.set(fn, (known ?? new Set()).add(origin.fn));
    else if (!known) relays.set(fn, new Set());
    if (input.isAsync(fn))
      return problem(origin, `${idOf(fn)} is asynchronous, and hands it on`, spot(fn, fn.facts.span));
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
      if (kind !== 'call') consume(expr, scope, seed.gives, origin);
      else followed(consumptionOf(ev, uses, expr, scope), seed.gives, origin);
    }
  }
  for (const fn of input.given) {
    for (const member of families.of(fn)) if (member !== fn) flip(member, undefined);
    queue.push({ fn, gives: givesOf(fn), origin: { fn } });
  }
  for (const { fn, gives, origin } of queue) {
    for (const site of input.callers.get(fn) ?? []) {
      const because = { place: placeOf(site), what: spell(calleeOf(site)), to: fn };
      if (site.kind === 'enter') consume(site.expr, site.scope, 'manager', origin);
      else if (site.kind === 'iterate') consume(site.expr, site.scope, 'iterator', origin);
      else if (site.shape !== undefined && gives !== 'coroutine')
        problem(origin, `${spell(calleeOf(site))} calls it, and hands on what it gives`, placeOf(site));
      else if (gives === 'coroutine') flip(site.scope, because);
      else followed(consumptionOf(ev, uses, site.expr, site.scope), gives, origin);
    }
  }
  return { flipped, consumed, relays, handed, stopped, problems };
}

/** `__iter__` that yields nothing itself: its asynchronous sibling is no coroutine either. */
function handsOn({ owner, facts }: ProjectFunction): boolean {
  return owner !== undefined && facts.name === '__iter__' && !facts.isGenerator;
}
