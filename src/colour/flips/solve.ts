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
import { siblings } from '../../syntax/index.ts';
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
import { type Consumed, type Relayed, type Spread, spread } from './spread.ts';

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
  /** Calls whose iterators are bridged at once. */
  readonly #bridged = new Set<Expr>();
  /** Roots of families of special methods that keep a synchronous form beside the asynchronous one. */
  readonly #doubled = new Set<ProjectFunction>();
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
    followed: new Set(),
    bridged: new Map(),
    lost: new Set(),
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
      const before = this.#changes();
      this.#check();
      if (this.#changes() === before) break;
    }
    const flipped = new Map(
      [...this.#now.flipped].map(([fn, flip]) => [
        fn,
        this.#isWrittenTwice(fn) ? { ...flip, keepsSync: true as const } : flip,
      ]),
    );
    return { flipped, sites: this.#toAwait(), relays: this.#toRelay(), kept: this.#kept() };
  }

  #changes(): number {
    return this.#pins.size + this.#dropped.size + this.#bridged.size + this.#doubled.size;
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

  /** What is gone through there is synchronous from the calls on that give it; false where it is given there itself. */
  bridge(expr: Expr): boolean {
    const before = this.#bridged.size;
    for (const root of this.#now.consumed.get(expr)?.roots ?? []) if (root !== expr) this.#bridged.add(root);
    return this.#bridged.size > before;
  }

  /** It keeps a synchronous form: whoever enters an object or goes through it synchronously still can. */
  double(fn: ProjectFunction): void {
    this.#doubled.add(this.#families.root(fn));
  }

  /** The function and all of its family are special methods whose asynchronous siblings have names of their own. */
  canDouble(fn: ProjectFunction): boolean {
    return this.#families.of(fn).every(({ owner, facts }) => owner !== undefined && siblings.has(facts.name));
  }

  #isDoubled(fn: ProjectFunction): boolean {
    return this.#doubled.has(this.#families.root(fn));
  }

  /** Its synchronous form is written below it; classes that derive from its own inherit that one. */
  #isWrittenTwice(fn: ProjectFunction): boolean {
    const { owner, facts } = fn;
    if (!owner || !this.#isDoubled(fn)) return false;
    const [, ...bases] = this.#program.evaluation.classes.order(owner);
    const isInherited = bases.some((base) => base.methods.get(facts.name)?.some((each) => this.#now.flipped.has(each)));
    return !isInherited && owner.methods.get(facts.name)?.at(-1) === fn;
  }

  /** What speaks against its flip is that somebody may use it synchronously. */
  #resist(fn: ProjectFunction, why: string, place: Place): void {
    if (this.canDouble(fn)) this.double(fn);
    else this.pin(fn, why, place);
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
      isBridged: (expr) => this.#bridged.has(expr),
      isDropped: (expr) => this.#dropped.has(expr),
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
    const { flipped, consumed, relays, problems, lost } = this.#now;
    for (const [fn, { gives, isPlain }] of flipped) {
      this.#checkGuesses(fn, gives === 'coroutine');
      this.#checkWorth(fn);
      this.#checkProgram(fn);
      this.#checkOthers(fn);
      const escape = this.#escapes.get(fn);
      if (escape && !isPlain) {
        const why = `${idOf(fn)} is handed on: ${escape.why}`;
        if (escape.isObject) this.#resist(fn, why, spot(escape.scope, escape.expr));
        else this.pin(fn, why, spot(escape.scope, escape.expr));
      }
      const other = this.#families
        .of(fn)
        .find((each) => !isPlain && !flipped.get(each)?.isPlain && this.#isOther(fn, each));
      if (other) this.pin(fn, `${idOf(other)}, of the same family, gives something else`, definition(other));
    }
    for (const { origin, why, place } of problems) {
      if ('facts' in origin) this.pin(origin, why, place);
      else this.#dropped.add(origin);
    }
    for (const expr of lost) this.#bridged.add(expr);
    for (const each of consumed.values()) this.#checkConsumed(each);
    for (const { fn, parameter, ...relayed } of this.#now.handed.values()) {
      const other = this.#otherArgument(fn, parameter);
      if (other) this.#stop(relayed, `${idOf(fn)} is given something else for ${parameter}, too`, other);
    }
    for (const [relay, relayed] of relays) this.#checkRelay(relay, relayed);
    for (const expr of this.#bridged) this.#checkBridged(expr);
  }

  /** Tests keep their text but for what waits for coroutines: what they go through stays synchronous. */
  #checkBridged(expr: Expr): void {
    const scope = this.#uses.scopeOf(expr);
    if (scope === undefined || !isTestModule(scope.module)) return;
    for (const site of this.#sites)
      if (site.expr === expr)
        for (const target of site.targets)
          this.pin(target, `a test goes through what ${idOf(target)} gives`, placeOf(site));
  }

  #checkRelay(relay: ProjectFunction, relayed: Relayed): void {
    const { flipped, relays } = this.#now;
    const [guess] = this.#guessed.get(relay) ?? [];
    if (guess)
      this.#stop(relayed, `nobody knows whether ${spell(calleeOf(guess))} reaches ${idOf(relay)}`, placeOf(guess));
    const escape = this.#escapes.get(relay);
    const flip = flipped.get(relay);
    if (flip && !flip.isPlain)
      this.#stop(relayed, `${idOf(relay)} hands it on, and is asynchronous`, definition(relay));
    if (escape)
      this.#stop(relayed, `${idOf(relay)}, which hands it on: ${escape.why}`, spot(escape.scope, escape.expr));
    const other = this.#families.of(relay).find((each) => !relays.has(each) && !flipped.has(each) && !isLeftOpen(each));
    if (other) this.#stop(relayed, `${idOf(other)} may stand for ${idOf(relay)}, which hands it on`, definition(other));
  }

  /** What goes through a function must not: iterators are bridged before it. */
  #stop({ origins, roots, hasManagers }: Relayed, why: string, place: Place): void {
    if (hasManagers) for (const origin of origins) this.pin(origin, why, place);
    else for (const expr of roots) this.#bridged.add(expr);
  }

  /** A place where the parameter is given what is not known to be asynchronous. */
  #otherArgument(fn: ProjectFunction, parameter: string): Place | undefined {
    const isNothing = (value: Expr | undefined) => value?.kind === 'literal' && value.type === 'None';
    const otherwise = fn.facts.parameters.find(({ name }) => name === parameter)?.default;
    for (const site of this.#callers.get(fn) ?? []) {
      if (site.expr.kind !== 'call') continue;
      const value = argumentFor(this.#program.evaluation, site.expr, site.scope, fn, parameter) ?? otherwise;
      if (value === undefined || !(isNothing(value) || this.#now.followed.has(value))) return placeOf(site);
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
  #checkGuesses(fn: ProjectFunction, isCoroutine: boolean): void {
    if (this.#isDoubled(fn)) return;
    for (const site of this.#guessed.get(fn) ?? []) {
      const isDecided = isCoroutine && !site.shape && !siblings.has(fn.facts.name);
      if (isDecided && site.kind === 'call' && !isTestModule(site.scope.module)) continue;
      this.#resist(fn, `nobody knows whether ${spell(calleeOf(site))} reaches ${idOf(fn)}`, placeOf(site));
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
    for (const site of this.#callers.get(fn) ?? []) {
      if (site.kind === 'call' || !site.hasOthers || this.#dropped.has(site.expr)) continue;
      this.#resist(fn, `${spell(site.expr)} may be something else there, which stays synchronous`, placeOf(site));
      if (this.#isDoubled(fn)) this.#dropped.add(site.expr);
    }
  }

  /** Synchronous code can go through a bridge, and enter what keeps a synchronous form. */
  #checkConsumed({ expr, scope, gives, origins, seed }: Consumed): void {
    if (this.#now.flipped.has(scope) || scope.facts.isAsync) return;
    if (seed) this.#dropped.add(seed.expr);
    if (gives !== 'manager') return void this.bridge(expr);
    const what = spell(expr.kind === 'call' ? expr.callee : expr);
    const why = `${what} is used in synchronous code, which cannot iterate or enter it`;
    for (const origin of origins) this.#resist(origin, why, spot(scope, expr));
    if ([...origins].every((origin) => this.#isDoubled(origin))) this.#dropped.add(expr);
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
      // What keeps its name: special methods have another one now, and a synchronous form under the old one.
      const guessed = site.byName.filter((fn) => isCoroutine(fn) && !siblings.has(fn.facts.name));
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
    const gone = [...consumed.values()].flatMap(({ expr, scope, gives, origins, roots, seed }): AsyncSite[] => {
      if (this.#dropped.has(expr) || (origins.size === 0 && !this.#isAwaited(scope))) return [];
      const isFresh = roots.size === 1 && roots.has(expr);
      const form = seed?.form;
      return [{ scope, expr, gives, targets: [...origins], seed: seed?.name, form, isKnown: true, isFresh, ...inside }];
    });
    const lost = [...this.#now.bridged].map(
      ([expr, { scope, origins }]): AsyncSite => ({
        scope,
        expr,
        gives: 'iterator',
        targets: [...origins],
        seed: undefined,
        form: undefined,
        isKnown: true,
        isLost: true,
        ...inside,
      }),
    );
    return [...called, ...gone, ...lost];
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
