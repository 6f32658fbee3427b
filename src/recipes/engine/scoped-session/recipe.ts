import { applicationsOf } from '../../applications.ts';
import { defineRecipe } from '../../recipe.ts';
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
