import { type DatabaseSite, isTestModule } from '../../../program/index.ts';
import { applicationsOf } from '../../applications.ts';
import { defineRecipe, type RecipeContext, type Site } from '../../recipe.ts';
import { isTaken, type RuntimeCall, sharesName, takeFromRuntime } from '../take-from-runtime.ts';
import { unknownEngines } from './unknown.ts';
import { whyKept, whyRefused, whyReview } from './reasons.ts';

/** Engines of the web application are made by the runtime, which puts them on the asynchronous driver. */
export const createEngine = defineRecipe<RuntimeCall>({
  id: 'engine/create-engine',
  title: 'Make the engine on the asynchronous driver',
  group: 'engine',
  since: '0.1.0',
  stability: 'stable',
  requires: ['dependencies/add-runtime'],
  find(context) {
    const { imported, loaded } = applicationsOf(context);
    // A command may be loadable by name, and is not loaded by the web application for that.
    const reaches = ({ module }: DatabaseSite) => (module.role === 'application' ? loaded : imported).has(module);
    const engines = context.program.databases.filter((site) => site.kind === 'engine');
    const judged = engines
      .filter((site) => !isTestModule(site.module))
      .filter((site) => !isTaken(context, site))
      .map((site) => ({ site, ...judge(context, site, reaches(site)) }));
    const sites = judged.map(({ site, turned, ...finding }): Site<RuntimeCall> => {
      if (!turned) return finding;
      const shared = judged.some((other) => !other.turned && sharesName(other.site, site));
      return { ...finding, data: { site, name: nameOf(site), shared } };
    });
    return [...sites, ...unknownEngines(context)];
  },
  rewrite: takeFromRuntime,
});

/** `create_engine` or `engine_from_config`. */
function nameOf(site: DatabaseSite): string {
  return site.callee.split('.').at(-1) ?? site.callee;
}

function judge(
  context: RecipeContext,
  site: DatabaseSite,
  reached: boolean,
): Omit<Site<never>, 'data'> & { readonly turned: boolean } {
  const name = nameOf(site);
  const place = { file: site.module.file, line: site.place.line };
  const kept = whyKept(site, reached);
  if (kept) return { ...place, what: `${name}() stays as it is`, ...kept, turned: false };
  const refused = whyRefused(context, site);
  if (refused) {
    return { ...place, what: `${name}() cannot be carried`, applicability: 'refused', ...refused, turned: false };
  }
  const review = whyReview(site);
  return {
    ...place,
    what: `${name}() is the runtime's`,
    why: review?.why ?? 'The same engine, on the asynchronous driver of its database.',
    applicability: review ? 'needs-review' : 'safe',
    next: review?.next ?? '',
    turned: true,
  };
}
