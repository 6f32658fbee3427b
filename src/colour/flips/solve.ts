import {
  type Expr,
  indexUses,
  isTestModule,
  type Place,
  type Program,
  type ProjectFunction,
  spell,
} from '../../program/index.ts';
import { boundaryOf } from './boundaries.ts';
import { type Families, findFamilies } from './families.ts';
import { type Escape, findEscapes } from './mentions.ts';
import type { AsyncSite, Flip, FlipRequest, Flips, Gives, Kept } from './model.ts';
import { findSites, type Site } from './sites.ts';

/**
 * Which functions become asynchronous, and which places then have to be awaited or bridged. Least fixpoint: a function
 * flips when it may and something directly in it has to be awaited; its family flips with it. What cannot flip, or what
 * nobody can tell, is pinned with its whole family, and the fixpoint is taken again without it, until nothing is in
 * contradiction. So every flip is needed, and every call of what flipped is known.
 */
export function solveFlips(program: Program, request: FlipRequest): Flips {
  return new FlipSolver(program, request).solve();
}

interface Pin {
  readonly why: string;
  readonly place: Place;
}

/** The same for whoever learns more between two answers: what the text of a function does not allow. */
export class FlipSolver {
  readonly #program: Program;
  readonly #request: FlipRequest;
  readonly #given: ReadonlySet<ProjectFunction>;
  readonly #sites: readonly Site[];
  readonly #families: Families;
  readonly #escapes: ReadonlyMap<ProjectFunction, Escape>;
  readonly #endpoints: ReadonlySet<ProjectFunction>;
  readonly #callers = new Map<ProjectFunction, Site[]>();
  readonly #guessed = new Map<ProjectFunction, Site[]>();
  readonly #dropped = new Set<Expr>();
  /** By the root of the family. */
  readonly #pins = new Map<ProjectFunction, Pin>();
  readonly #boundaries = new Map<ProjectFunction, string | undefined>();
  #flipped = new Map<ProjectFunction, Flip>();
  #stopped = new Map<ProjectFunction, Place>();

