import {
  callTargets,
  eachExpression,
  type Expr,
  isBlindCall,
  type Program,
  type ProjectFunction,
  isTestModule,
} from '../program/index.ts';
import type { Sight } from './model.ts';

/** How many calls of the application's own code could be resolved, and by what. */
export function sightOf(program: Program): Sight {
  const calls = { inside: 0, outside: 0, unknown: 0 };
  for (const fn of program.project.functions) {
    if (isTestModule(fn.module)) continue;
    eachExpression(fn.facts, (expr) => {
      if (expr.kind === 'call') calls[kindOf(program, expr, fn)] += 1;
    });
  }
  const names =
    "Calls were resolved by names, imports, annotations and the flow of values through the application's own code; types of libraries come from knowledge files.";
  if (program.typedBy !== undefined)
    return { how: 'types', note: `${names} ${program.typedBy} was asked about the rest.`, calls };
  const more = " A language server knows more: name the application's environment with --python.";
  return { how: 'names', note: calls.unknown === 0 ? names : names + more, calls };
}

function kindOf(program: Program, call: Extract<Expr, { kind: 'call' }>, scope: ProjectFunction): keyof Sight['calls'] {
  const { evaluation } = program;
  if (isBlindCall(evaluation, call, scope)) return 'unknown';
  return callTargets(evaluation, call, scope).some(({ how }) => how === 'resolved') ? 'inside' : 'outside';
}
