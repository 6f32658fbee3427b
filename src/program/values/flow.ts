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

/** Nothing of the one is missing in the other, in the same order. */
export function isSameFlow(a: Flow, b: Flow): boolean {
  return (
    a.escaped.size === b.escaped.size &&
    [...a.escaped].every((fn) => b.escaped.has(fn)) &&
    areSame(a.sites, b.sites) &&
    areSame(a.made, b.made)
  );
}

function areSame<K>(a: ReadonlyMap<K, readonly CallSite[]>, b: ReadonlyMap<K, readonly CallSite[]>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, sites] of a) {
    const others = b.get(key);
    if (others?.length !== sites.length) return false;
    const isSame = sites.every(({ args, scope, bound }, at) => {
      const other = others[at];
      return (
        other !== undefined && areSameArguments(args, other.args) && scope === other.scope && bound === other.bound
      );
    });
    if (!isSame) return false;
  }
  return true;
}

/** What a decorator is given is put together anew in each round. */
function areSameArguments(a: CallSite['args'], b: CallSite['args']): boolean {
  return (
    a === b || (a.length === b.length && a.every((arg, at) => arg.value === b[at]?.value && arg.name === b[at].name))
  );
}

/** Visit every call and every mention of a function in the project. */
export function collectFlow(ev: Evaluation): Flow {
  const sites = new Map<ProjectFunction, CallSite[]>();
  const made = new Map<ProjectClass, CallSite[]>();
  const escaped = new Set<ProjectFunction>();
  let size = 0;
  for (const scope of ev.project.functions) {
    // What tests pass says nothing of production, and parameters that nobody fills stay unknown.
    if (isTestModule(scope.module)) continue;
    const add = (targets: readonly Target[], args: CallSite['args']) => {
      for (const target of targets) {
        const site = { args, scope, bound: target.bound };
        const list = sites.get(target.function);
        if (list) list.push(site);
        else sites.set(target.function, [site]);
        size += 1;
      }
    };
    for (const inner of [...scope.facts.functions, ...scope.facts.classes]) {
      for (const decorator of inner.decorators) {
        const targets = valueTargets(ev, ev.of(decorator, scope)).filter(
          (each) => givesBack(each) && !isFramework(each),
        );
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
          for (const cls of ev.classes.order(value.class)) {
            const list = made.get(cls);
            if (list) list.push(site);
            else made.set(cls, [site]);
          }
        }
      } else if (!isCallee && mentions(expr)) {
        for (const value of ev.of(expr, scope)) {
          if (value.kind === 'function' && !isDecoratorOnly(value.function)) escaped.add(value.function);
        }
      }
    });
  }
  return { sites, made, escaped, size: size + escaped.size };
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
