import {
  type Expr,
  idOf,
  indexUses,
  isTestModule,
  type Module,
  type Place,
  type Program,
  type ProjectFunction,
  spell,
  type Uses,
} from '../../program/index.ts';
import { argumentFor } from './arguments.ts';
import { boundaryOf, type Dissolved } from './boundaries.ts';
import { constructorBoundary } from './constructors.ts';
import { type Families, findFamilies } from './families.ts';
import { type Escape, findEscapes } from './mentions.ts';
import type { AsyncSite, FlipRequest, Flips, Kept, Site } from './model.ts';
import { isLeftOpen } from './open.ts';
import { calleeOf, definition, givesOf, placeOf, spot } from './places.ts';
import { programBoundary, programModules, whyNoLoop } from './programs.ts';
import { propertyBoundary } from './properties.ts';
import { findSites } from './sites.ts';
import { type Consumed, type Spread, spread } from './spread.ts';

/**
 * Which functions become asynchronous, and which places then have to be awaited or bridged. Least fixpoint: a function
 * flips when it may and something directly in it has to be awaited; its family flips with it. What cannot flip, or what
 * nobody can tell, is pinned with its whole family, and the fixpoint is taken again without it, until nothing is in
 * contradiction. So every flip is needed, and every call of what flipped is known.
 */
export function solveFlips(program: Program, request: FlipRequest): Flips {
  return new FlipSolver(program, request).solve();
}

