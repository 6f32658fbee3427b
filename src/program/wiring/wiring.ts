import type { Expr } from '../facts.ts';
import type { DatabaseSite, Endpoint, ListenerSite, ProjectFunction, RouterSite, UrlLiteral } from '../model.ts';
import type { Evaluation } from '../values/evaluation.ts';
import { eachExpression } from '../values/walk.ts';
import { databaseSite, urlLiteral } from './databases.ts';
import { findEndpoints } from './endpoints.ts';
import { decoratedListeners, registeredListeners } from './listeners.ts';
import { RouterCollector } from './routers.ts';

/** What the frameworks make of a project. */
export interface Wiring {
  readonly routers: readonly RouterSite[];
  readonly endpoints: readonly Endpoint[];
  readonly databases: readonly DatabaseSite[];
  readonly urls: readonly UrlLiteral[];
  readonly listeners: readonly ListenerSite[];
}

/** One pass over every expression of the project. */
export function readWiring(ev: Evaluation): Wiring {
  const collector = new RouterCollector(ev);
  const databases: DatabaseSite[] = [];
  const urls: UrlLiteral[] = [];
  const listeners: ListenerSite[] = [];
  const calls: { call: Extract<Expr, { kind: 'call' }>; scope: ProjectFunction }[] = [];
  const bound = new Map<Expr, string>();
  for (const scope of ev.project.functions) {
    for (const { target, value } of scope.facts.bindings) {
      if (value && (target.kind === 'name' || target.kind === 'attribute')) {
        const name = target.kind === 'name' ? target.id : target.name;
        bound.set(value, name);
        collector.binding(value, name);
      }
    }
    listeners.push(...decoratedListeners(ev, scope));
    eachExpression(scope.facts, (expr) => {
      if (expr.kind === 'string') {
        const url = urlLiteral(expr, scope);
        if (url) urls.push(url);
      } else if (expr.kind === 'call') {
        calls.push({ call: expr, scope });
        const site = databaseSite(ev, expr, scope, bound.get(expr));
        if (site) databases.push(site);
        listeners.push(...registeredListeners(ev, expr, scope));
      }
    });
  }
  for (const { call, scope } of calls) collector.call(call, scope);
  const routing = collector.finish();
  const endpoints = findEndpoints(ev, routing, calls);
  return { routers: routing.sites, endpoints, databases: unique(databases), urls: unique(urls), listeners };
}

/** A value assigned to several names is seen once per name. */
function unique<T extends { readonly place: { readonly file: string; readonly start: number } }>(
  items: readonly T[],
): readonly T[] {
  const seen = new Map(items.map((item) => [`${item.place.file}:${item.place.start}`, item]));
  return [...seen.values()];
}
