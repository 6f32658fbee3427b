import { surroundingsOf } from '../../src/colour/index.ts';
import type { Knowledge } from '../../src/knowledge/index.ts';
import {
  callTargets,
  eachExpression,
  isBlindCall,
  type Program,
  type ProjectFunction,
} from '../../src/program/index.ts';

/**
 * How an answer was found. `call`: a resolved target of a call. `implied`: what Python runs there without a call
 * (properties, `with`, iteration, operators). `name`: the receiver is unknown and only a method's name fits. `passed`: the
 * function is mentioned there, or comes with an object that is made there, so it may run later.
 */
export type AnswerKind = 'call' | 'implied' | 'name' | 'passed' | 'wired';

/** What the engine says of one project. */
export interface Answers {
  /** `caller`, then `callee`, then how. */
  readonly edges: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<AnswerKind>>>;
  /** Calls in a function for which the engine says that it does not know, `file:line`. */
  readonly unknown: ReadonlyMap<string, readonly string[]>;
  /** A decorated function with the wrappers around it: the engine takes them for one. */
  readonly wrapped: readonly ReadonlySet<string>[];
}

/** Ask the engine for everything that each function of a project runs. */
export function answersOf(program: Program, knowledge: Knowledge): Answers {
  const edges = new Map<string, Map<string, Set<AnswerKind>>>();
  const unknown = new Map<string, string[]>();
  const wrapped: Set<string>[] = [];
  const around = surroundingsOf(program, knowledge);
  const add = (caller: ProjectFunction, callee: ProjectFunction, kind: AnswerKind) => {
    const from = nameOf(caller);
    const list = edges.get(from) ?? new Map<string, Set<AnswerKind>>();
    edges.set(from, list);
    const to = nameOf(callee);
    list.set(to, (list.get(to) ?? new Set()).add(kind));
  };
  for (const scope of program.project.functions) {
    const calls = new Set<number>();
    eachExpression(scope.facts, (expr) => {
      if (expr.kind !== 'call') return;
      calls.add(expr.start);
      for (const target of callTargets(program.evaluation, expr, scope))
        add(scope, target.function, target.how === 'name' ? 'name' : 'call');
      if (!isBlindCall(program.evaluation, expr, scope)) return;
      const list = unknown.get(nameOf(scope)) ?? [];
      list.push(`${scope.module.file}:${expr.line}`);
      unknown.set(nameOf(scope), list);
    });
    const one = new Set([nameOf(scope)]);
    const { edges: reached, threads } = around(scope);
    for (const { to } of threads) add(scope, to, 'wired');
    for (const { to, how, place, call } of reached) {
      const inDecorator = scope.facts.decorators.some((at) => at.start <= place.start && place.end <= at.end);
      if (inDecorator) one.add(nameOf(to));
      else if (how === 'name') add(scope, to, 'name');
      else if (how === 'mention' || how === 'background' || how === 'instance') add(scope, to, 'passed');
      else if (call === undefined || !calls.has(call.start)) add(scope, to, 'implied');
    }
    if (one.size > 1) wrapped.push(one);
  }
  for (const endpoint of program.endpoints) {
    for (const item of endpoint.dependencies) if (item.function) add(endpoint.function, item.function, 'wired');
  }
  return { edges, unknown, wrapped };
}

/** As labels spell it. A class body belongs to the scope around it. */
function nameOf(fn: ProjectFunction): string {
  if (fn.facts.kind === 'class' && fn.parent) return nameOf(fn.parent);
  const qualname = fn.qualname.replaceAll('<locals>.', '');
  return fn.module.file === 'main.py' ? qualname : `${fn.module.name}:${qualname}`;
}
