import type { Module } from '../../../program/index.ts';
import { importClosure, isTestModule } from '../../reach.ts';
import type { Fitness, RecipeContext } from '../../recipe.ts';

/**
 * The endpoints that an application made in `module` may serve: those of the modules it imports, and those that no
 * application imports, because they are loaded by name. Naming an endpoint too many does nothing.
 */
export function endpointsOf(context: RecipeContext, module: Module): readonly Fitness[] {
  const others = context.program.routers.filter(
    (router) => router.kind === 'application' && router.module !== module && !isTestModule(router.module),
  );
  const mine = importClosure(context, [module]);
  const theirs = importClosure(
    context,
    others.map((router) => router.module),
  );
  return context.fitness.filter(({ endpoint }) => {
    const from = endpoint.function.module;
    return !endpoint.inTests && (mine.has(from) || !theirs.has(from));
  });
}
