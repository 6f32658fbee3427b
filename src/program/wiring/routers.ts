import type { Argument, Expr } from '../facts.ts';
import type { ProjectFunction, RouterSite } from '../model.ts';
import type { Evaluation } from '../values/evaluation.ts';
import type { Value } from '../values/model.ts';
import { placeOf } from './places.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** Routers, and who includes whom with which dependencies. */
export interface Routing {
  readonly sites: readonly RouterSite[];
  /** The routers an expression may be; `undefined` among them when it may be one that could not be resolved. */
  routersOf(expr: Expr, scope: ProjectFunction): readonly (RouterSite | undefined)[];
  /** Dependencies that the router and all that include it put in front of a route. */
  dependenciesOf(router: RouterSite | undefined): readonly ScopedDependencies[];
}

/** `dependencies=[...]` as written, with the scope to read it in. */
export interface ScopedDependencies {
  readonly list: Expr;
  readonly scope: ProjectFunction;
}

interface Inclusion {
  readonly parents: readonly (RouterSite | undefined)[];
  readonly children: readonly (RouterSite | undefined)[];
  readonly dependencies: ScopedDependencies | undefined;
}

const madeByName = /(?:FastAPI|APIRouter)$/u;

export function isRouterClass(name: string): 'application' | 'router' | undefined {
  if (/^fastapi\.(?:\w+\.)*FastAPI$/u.test(name)) return 'application';
  return /^fastapi\.(?:\w+\.)*APIRouter$/u.test(name) ? 'router' : undefined;
}

/** Collects routers from the calls it is shown; ask it only after every call was shown. */
export class RouterCollector {
  readonly #ev: Evaluation;
  readonly #sites = new Map<string, RouterSite>();
  readonly #includes: { readonly call: Call; readonly scope: ProjectFunction }[] = [];
  readonly #bound = new Map<Expr, string>();

  constructor(ev: Evaluation) {
    this.#ev = ev;
  }

  binding(value: Expr, name: string): void {
    this.#bound.set(value, name);
  }

  call(call: Call, scope: ProjectFunction): void {
    if (call.callee.kind === 'attribute' && ['include_router', 'mount'].includes(call.callee.name))
      this.#includes.push({ call, scope });
    if (![...this.#ev.of(call.callee, scope)].some((callee) => this.#mayMake(callee))) return;
    const key = `${scope.module.file}:${call.start}`;
    for (const value of this.#ev.of(call, scope)) {
      if ((value.kind !== 'object' && value.kind !== 'instance') || value.site !== key) continue;
      const kind = this.#kindOf(value);
      if (kind) {
        this.#sites.set(key, {
          id: this.#sites.size,
          kind,
          place: placeOf(scope, call),
          module: scope.module,
          inside: scope,
          boundTo: this.#bound.get(call),
          call,
          prefix: literal(argument(call.args, 'prefix')),
        });
      }
    }
  }

  finish(): Routing {
    const sites = [...this.#sites.values()];
    const routersOf: Routing['routersOf'] = (expr, scope) => {
      const values = [...this.#ev.of(expr, scope)].flatMap((value) => (value.kind === 'many' ? [value.of] : [value]));
      const found = values.flatMap((value): (RouterSite | undefined)[] => {
        if (value.kind === 'unknown') return [undefined];
        if ((value.kind !== 'object' && value.kind !== 'instance') || !this.#kindOf(value)) return [];
        return [value.site === undefined ? undefined : this.#sites.get(value.site)];
      });
      return values.length === 0 ? [undefined] : [...new Set(found)];
    };
    const inclusions = this.#includes.map(({ call, scope }): Inclusion => {
      const child = argument(call.args, 'router') ?? call.args.find((arg) => arg.name === undefined)?.value;
      const list = argument(call.args, 'dependencies');
      return {
        parents: call.callee.kind === 'attribute' ? routersOf(call.callee.of, scope) : [undefined],
        children: child ? routersOf(child, scope) : [undefined],
        dependencies: list && { list, scope },
      };
    });
    const collect = collector(inclusions, sites);
    return { sites, routersOf, dependenciesOf: collect };
  }

  /** What most calls give need not be worked out. */
  #mayMake(callee: Value): boolean {
    if (callee.kind !== 'external') return callee.kind === 'class' || callee.kind === 'alias';
    return madeByName.test(callee.name) || this.#ev.types.lineage(callee.name).some((base) => madeByName.test(base));
  }

  #kindOf(value: Value): RouterSite['kind'] | undefined {
    const { classes, types } = this.#ev;
    const kindOf = (name: string) =>
      [name, ...types.lineage(name)].map(isRouterClass).find((kind) => kind !== undefined);
    if (value.kind === 'object') return kindOf(value.name);
    if (value.kind !== 'instance') return undefined;
    // FastAPI's own repository holds the class itself.
    const own = classes.order(value.class).map((item) => `${item.module.name}.${item.qualname}`);
    const kinds = [...own, ...classes.externalBases(value.class)].map(kindOf);
    return kinds.find((kind) => kind !== undefined);
  }
}

/**
 * Walks up the inclusions. A router or parent that is not known may be any: its dependencies count. There are more
 * endpoints than routers, so that answers are kept, and so is who includes whom.
 */
function collector(inclusions: readonly Inclusion[], sites: readonly RouterSite[]): Routing['dependenciesOf'] {
  const answers = new Map<RouterSite | undefined, readonly ScopedDependencies[]>();
  const of = (site: RouterSite | undefined) => inclusions.filter(({ children }) => children.includes(site));
  const named = new Map(sites.map((site) => [site, of(site)]));
  const unnamed = new Set(of(undefined));
  const concerning = new Map(
    [...named].map(([site, own]) => [site, inclusions.filter((each) => unnamed.has(each) || own.includes(each))]),
  );
  const collect = (router: RouterSite | undefined): readonly ScopedDependencies[] => {
    const found = new Set<ScopedDependencies>();
    const seen = new Set<RouterSite | undefined>();
    let behind: 'none' | 'unnamed' | 'all' = 'none';
    const visit = (at: RouterSite | undefined) => {
      if (seen.has(at)) return;
      seen.add(at);
      const list = at && argument(at.call.args, 'dependencies');
      if (at && list) found.add({ list, scope: at.inside });
      // What was gone through to the end adds nothing the second time.
      const own = behind === 'none' ? concerning : named;
      const left = at === undefined ? inclusions : behind === 'all' ? [] : (own.get(at) ?? []);
      for (const inclusion of left) {
        if (inclusion.dependencies) found.add(inclusion.dependencies);
        for (const parent of inclusion.parents) visit(parent);
      }
      if (at === undefined) behind = 'all';
      else if (behind === 'none') behind = 'unnamed';
      if (at === undefined) for (const site of sites) visit(site);
    };
    visit(router);
    for (const site of sites) if (site.kind === 'application' && argument(site.call.args, 'dependencies')) visit(site);
    return [...found];
  };
  return (router) => {
    const answer = answers.get(router) ?? collect(router);
    answers.set(router, answer);
    return answer;
  };
}

export function argument(args: readonly Argument[], name: string): Expr | undefined {
  return args.find((arg) => arg.name === name)?.value;
}

export function literal(expr: Expr | undefined): string {
  return expr?.kind === 'string' ? expr.value : '';
}
