import type { Module } from '../../../program/index.ts';
import { importClosure, isTestModule } from '../../reach.ts';
import type { Fitness, RecipeContext } from '../../recipe.ts';

/** What the applications of a project are made of. */
export interface Applications {
  /** Modules that the one made in `module` imports. */
  reach(module: Module): ReadonlySet<Module>;
  /**
   * The endpoints that it may serve: those of the modules it imports, and those that no application imports, because
   * they are loaded by name. Naming an endpoint too many does nothing.
   */
  endpoints(module: Module): readonly Fitness[];
}

/** Follows the imports of every application once. */
export function applicationsOf(context: RecipeContext): Applications {
  const makers = context.program.routers.filter(
    (router) => router.kind === 'application' && !isTestModule(router.module),
  );
  const reaches = new Map(
    [...new Set(makers.map((router) => router.module))].map((m) => [m, importClosure(context, [m])]),
  );
  const reached = new Set([...reaches.values()].flatMap((modules) => [...modules]));
  const served = context.fitness.filter(({ endpoint }) => !endpoint.inTests);
  const loose = served.filter(({ endpoint }) => !reached.has(endpoint.function.module));
  const byModule = Map.groupBy(served, ({ endpoint }) => endpoint.function.module);
  const reach = (module: Module) => reaches.get(module) ?? new Set([module]);
  return {
    reach,
    endpoints: (module) => [...[...reach(module)].flatMap((each) => byModule.get(each) ?? []), ...loose],
  };
}
