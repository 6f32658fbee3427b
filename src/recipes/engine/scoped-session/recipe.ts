import type { DatabaseSite } from '../../../program/index.ts';
import { applicationsOf } from '../../applications.ts';
import { defineRecipe, type RecipeContext } from '../../recipe.ts';
import { isTaken, type RuntimeCall, sharesName, takeFromRuntime } from '../take-from-runtime.ts';

/** A thread-local registry of sessions gets the request as its scope: on a loop all requests share one thread. */
export const scopedSession = defineRecipe<RuntimeCall>({
  id: 'engine/scoped-session',
  title: 'Scope thread-local sessions by request',
  group: 'engine',
  since: '0.1.0',
  stability: 'stable',
  requires: ['dependencies/add-runtime'],
  find(context) {
    const { loaded } = applicationsOf(context);
    const sites = context.program.databases
      .filter((site) => site.kind === 'scoped-session' && loaded.has(site.module) && site.module.role !== 'alembic')
      .filter((site) => !isTaken(context, site));
    return sites.map((site) => {
      const place = { file: site.module.file, line: site.place.line };
      if (site.hasScopeFunction && goesByThread(context, site)) {
        return {
          ...place,
          what: 'scoped_session() is scoped by thread, by hand',
          why: 'Its scope function tells threads apart, and all requests on a loop share one thread.',
          applicability: 'refused' as const,
          next: 'Leave the scope function out, which means the same on threads and the request on a loop.',
        };
      }
      if (site.hasScopeFunction) {
        return {
          ...place,
          what: 'scoped_session() keeps its own scope function',
          why: 'A scope function of the application decides which session is whose.',
          applicability: 'needs-review' as const,
          next: 'Make sure that it tells two requests on one thread apart (a ContextVar does, a thread id does not).',
        };
      }
      return {
        ...place,
        what: "scoped_session() is the runtime's",
        why: 'All requests on a loop share one thread; each gets a session of its own, as each thread had.',
        applicability: 'safe' as const,
        next: '',
        data: {
          site,
          name: 'scoped_session',
          shared: sites.some((other) => other.hasScopeFunction && sharesName(other, site)),
        },
      };
    });
  },
  rewrite: takeFromRuntime,
});

/** The scope function is written as one that names the thread or the greenlet. */
function goesByThread(context: RecipeContext, site: DatabaseSite): boolean {
  const { args } = site.call;
  const scope = args.find((arg) => arg.name === 'scopefunc') ?? args.filter((arg) => arg.name === undefined)[1];
  const written = scope && context.text(site.module.file)?.slice(scope.value.start, scope.value.end);
  return written !== undefined && /thread|get_ident|getcurrent/.test(written);
}
