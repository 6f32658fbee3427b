import { idOf, isTestModule, type Place, type Program, type ProjectFunction, spell } from '../../program/index.ts';
import {
  type AsyncUse,
  cleansUp,
  definitionAt,
  delegates,
  type PlacedUse,
  placeAwaits,
  type SyntaxNode,
  whyNotAsync,
  withTree,
} from '../../syntax/index.ts';
import type { AsyncSite, Flip, FlipRequest, Kept, SeedForm } from './model.ts';
import { definition, placeOf, spot } from './places.ts';
import { isBridge } from './sites.ts';
import { FlipSolver } from './solve.ts';

export interface NativeRequest extends FlipRequest {
  /** Text of a file of the project; offsets are those of the program. */
  text(file: string): string | undefined;
  /** Lowest Python 3.x that the project runs on. */
  readonly minor?: number;
}

/** A site, and what becomes of it. */
export interface PlacedSite extends AsyncSite {
  /** It goes through a generator that has something to tidy up when it is left early. */
  readonly cleansUp: boolean;
  /**
   * `await`: also `async for` and `async with`. `wait`: it stays synchronous, bridged. `maybe`: nobody knows what it
   * reaches, and what it gives decides as it runs. `run`: a program runs a loop for it, `asyncio.run(...)`.
   */
  readonly how: 'await' | 'wait' | 'maybe' | 'run';
  /** Why it is bridged in a function that is asynchronous; empty otherwise. */
  readonly why: string;
}

/** Functions that become asynchronous, and every place that has to know, all of which can be written. */
export interface NativeChange {
  readonly flipped: ReadonlyMap<ProjectFunction, Flip>;
  readonly sites: readonly PlacedSite[];
  /** Functions that hand on something asynchronous: only their annotations change. */
  readonly relays: readonly ProjectFunction[];
  readonly kept: readonly Kept[];
}

/** Solves until the text allows all of it: what cannot be awaited where it stands pins what it calls. */
export function settleFlips(program: Program, request: NativeRequest): NativeChange {
  const solver = new FlipSolver(program, request);
  const tidies = tidiness(request);
  const marked = (site: AsyncSite) => ({ ...site, cleansUp: site.gives === 'iterator' && site.targets.some(tidies) });
  for (;;) {
    const flips = solver.solve();
    let isSettled = true;
    const pin = (fn: ProjectFunction, why: string, place: Place) => {
      solver.pin(fn, why, place);
      isSettled = false;
    };
    for (const { function: fn, why } of unwritable(program, flips.flipped, request)) pin(fn, why, definition(fn));
    if (!isSettled) continue;
    const unknown = flips.sites.filter(({ isKnown }) => !isKnown).map(maybe);
    const known = flips.sites.filter(({ isKnown }) => isKnown);
    const sites = placeAll(flips.flipped, known.map(marked), request).flatMap(({ site, how, why }): PlacedSite[] => {
      if (how !== 'refused') return [{ ...site, how, why }];
      isSettled = false;
      if (site.gives === 'iterator' && solver.bridge(site.expr)) return [];
      const canStay = site.gives === 'manager' && site.targets.every((target) => solver.canDouble(target));
      if (site.targets.length === 0 || canStay) solver.dropSite(site.expr);
      if (canStay) for (const target of site.targets) solver.double(target);
      else
        for (const target of site.targets)
          solver.pin(target, `${spell(site.expr)}: ${why}`, spot(site.scope, site.expr));
      return [];
    });
    for (const site of sites) {
      if (site.how !== 'wait' || isTestModule(site.scope.module)) continue;
      // A program that needs a bridge to its own functions is better off with them as they are.
      for (const target of site.targets)
        if (solver.isProgram(target)) pin(target, site.whyNotRun || `${spell(site.expr)}: ${site.why}`, placeOf(site));
    }
    if (isSettled) {
      const awaiting = new Set(sites.filter(({ how }) => how === 'await').map(({ scope }) => scope));
      for (const fn of flips.flipped.keys()) {
        if (solver.familyOf(fn).some((member) => awaiting.has(member) || request.given?.has(member))) continue;
        pin(fn, 'nothing in it can be awaited where it stands', definition(fn));
      }
    }
    if (isSettled)
      return { flipped: flips.flipped, sites: [...sites, ...unknown], relays: flips.relays, kept: flips.kept };
  }
}

