import type { ClassFacts, Expr, FunctionFacts } from '../facts.ts';
import type { ProjectClass, ProjectFunction } from '../model.ts';
import { eachExpression } from './walk.ts';
import type { CallSite, Evaluation } from './evaluation.ts';
import { callTargets, type Target, valueTargets } from './targets.ts';
import { isTestModule } from '../roles.ts';

/** Who calls whom with what, as one round found it. */
export interface Flow {
  readonly sites: ReadonlyMap<ProjectFunction, readonly CallSite[]>;
  readonly made: ReadonlyMap<ProjectClass, readonly CallSite[]>;
  /** Functions used as values. */
  readonly escaped: ReadonlySet<ProjectFunction>;
  /** Grows from round to round until nothing new is found. */
  readonly size: number;
}

export const noFlow: Flow = { sites: new Map(), made: new Map(), escaped: new Set(), size: -1 };

/** What one scope adds to it. */
export interface ScopeFlow {
  readonly sites: readonly { readonly to: ProjectFunction; readonly site: CallSite }[];
  readonly made: readonly { readonly cls: ProjectClass; readonly site: CallSite }[];
  readonly escaped: ReadonlySet<ProjectFunction>;
}

const nothing: ScopeFlow = { sites: [], made: [], escaped: new Set() };

/** The same calls with the same arguments in the same order. What a decorator is given is put together anew each time. */
export function areSameSites(a: readonly CallSite[] | undefined, b: readonly CallSite[] | undefined): boolean {
  if (a === b) return true;
  return (
    a?.length === b?.length &&
    a !== undefined &&
    a.every((site, at) => {
      const other = b?.[at];
      if (other === undefined) return false;
      return (
        site === other ||
        (areSameArguments(site.args, other.args) && site.scope === other.scope && site.bound === other.bound)
      );
    })
  );
}

function areSameArguments(a: CallSite['args'], b: CallSite['args']): boolean {
  return (
    a === b || (a.length === b.length && a.every((arg, at) => arg.value === b[at]?.value && arg.name === b[at].name))
  );
}

/** Put together what the scopes of a project add, in their order. */
export function mergeFlows(flows: Iterable<ScopeFlow>): Flow {
  const sites = new Map<ProjectFunction, CallSite[]>();
  const made = new Map<ProjectClass, CallSite[]>();
  const escaped = new Set<ProjectFunction>();
  let size = 0;
  for (const flow of flows) {
    size += flow.sites.length;
    for (const { to, site } of flow.sites) append(sites, to, site);
    for (const { cls, site } of flow.made) append(made, cls, site);
    for (const fn of flow.escaped) escaped.add(fn);
  }
  return { sites, made, escaped, size: size + escaped.size };
}

function append<K>(into: Map<K, CallSite[]>, key: K, site: CallSite): void {
  const list = into.get(key);
  if (list) list.push(site);
  else into.set(key, [site]);
}

/** Visit every call and every mention of a function in one scope. */
export function flowOf(ev: Evaluation, scope: ProjectFunction): ScopeFlow {
  // What tests pass says nothing of production, and parameters that nobody fills stay unknown.
  if (isTestModule(scope.module)) return nothing;
  const sites: { to: ProjectFunction; site: CallSite }[] = [];
  const made: { cls: ProjectClass; site: CallSite }[] = [];
  const escaped = new Set<ProjectFunction>();
  const add = (targets: readonly Target[], args: CallSite['args']) => {
    for (const target of targets) sites.push({ to: target.function, site: { args, scope, bound: target.bound } });
  };
  for (const inner of [...scope.facts.functions, ...scope.facts.classes]) {
    for (const decorator of inner.decorators) {
      const targets = valueTargets(ev, ev.of(decorator, scope)).filter((each) => givesBack(each) && !isFramework(each));
      if (targets.length > 0) add(targets, [{ name: undefined, value: nameOf(inner) }]);
    }
  }
  eachExpression(scope.facts, (expr, isCallee) => {
    if (expr.kind === 'call') {
      add(callTargets(ev, expr, scope), expr.args);
      for (const value of ev.of(expr.callee, scope)) {
        // `partial(announce, signal=ring)` gives some arguments now, whoever calls the result gives the rest
        if (value.kind === 'external' && value.name === 'functools.partial') {
          const [given, ...args] = expr.args;
          if (given) add(valueTargets(ev, ev.of(given.value, scope)), args);
        }
        if (value.kind !== 'class') continue;
        const site = { args: expr.args, scope, bound: true };
        for (const cls of ev.classes.order(value.class)) made.push({ cls, site });
      }
    } else if (!isCallee && mentions(expr)) {
      for (const value of ev.of(expr, scope)) {
        if (value.kind === 'function' && !isDecoratorOnly(value.function)) escaped.add(value.function);
      }
    }
  });
  return { sites, made, escaped };
}

/**
 * The decorator returns what it is given: a registry. One that wraps is left out: its wrapper would seem to call every
 * function that is decorated with it, whichever is called.
 */
function givesBack({ function: { facts, owner }, bound }: Target): boolean {
  const given = facts.parameters[bound && owner ? 1 : 0]?.name;
  return facts.returns.some((expr) => expr.kind === 'name' && expr.id === given);
}

/** A project that holds the framework itself: what that does with endpoints is read by the wiring. */
function isFramework({ function: { module } }: Target): boolean {
  return /^(?:fastapi|starlette)(?:\.|$)/u.test(module.name);
}

const names = new WeakMap<FunctionFacts | ClassFacts, Expr>();

/** A function or class by its name, right behind its definition. */
function nameOf(facts: FunctionFacts | ClassFacts): Expr {
  const { line, end } = facts.span;
  const name = names.get(facts) ?? { kind: 'name', id: facts.name, line, start: end, end };
  names.set(facts, name);
  return name;
}

function mentions(expr: Expr): boolean {
  return expr.kind === 'name' || expr.kind === 'attribute';
}

/** A lambda is always used as a value; it is treated like any other function. */
function isDecoratorOnly(fn: ProjectFunction): boolean {
  return fn.facts.kind === 'class';
}
