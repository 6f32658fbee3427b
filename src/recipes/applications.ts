import { importClosure, importsByName, isTestModule, type Module, type RouterSite } from '../program/index.ts';
import type { Fitness, RecipeContext } from './recipe.ts';

/** A FastAPI application outside of tests, and what it is made of. */
export interface Application {
  readonly router: RouterSite;
  /** Modules of the project that it imports, its own among them. */
  readonly reach: ReadonlySet<Module>;
  /**
   * The endpoints that it may serve: those of the modules it imports, and those that no application imports, because
   * they are loaded by name; none that another application declares on itself. One too many does nothing.
   */
  readonly endpoints: readonly Fitness[];
  /** Why it is left as it is; undefined when it goes onto the loop. */
  readonly left: string | undefined;
}

/** The applications of a project. */
export interface Applications {
  readonly all: readonly Application[];
  /** Modules that one which goes onto the loop imports, as its import statements say. */
  readonly imported: ReadonlySet<Module>;
  /** Those, and what it may load by name besides. */
  readonly loaded: ReadonlySet<Module>;
}

const known = new WeakMap<RecipeContext, Applications>();

/** Follows the imports of every application, once in a run. */
export function applicationsOf(context: RecipeContext): Applications {
  const found = known.get(context) ?? findApplications(context);
  known.set(context, found);
  return found;
}

function findApplications(context: RecipeContext): Applications {
  const { program, fitness } = context;
  const makers = program.routers.filter((router) => router.kind === 'application' && !isTestModule(router.module));
  const reaches = new Map(
    [...new Set(makers.map(({ module }) => module))].map((m) => [m, importClosure(context, [m])]),
  );
  const reached = new Set([...reaches.values()].flatMap((modules) => [...modules]));
  const served = fitness.filter(({ endpoint }) => !endpoint.inTests);
  const loose = served.filter(({ endpoint }) => !reached.has(endpoint.function.module));
  const byModule = Map.groupBy(served, ({ endpoint }) => endpoint.function.module);
  const engines = new Set(program.databases.filter((site) => site.kind === 'engine').map((site) => site.module));
  const all = makers.map((router): Application => {
    const reach = reaches.get(router.module) ?? new Set([router.module]);
    const endpoints = [...[...reach].flatMap((module) => byModule.get(module) ?? []), ...loose].filter(
      ({ endpoint: { router: on } }) => on?.kind !== 'application' || on.module === router.module,
    );
    return {
      router,
      reach,
      endpoints,
      left: whyLeft(
        endpoints,
        [...reach].some((module) => engines.has(module)),
      ),
    };
  });
  const carried = all.filter((application) => application.left === undefined);
  const roots = carried.flatMap(({ router, endpoints }) => [
    router.module,
    ...endpoints.map(({ endpoint }) => endpoint.function.module),
  ]);
  const imported = importClosure(context, roots);
  return { all, imported, loaded: byName(context, imported) };
}

function whyLeft(endpoints: readonly Fitness[], makesEngine: boolean): string | undefined {
  // An engine among its imports needs the driver even where no endpoint is known to use it.
  if (!makesEngine && !endpoints.some((each) => each.database)) {
    return 'It imports no engine, and none of its endpoints is known to work with a database.';
  }
  if (wouldGain(endpoints)) return undefined;
  const [cause] = endpoints.flatMap((each) => each.causes);
  return `None of its endpoints that work with a database is fit for the loop${cause === undefined ? '' : ` (the first: ${cause})`}.`;
}

/** Whether some endpoint that works with a database runs on the loop; any endpoint, where no database work is known. */
export function wouldGain(endpoints: readonly Fitness[]): boolean {
  const database = endpoints.filter((each) => each.database);
  return (database.length > 0 ? database : endpoints).some((each) => each.bridged);
}

/** Where names of modules are made at run time, whatever stands in the same packages may be loaded too. */
function byName(context: RecipeContext, imported: ReadonlySet<Module>): ReadonlySet<Module> {
  if (![...imported].some((module) => importsByName(context, module))) return imported;
  const packages = new Set([...imported].map((module) => module.name.split('.')[0]));
  const loadable = context.program.modules.filter(
    (module) => module.role === 'application' && packages.has(module.name.split('.')[0]),
  );
  return new Set([...imported, ...loadable]);
}
