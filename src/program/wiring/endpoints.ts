import type { Expr } from '../facts.ts';
import type { Endpoint, ProjectFunction, RouterSite } from '../model.ts';
import type { Evaluation } from '../values/evaluation.ts';
import { dependenciesOf } from './dependencies.ts';
import { placeOf } from './places.ts';
import { argument, literal, type Routing, type ScopedDependencies } from './routers.ts';
import { isTestModule } from '../roles.ts';

type Call = Extract<Expr, { kind: 'call' }>;

const verbs = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'head',
  'options',
  'trace',
  'api_route',
  'websocket',
  'websocket_route',
]);

/** Decorated functions, `add_api_route(...)` and `router.get("/")(function)`. `calls` are all calls of the project. */
export function findEndpoints(
  ev: Evaluation,
  routing: Routing,
  calls: readonly { readonly call: Call; readonly scope: ProjectFunction }[],
): readonly Endpoint[] {
  const found = new Map<string, Endpoint>();
  const add = (
    fn: ProjectFunction,
    route: Call,
    scope: ProjectFunction,
    router: RouterSite | undefined,
    below: readonly Expr[],
  ) => {
    const endpoint = describe(ev, routing, { fn, route, scope, router, below });
    found.set(`${endpoint.id} ${endpoint.path} ${endpoint.methods.join()} ${endpoint.place.start}`, endpoint);
  };
  for (const fn of ev.project.functions) {
    const scope = fn.parent;
    if (!scope || fn.facts.kind !== 'function') continue;
    fn.facts.decorators.forEach((decorator, at) => {
      for (const router of routersOfRoute(routing, decorator, scope)) {
        if (decorator.kind === 'call') add(fn, decorator, scope, router, fn.facts.decorators.slice(at + 1));
      }
    });
  }
  for (const { call, scope } of calls) {
    const { callee } = call;
    if (callee.kind === 'attribute' && /^add_api_(?:websocket_)?route$/u.test(callee.name)) {
      const given = argument(call.args, 'endpoint') ?? call.args.filter((arg) => arg.name === undefined)[1]?.value;
      for (const router of given ? routing.routersOf(callee.of, scope) : []) {
        for (const fn of given ? functionsOf(ev, given, scope) : []) add(fn, call, scope, router, []);
      }
    } else if (callee.kind === 'call' && call.args[0]) {
      for (const router of routersOfRoute(routing, callee, scope)) {
        for (const fn of functionsOf(ev, call.args[0].value, scope)) add(fn, callee, scope, router, []);
      }
    }
  }
  return [...found.values()];
}

function functionsOf(ev: Evaluation, expr: Expr, scope: ProjectFunction): readonly ProjectFunction[] {
  return [...ev.of(expr, scope)].flatMap((value) => (value.kind === 'function' ? [value.function] : []));
}

/** The routers of `@router.get("/path")`. A receiver nobody knows counts when the call has a route's shape. */
function routersOfRoute(
  routing: Routing,
  decorator: Expr,
  scope: ProjectFunction,
): readonly (RouterSite | undefined)[] {
  if (decorator.kind !== 'call' || decorator.callee.kind !== 'attribute' || !verbs.has(decorator.callee.name))
    return [];
  const routers = routing.routersOf(decorator.callee.of, scope);
  const known = routers.filter((router) => router !== undefined);
  if (known.length > 0) return known;
  const path = argument(decorator.args, 'path') ?? decorator.args[0]?.value;
  const shaped = path?.kind === 'string' && (path.value === '' || path.value.startsWith('/'));
  const fastapi = scope.module.facts.body.imports.some((item) => /^fastapi(?:\.|$)/u.test(item.module));
  return shaped && fastapi && routers.length > 0 ? [undefined] : [];
}

interface Route {
  readonly fn: ProjectFunction;
  readonly route: Call;
  readonly scope: ProjectFunction;
  readonly router: RouterSite | undefined;
  /** Decorators applied before the route's own. */
  readonly below: readonly Expr[];
}

function describe(ev: Evaluation, routing: Routing, { fn, route, scope, router, below }: Route): Endpoint {
  const registered = registeredFunction(ev, fn, below);
  const verb = route.callee.kind === 'attribute' ? route.callee.name : '';
  const path = argument(route.args, 'path') ?? route.args.find((arg) => arg.name === undefined)?.value;
  const list = argument(route.args, 'dependencies');
  const lists: readonly ScopedDependencies[] = [...(list ? [{ list, scope }] : []), ...routing.dependenciesOf(router)];
  const [id = '', ...otherIds] = registered.module.names.map((name) => `${name}:${registered.qualname}`);
  return {
    id,
    otherIds,
    function: fn,
    methods: methodsOf(verb, argument(route.args, 'methods')),
    path: (router?.prefix ?? '') + literal(path),
    isAsync: fn.facts.isAsync,
    place: placeOf(scope, route),
    router,
    dependencies: dependenciesOf(ev, registered === fn ? [fn] : [fn, registered], lists),
    inTests: isTestModule(fn.module),
  };
}

/** Without `functools.wraps` a decorator's inner function is what FastAPI gets to see. */
function registeredFunction(ev: Evaluation, fn: ProjectFunction, below: readonly Expr[]): ProjectFunction {
  let current = fn;
  for (const decorator of [...below].reverse()) {
    for (const value of decoratorResults(ev, decorator, fn.parent ?? fn)) {
      const wraps = value.facts.decorators.some(
        (expr) =>
          expr.kind === 'call' &&
          /(?:^|\.)wraps$/u.test(
            expr.callee.kind === 'attribute' ? expr.callee.name : expr.callee.kind === 'name' ? expr.callee.id : '',
          ),
      );
      if (!wraps && value.parent?.facts.kind === 'function') current = value;
    }
  }
  return current;
}

/** Functions that a decorator of the project puts in the place of what it decorates; a class does it by `__call__`. */
export function decoratorResults(ev: Evaluation, decorator: Expr, scope: ProjectFunction): readonly ProjectFunction[] {
  return [...ev.of(decorator, scope)].flatMap((value) => {
    if (value.kind === 'class') {
      return [...ev.member(value.class, '__call__', 'instance')].flatMap((item) =>
        item.kind === 'function' ? [item.function] : [],
      );
    }
    return value.kind === 'function'
      ? [...ev.returned(value.function)].flatMap((item) => (item.kind === 'function' ? [item.function] : []))
      : [];
  });
}

function methodsOf(verb: string, list: Expr | undefined): readonly string[] {
  if (verb.includes('websocket')) return ['WEBSOCKET'];
  if (verb !== 'api_route' && verb !== 'add_api_route') return [verb.toUpperCase()];
  const items = list?.kind === 'collection' ? list.items : [];
  const methods = items.flatMap((item) => (item.kind === 'string' ? [item.value.toUpperCase()] : []));
  return methods.length > 0 ? methods : ['GET'];
}