/** So many bridges around calls of unknown receivers are taken for one function. */
const FEW = 10;

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
  readonly #uses: Uses;
  readonly #dissolved: Dissolved;
  readonly #programBoundary: (fn: ProjectFunction) => string | undefined;
  readonly #whyNoLoop: (fn: ProjectFunction) => string | undefined;
  readonly #programs: ReadonlySet<Module>;
  #now: Spread = {
    flipped: new Map(),
    consumed: new Map(),
    relays: new Map(),
    handed: new Map(),
    stopped: new Map(),
    problems: [],
  };

  constructor(program: Program, request: FlipRequest) {
    this.#program = program;
    this.#request = request;
    this.#given = request.given ?? new Set();
    const ev = program.evaluation;
    const uses = indexUses(ev);
    this.#uses = uses;
    this.#sites = findSites(program, uses, request);
    this.#families = findFamilies(ev, this.#sites);
    this.#dissolved = {
      propertyProblem: propertyBoundary(program, this.#families, request),
      constructorProblem: constructorBoundary(program, request),
    };
    this.#escapes = findEscapes(ev, uses);
    const text = (file: string) => request.text?.(file);
    this.#programs = programModules(program, text);
    this.#programBoundary = programBoundary(program, text);
    this.#whyNoLoop = whyNoLoop(ev, uses, this.#sites);
    this.#endpoints = new Set(program.endpoints.map((endpoint) => endpoint.function));
    for (const site of this.#sites) {
      for (const fn of site.targets) push(this.#callers, fn, site);
      for (const fn of site.byName) push(this.#guessed, fn, site);
    }
  }

  solve(): Flips {
    for (;;) {
      this.#now = this.#spread();
      const before = this.#pins.size + this.#dropped.size;
      this.#check();
      if (this.#pins.size + this.#dropped.size === before) break;
    }
    return { flipped: this.#now.flipped, sites: this.#toAwait(), relays: this.#toRelay(), kept: this.#kept() };
  }

  /** What hands an iterator on, and what only declares one that is given elsewhere. */
  #toRelay(): readonly ProjectFunction[] {
    const { flipped, relays } = this.#now;
    const declared = [...flipped].flatMap(([fn, { gives }]) =>
      gives === 'coroutine' ? [] : this.#families.of(fn).filter(isLeftOpen),
    );
    return [...new Set([...relays.keys(), ...declared])].filter((fn) => !flipped.has(fn) && !isTestModule(fn.module));
  }

  /** The function, and its family, stay synchronous. */
  pin(fn: ProjectFunction, why: string, place: Place): void {
    const root = this.#families.root(fn);
    if (!this.#pins.has(root)) this.#pins.set(root, { why, place });
  }

  /** What stands there is not awaited: it stays as it is. */
  dropSite(expr: Expr): void {
    this.#dropped.add(expr);
  }

  /** It is part of a program, and of nothing that serves requests. */
  isProgram(fn: ProjectFunction): boolean {
    return this.#programs.has(fn.module);
  }

  /** The function and all that have its colour. */
  familyOf(fn: ProjectFunction): readonly ProjectFunction[] {
    return this.#families.of(fn);
  }

  /** The fixpoint without what is pinned. */
  #spread(): Spread {
    return spread({
      ev: this.#program.evaluation,
      uses: this.#uses,
      families: this.#families,
      callers: this.#callers,
      given: this.#given,
      seeds: this.#sites.filter((site) => this.#isSeed(site)),
      isAsync: (fn) => this.#isAsync(fn),
      mayFlip: (fn) => this.#mayFlip(fn),
    });
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
      this.#pins.set(root, { why: member === fn ? why : `${idOf(member)}: ${why}`, place: definition(member) });
      return false;
    }
    return this.#families.of(fn).some((member) => !this.#isAsync(member) && this.#request.wanted(member));
  }

  #forbidden(fn: ProjectFunction): string | undefined {
    if (!this.#boundaries.has(fn)) {
      this.#boundaries.set(
        fn,
        boundaryOf(this.#program.evaluation, fn, this.#endpoints, this.#request.hasTwin, this.#dissolved) ??
          this.#programBoundary(fn) ??
          this.#request.unfit?.(fn),
      );
    }
    return this.#boundaries.get(fn);
  }

  /** What contradicts the flips is pinned. */
  #check(): void {
    const { flipped, consumed, relays, problems } = this.#now;
    for (const [fn, { gives, isPlain }] of flipped) {
      this.#checkGuesses(fn, fn, gives === 'coroutine');
      this.#checkWorth(fn);
      this.#checkProgram(fn);
      this.#checkOthers(fn);
      const escape = this.#escapes.get(fn);
      if (escape && !isPlain) this.pin(fn, `${idOf(fn)} is handed on: ${escape.why}`, spot(escape.scope, escape.expr));
      const other = this.#families
        .of(fn)
        .find((each) => !isPlain && !flipped.get(each)?.isPlain && this.#isOther(fn, each));
      if (other) this.pin(fn, `${idOf(other)}, of the same family, gives something else`, definition(other));
    }
    for (const { origin, why, place } of problems) {
      if ('facts' in origin) this.pin(origin, why, place);
      else this.#dropped.add(origin);
    }
    for (const each of consumed.values()) this.#checkConsumed(each);
    for (const { fn, parameter, given, origins } of this.#now.handed.values()) {
      const other = this.#otherArgument(fn, parameter, given);
      if (other)
        for (const origin of origins)
          this.pin(origin, `${idOf(fn)} is given something else for ${parameter}, too`, other);
    }
    for (const [relay, origins] of relays) {
      for (const origin of origins) {
        this.#checkGuesses(origin, relay, false);
        const escape = this.#escapes.get(relay);
        const flip = flipped.get(relay);
        if (flip && !flip.isPlain)
          this.pin(origin, `${idOf(relay)} hands it on, and is asynchronous`, definition(relay));
        if (escape)
          this.pin(origin, `${idOf(relay)}, which hands it on: ${escape.why}`, spot(escape.scope, escape.expr));
        const other = this.#families
          .of(relay)
          .find((each) => !relays.has(each) && !flipped.has(each) && !isLeftOpen(each));
        if (other)
          this.pin(origin, `${idOf(other)} may stand for ${idOf(relay)}, which hands it on`, definition(other));
      }
    }
  }

  /** A place where the parameter is given what is not known to be asynchronous. */
  #otherArgument(fn: ProjectFunction, parameter: string, given: ReadonlySet<Expr>): Place | undefined {
    for (const site of this.#callers.get(fn) ?? []) {
      if (site.expr.kind !== 'call') continue;
      const value = argumentFor(this.#program.evaluation, site.expr, site.scope, fn, parameter);
      if (value === undefined || !given.has(value)) return placeOf(site);
    }
    return this.#escapes.has(fn) || this.#guessed.has(fn) ? definition(fn) : undefined;
  }

  /** One of a family yields, and another one does not. */
  #isOther(fn: ProjectFunction, other: ProjectFunction): boolean {
    return givesOf(fn) !== givesOf(other) && !isLeftOpen(other) && !isLeftOpen(fn) && !this.#isPair(fn, other);
  }

  /** `__iter__` that yields, beside `__next__` of the same class. */
  #isPair(fn: ProjectFunction, other: ProjectFunction): boolean {
    return fn.facts.name !== other.facts.name && fn.facts.name.startsWith('__');
  }

  /** Calls that may reach `fn` by its name alone: `maybe_wait` can decide for coroutines only, and not in tests. */
  #checkGuesses(origin: ProjectFunction, fn: ProjectFunction, isCoroutine: boolean): void {
    for (const site of this.#guessed.get(fn) ?? []) {
      if (isCoroutine && site.kind === 'call' && !site.shape && !isTestModule(site.scope.module)) continue;
      this.pin(origin, `nobody knows whether ${spell(calleeOf(site))} reaches ${idOf(fn)}`, placeOf(site));
    }
  }

  /**
   * Where most of the calls that may mean a function are calls of which nobody knows what they reach, each would need a
   * bridge. One bridge is less: the function stays synchronous.
   */
  #checkWorth(fn: ProjectFunction): void {
    const family = this.#families.of(fn);
    // A call of which not even the name says anything may mean any function that is kept as a value.
    const guessed = new Set(
      family.flatMap((each) => (this.#guessed.get(each) ?? []).filter((site) => namesIt(site, each))),
    );
    const known = new Set(family.flatMap((each) => this.#callers.get(each) ?? []));
    const [first] = guessed;
    if (first === undefined || guessed.size <= Math.max(FEW, known.size + family.length)) return;
    const why = `${guessed.size} calls of receivers that nobody knows may mean ${idOf(fn)}; known to mean it: ${known.size}`;
    this.pin(fn, why, placeOf(first));
  }

  /**
   * What nobody is seen to run in a program has no loop to run on. What the program's own synchronous code runs would need
   * a bridge there, and is better off as it is; whether a module's call is the program's end is asked of its text.
   */
  #checkProgram(fn: ProjectFunction): void {
    if (!this.isProgram(fn)) return;
    const sites = this.#families.of(fn).flatMap((each) => this.#callers.get(each) ?? []);
    if (sites.length === 0)
      return this.pin(fn, 'nobody is seen to call it, in a program that runs without an event loop', definition(fn));
    const bridged = sites.find(({ scope }) => {
      if (isTestModule(scope.module) || this.#isAsync(scope) || this.#now.flipped.has(scope)) return false;
      return !this.#atEnd(scope, [fn]).mayRun;
    });
    if (bridged === undefined) return;
    const { whyNotRun } = this.#atEnd(bridged.scope, [fn]);
    this.pin(fn, whyNotRun || `${idOf(bridged.scope)} calls it, and runs without an event loop`, placeOf(bridged));
  }

  /** A list beside a shelf: the loop cannot be asynchronous for one of them alone. */
  #checkOthers(fn: ProjectFunction): void {
    const site = this.#callers.get(fn)?.find((each) => each.kind !== 'call' && each.hasOthers);
    if (site) this.pin(fn, `${spell(site.expr)} may be something else there, which stays synchronous`, placeOf(site));
  }

  #checkConsumed({ expr, scope, origins, seed }: Consumed): void {
    if (this.#now.flipped.has(scope) || scope.facts.isAsync) return;
    const what = spell(expr.kind === 'call' ? expr.callee : expr);
    const why = `${what} is used in synchronous code, which cannot iterate or enter it`;
    for (const origin of origins) this.pin(origin, why, spot(scope, expr));
    if (seed) this.#dropped.add(seed.expr);
  }

  /** In a function that is asynchronous already it is awaited where that function is asked for. */
  #isAwaited(scope: ProjectFunction): boolean {
    return this.#now.flipped.has(scope) || (scope.facts.isAsync && this.#request.wanted(scope));
  }

  #toAwait(): readonly AsyncSite[] {
    const { flipped, consumed } = this.#now;
    const called = this.#sites.flatMap((site): AsyncSite[] => {
      const { scope, expr, kind } = site;
      if (kind !== 'call' || this.#dropped.has(expr)) return [];
      const isCoroutine = (fn: ProjectFunction) =>
        (flipped.get(fn)?.gives ?? (this.#given.has(fn) ? givesOf(fn) : undefined)) === 'coroutine';
      const targets = site.targets.filter(isCoroutine);
      const seed = this.#isSeed(site) && site.seed?.gives === 'coroutine' ? site.seed : undefined;
      if (targets.length > 0 || (seed !== undefined && this.#isAwaited(scope)))
        return [
          {
            scope,
            expr,
            gives: 'coroutine',
            targets,
            seed: seed?.name,
            form: seed?.form,
            isKnown: true,
            shape: site.shape,
            ...(site.shape ? inside : this.#atEnd(scope, targets)),
          },
        ];
      const guessed = site.byName.filter(isCoroutine);
      if (guessed.length === 0) return [];
      return [
        {
          scope,
          expr,
          gives: 'coroutine',
          targets: guessed,
          seed: undefined,
          form: undefined,
          isKnown: false,
          ...inside,
        },
      ];
    });
    const gone = [...consumed.values()].flatMap(({ expr, scope, gives, origins, seed }): AsyncSite[] =>
      !this.#dropped.has(expr) && (origins.size > 0 || this.#isAwaited(scope))
        ? [{ scope, expr, gives, targets: [...origins], seed: seed?.name, form: seed?.form, isKnown: true, ...inside }]
        : [],
    );
    return [...called, ...gone];
  }

  #atEnd(scope: ProjectFunction, targets: readonly ProjectFunction[]): Pick<AsyncSite, 'mayRun' | 'whyNotRun'> {
    if (scope.facts.kind !== 'module' || !scope.module.facts.hasMainGuard || targets.length === 0) return inside;
    const whyNotRun = targets.map(this.#whyNoLoop).find((why) => why !== undefined) ?? '';
    return { mayRun: whyNotRun === '', whyNotRun };
  }

  /** What had something to await and was stopped. */
  #kept(): readonly Kept[] {
    return [...this.#now.stopped].map(([fn, place]): Kept => {
      const pin = this.#pins.get(this.#families.root(fn));
      if (pin) return { function: fn, why: pin.why, place: pin.place };
      return {
        function: fn,
        why: isTestModule(fn.module) ? 'tests stay as they are' : 'it was not asked for',
        place,
      };
    });
  }
}

/** No end of a program. */
const inside = { mayRun: false, whyNotRun: '' };

/** `shelf.close()` and a `close` of the project. */
function namesIt(site: Site, fn: ProjectFunction): boolean {
  const callee = calleeOf(site);
  return callee.kind === 'attribute' && callee.name === fn.facts.name;
}

function push<K, V>(into: Map<K, V[]>, key: K, value: V): void {
  const list = into.get(key);
  if (list) list.push(value);
  else into.set(key, [value]);
}