function maybe(site: AsyncSite): PlacedSite {
  const names = site.targets.slice(0, 2).map(idOf);
  return { ...site, cleansUp: false, how: 'maybe', why: `Nobody knows whether it reaches ${names.join(' or ')}.` };
}

/** Whether the text of a flipped generator has something to tidy up. */
function tidiness(request: NativeRequest): (fn: ProjectFunction) => boolean {
  const known = new Map<ProjectFunction, boolean>();
  return (fn) => {
    const text = known.has(fn) ? undefined : request.text(fn.module.file);
    if (text !== undefined) {
      const tidies = withTree(text, (root) => {
        const node = definitionAt(root, fn.facts.span);
        return node !== undefined && cleansUp(node);
      });
      known.set(fn, tidies);
    }
    return known.get(fn) ?? false;
  };
}

function unwritable(
  program: Program,
  flipped: ReadonlyMap<ProjectFunction, Flip>,
  request: NativeRequest,
): readonly { readonly function: ProjectFunction; readonly why: string }[] {
  const byFile = Map.groupBy(flipped.keys(), ({ module }) => module.file);
  const whyNotHandedOn = (node: SyntaxNode, fn: ProjectFunction) =>
    delegates(node) && program.evaluation.escapes(fn)
      ? 'hands over to another generator, and whoever takes it may throw exceptions into it'
      : undefined;
  return [...byFile].flatMap(([file, functions]) => {
    const text = request.text(file);
    if (text === undefined) return functions.map((fn) => ({ function: fn, why: 'its file cannot be read' }));
    return withTree(text, (root) =>
      functions.flatMap((fn) => {
        const node = definitionAt(root, fn.facts.span);
        const why = node === undefined ? 'was not found in the text' : (whyNotAsync(node) ?? whyNotHandedOn(node, fn));
        return why === undefined ? [] : [{ function: fn, why: `it ${why}` }];
      }),
    );
  });
}

/** The form of a seed as the placement takes it; `header`: of its block, where it needs one. */
export function writtenAs(form: SeedForm | undefined, header: string): Partial<AsyncUse> {
  if (form === undefined) return {};
  const { attribute, isBlock } = form;
  return { isOptional: true, ...(attribute === undefined ? {} : { attribute }), ...(isBlock ? { header } : {}) };
}

type Marked = AsyncSite & Pick<PlacedSite, 'cleansUp'>;

interface Placement {
  readonly site: Marked;
  readonly how: PlacedUse['how'];
  readonly why: string;
}

function placeAll(
  flipped: ReadonlyMap<ProjectFunction, Flip>,
  sites: readonly Marked[],
  request: NativeRequest,
): readonly Placement[] {
  const functions = Map.groupBy(flipped.keys(), ({ module }) => module.file);
  const byFile = Map.groupBy(sites, ({ scope }) => scope.module.file);
  return [...byFile].flatMap(([file, here]): Placement[] => {
    const text = request.text(file);
    if (text === undefined) return here.map((site) => ({ site, how: 'refused', why: 'the file cannot be read' }));
    const uses = here.map(
      ({ expr: { start, end }, gives, cleansUp, seed, mayRun, form, shape, isLost = false, isFresh = false }) => ({
        start,
        end,
        gives,
        cleansUp,
        isWaitedFor: isBridge(seed),
        mayRun,
        shape,
        isLost,
        isFresh,
        ...writtenAs(form, 'async with them'),
      }),
    );
    const change = {
      functions: (functions.get(file) ?? []).flatMap((fn) => (flipped.get(fn)?.isPlain ? [] : [fn.facts.span])),
      uses,
      wait: () => 'wait',
      run: () => 'asyncio.run',
      aclosing: () => 'aclosing',
      iterate: () => 'iterate',
      ...(request.minor === undefined ? {} : { minor: request.minor }),
    };
    const { placed } = withTree(text, (root) => placeAwaits(text, root, change));
    const answers = new Map(placed.map((each) => [each.use, each]));
    return uses.map((use, at) => {
      const { how, why } = answers.get(use) ?? { how: 'refused' as const, why: 'it was not found in the text' };
      const site = here[at];
      if (site === undefined) throw new TypeError('every use has a site');
      return { site, how, why };
    });
  });
}
