import type { Expr } from '../facts.ts';
import type { ProjectFunction } from '../model.ts';
import { eachExpression } from './walk.ts';
import type { CallSite, Evaluation } from './evaluation.ts';
import { callTargets } from './targets.ts';

/** Who calls whom with what, as one round found it. */
export interface Flow {
  readonly sites: ReadonlyMap<ProjectFunction, readonly CallSite[]>;
  /** Functions used as values. */
  readonly escaped: ReadonlySet<ProjectFunction>;
  /** Grows from round to round until nothing new is found. */
  readonly size: number;
}

export const noFlow: Flow = { sites: new Map(), escaped: new Set(), size: -1 };

/** Visit every call and every mention of a function in the project. */
export function collectFlow(ev: Evaluation): Flow {
  const sites = new Map<ProjectFunction, CallSite[]>();
  const escaped = new Set<ProjectFunction>();
  let size = 0;
  for (const scope of ev.project.functions) {
    // What tests pass says nothing of production, and parameters that nobody fills stay unknown.
    if (scope.module.role === 'test' || scope.module.role === 'conftest') continue;
    eachExpression(scope.facts, (expr, isCallee) => {
      if (expr.kind === 'call') {
        for (const target of callTargets(ev, expr, scope)) {
          const site = { args: expr.args, scope, bound: target.bound };
          const list = sites.get(target.function);
          if (list) list.push(site);
          else sites.set(target.function, [site]);
          size += 1;
        }
      } else if (!isCallee && mentions(expr)) {
        for (const value of ev.of(expr, scope)) {
          if (value.kind === 'function' && !isDecoratorOnly(value.function)) escaped.add(value.function);
        }
      }
    });
  }
  return { sites, escaped, size: size + escaped.size };
}

function mentions(expr: Expr): boolean {
  return expr.kind === 'name' || expr.kind === 'attribute';
}

/** A lambda is always used as a value; it is treated like any other function. */
function isDecoratorOnly(fn: ProjectFunction): boolean {
  return fn.facts.kind === 'class';
}
