import type { Expr, ProjectFunction } from '../../program/index.ts';
import type { Analysis, Call } from './model.ts';
import { syncCallers, syncDecorators } from './libraries.ts';
import { functionResult } from './results.ts';

export interface Callback {
  /** The function as it is mentioned. */
  readonly expr: Expr;
  readonly scope: ProjectFunction;
}

export interface Callbacks {
  readonly given: readonly Callback[];
  /** Calls of a parameter that were found to lose what an asynchronous callback returns. */
  readonly blamed: ReadonlySet<Call>;
}

/** Asynchronous functions that are given to something that calls them and never awaits. */
export function findCallbacks(a: Analysis): Callbacks {
  const given: Callback[] = [];
  const blamed = new Set<Call>();
  for (const { expr: call, scope } of a.uses.calls) {
    for (const argument of call.args) {
      if (argument.name === '*' || argument.name === '**') continue;
      const { value } = argument;
      if (value.kind !== 'name' && value.kind !== 'attribute' && value.kind !== 'lambda' && value.kind !== 'call')
        continue;
      if (value.kind === 'call' && !isPartial(a, value, scope)) continue;
      const result = functionResult(a, value, scope);
      if (!result.sure || !result.layers.some((layer) => layer === 'coroutine' || layer === 'async-generator'))
        continue;
      const callees = [...a.ev.of(call.callee, scope)];
      if (callees.length === 0) continue;
      const lost = callees.every((callee) => {
        if (callee.kind === 'external') return syncCallers.test(callee.name);
        if (callee.kind !== 'function') return false;
        const at = call.args.filter(({ name }) => name === undefined).indexOf(argument);
        const offset = callee.function.owner && callee.bound ? 1 : 0;
        const parameter =
          argument.name === undefined
            ? callee.function.facts.parameters.filter(({ form }) => form === 'plain')[at + offset]
            : callee.function.facts.parameters.find(({ name }) => name === argument.name);
        if (!parameter) return false;
        const calls = lostCalls(a, callee.function, parameter.name, result.layers);
        for (const item of calls) blamed.add(item);
        return calls.length > 0;
      });
      if (lost) given.push({ expr: value, scope });
    }
  }
  return { given: [...given, ...decoratedCallbacks(a)], blamed };
}

function isPartial(a: Analysis, call: Call, scope: ProjectFunction): boolean {
  return [...a.ev.of(call.callee, scope)].every(
    (value) => value.kind === 'external' && value.name === 'functools.partial',
  );
}

/** The calls of a parameter, where every one of them drops or misuses what it gives and nothing else is done with it. */
function lostCalls(
  a: Analysis,
  fn: ProjectFunction,
  name: string,
  layers: Parameters<Analysis['follow']>[2],
): readonly Call[] {
  const calls: Call[] = [];
  for (const read of a.uses.reads(fn, name)) {
    for (const use of a.uses.of(read.expr)) {
      if (use.kind === 'tested') continue;
      if (use.kind !== 'callee') return [];
      const sinks = a.follow(use.parent, read.scope, layers);
      if (sinks.some((sink) => sink.kind !== 'lost')) return [];
      if (sinks.length === 0 && a.uses.of(use.parent).some(({ kind }) => kind === 'target')) return [];
      calls.push(use.parent);
    }
  }
  return calls;
}

/** `@atexit.register` over an asynchronous function. */
function decoratedCallbacks(a: Analysis): readonly Callback[] {
  return a.program.project.functions.flatMap((fn) => {
    if (!fn.facts.isAsync) return [];
    const scope = fn.parent ?? fn;
    return fn.facts.decorators
      .filter((decorator) => {
        const callee = decorator.kind === 'call' ? decorator.callee : decorator;
        return [...a.ev.of(callee, scope)].some(
          (value) => value.kind === 'external' && syncDecorators.test(value.name),
        );
      })
      .map((decorator) => ({ expr: decorator, scope }));
  });
}