  constructor(program: Program, request: FlipRequest) {
    this.#program = program;
    this.#request = request;
    this.#given = request.given ?? new Set();
    const ev = program.evaluation;
    const uses = indexUses(ev);
    this.#sites = findSites(program, uses, request);
    this.#families = findFamilies(ev, this.#sites);
    this.#escapes = findEscapes(ev, uses);
    this.#endpoints = new Set(program.endpoints.map((endpoint) => endpoint.function));
    for (const site of this.#sites) {
      for (const fn of site.targets) push(this.#callers, fn, site);
      for (const fn of site.byName) push(this.#guessed, fn, site);
    }
  }

  solve(): Flips {
    for (;;) {
      this.#spread();
      const before = this.#pins.size;
      this.#check();
      if (this.#pins.size === before) break;
    }
    return { flipped: this.#flipped, sites: this.#toAwait(), kept: this.#kept() };
  }

  /** The function, and its family, stay synchronous. */
  pin(fn: ProjectFunction, why: string, place: Place): void {
    const root = this.#families.root(fn);
    if (!this.#pins.has(root)) this.#pins.set(root, { why, place });
  }

  /** What stands there is not awaited: it stays as it is. */
  dropSeed(expr: Expr): void {
    this.#dropped.add(expr);
  }

  /** The function and all that have its colour. */
  familyOf(fn: ProjectFunction): readonly ProjectFunction[] {
    return this.#families.of(fn);
  }

  /** The fixpoint without what is pinned. */
  #spread(): void {
    this.#flipped = new Map();
    this.#stopped = new Map();
    const queue: ProjectFunction[] = [];
    const flip = (fn: ProjectFunction, because: Flip['because']): void => {
      if (this.#isAsync(fn) || this.#flipped.has(fn)) return;
      if (!this.#mayFlip(fn)) {
        if (because && !this.#stopped.has(fn)) this.#stopped.set(fn, because.place);
        return;
      }
      for (const member of this.#families.of(fn)) {
        if (this.#isAsync(member)) continue;
        const own = member === fn;
        this.#flipped.set(member, {
          function: member,
          gives: givesOf(member),
          because: own ? because : undefined,
          family: own ? undefined : fn,
        });
        queue.push(member);
      }
    };
    const reach = (site: Site, to: ProjectFunction | undefined): void =>
      flip(site.scope, { place: placeOf(site), what: site.seed ?? spell(calleeOf(site)), to });
    for (const site of this.#sites) if (this.#isSeed(site)) reach(site, undefined);
    for (const fn of this.#given) {
      for (const member of this.#families.of(fn)) if (member !== fn) flip(member, undefined);
      for (const site of this.#callers.get(fn) ?? []) reach(site, fn);
    }
    for (const fn of queue) for (const site of this.#callers.get(fn) ?? []) reach(site, fn);
  }

  #isSeed({ seed, expr }: Site): boolean {
    return seed !== undefined && !this.#dropped.has(expr);
  }

  #isAsync(fn: ProjectFunction): boolean {
    return fn.facts.isAsync || this.#given.has(fn);
  }

  /** Nothing in the definitions of its family forbids it. */
  #mayFlip(fn: ProjectFunction): boolean {
    const root = this.#families.root(fn);
    if (this.#pins.has(root)) return false;
    for (const member of this.#families.of(fn)) {
      if (this.#isAsync(member)) continue;
      const why = this.#forbidden(member);
      if (why === undefined) continue;
      this.#pins.set(root, { why: member === fn ? why : `${nameOf(member)}: ${why}`, place: definition(member) });
      return false;
    }
    return this.#families.of(fn).some((member) => !this.#isAsync(member) && this.#request.wanted(member));
  }

  #forbidden(fn: ProjectFunction): string | undefined {
    if (!this.#boundaries.has(fn)) {
      this.#boundaries.set(fn, boundaryOf(this.#program.evaluation, fn, this.#endpoints) ?? this.#request.unfit?.(fn));
    }
    return this.#boundaries.get(fn);
  }

  /** What contradicts the flips is pinned. */
  #check(): void {
    for (const [fn, { gives }] of this.#flipped) {
      const pin = (why: string, place: Place) => this.pin(fn, why, place);
      for (const site of this.#guessed.get(fn) ?? [])
        if (gives !== 'coroutine' || site.kind !== 'call' || isTestModule(site.scope.module))
          pin(`nobody knows whether ${spell(calleeOf(site))} reaches ${nameOf(fn)}`, placeOf(site));
      const escape = this.#escapes.get(fn);
      if (escape) pin(`${nameOf(fn)} is handed on: ${escape.why}`, spot(escape.scope, escape.expr));
      if (gives === 'coroutine') continue;
      for (const site of this.#callers.get(fn) ?? [])
        if (!this.#hostIsAsync(site))
          pin(`${spell(calleeOf(site))} is used in synchronous code, which cannot iterate or enter it`, placeOf(site));
    }
  }

  /** In a function that is asynchronous already it is awaited where that function is asked for. */
  #isAwaitedSeed(site: Site): boolean {
    const { scope } = site;
    return this.#isSeed(site) && (this.#flipped.has(scope) || (scope.facts.isAsync && this.#request.wanted(scope)));
  }

  #hostIsAsync({ scope }: Site): boolean {
    return this.#flipped.has(scope) || scope.facts.isAsync;
  }

  #toAwait(): readonly AsyncSite[] {
    return this.#sites.flatMap((site): AsyncSite[] => {
      const { scope, expr, seed, kind } = site;
      const targets = site.targets.filter((fn) => this.#flipped.has(fn) || this.#given.has(fn));
      const guessed = site.byName.filter((fn) => this.#flipped.has(fn));
      if (targets.length === 0 && guessed.length > 0 && !this.#isAwaitedSeed(site))
        return [{ scope, expr, gives: 'coroutine', targets: guessed, seed: undefined, isKnown: false }];
      if (targets.length === 0 && !this.#isAwaitedSeed(site)) return [];
      const first = targets[0];
      const flip = first && this.#flipped.get(first);
      const gives: Gives =
        kind === 'enter'
          ? 'manager'
          : kind === 'iterate'
            ? 'iterator'
            : (flip?.gives ?? (first ? givesOf(first) : 'coroutine'));
      return [{ scope, expr, gives, targets, seed, isKnown: true }];
    });
  }

  /** What had something to await and was stopped. */
  #kept(): readonly Kept[] {
    return [...this.#stopped].map(([fn, place]): Kept => {
      const pin = this.#pins.get(this.#families.root(fn));
      if (pin) return { function: fn, why: pin.why, place: pin.place };
      return {
        function: fn,
        why: isTestModule(fn.module) ? 'tests stay as they are' : 'it is not among what is to flip',
        place,
      };
    });
  }
}

/** What calling the function gives once it is asynchronous. */
export function givesOf(fn: ProjectFunction): Gives {
  const isManager = fn.facts.decorators.some((expr) => /(?:^|\.)(?:async)?contextmanager$/u.test(spell(expr)));
  if (isManager) return 'manager';
  return fn.facts.isGenerator ? 'iterator' : 'coroutine';
}

function nameOf(fn: ProjectFunction): string {
  return `${fn.module.name}:${fn.qualname}`;
}

function calleeOf({ expr }: Site): Site['expr'] {
  return expr.kind === 'call' ? expr.callee : expr;
}

function placeOf({ scope, expr }: Site): Place {
  return spot(scope, expr);
}

function spot(scope: ProjectFunction, { line, start, end }: Site['expr']): Place {
  return { file: scope.module.file, line, start, end };
}

function definition(fn: ProjectFunction): Place {
  return { file: fn.module.file, ...fn.facts.span };
}

function push<K, V>(into: Map<K, V[]>, key: K, value: V): void {
  const list = into.get(key);
  if (list) list.push(value);
  else into.set(key, [value]);
}
