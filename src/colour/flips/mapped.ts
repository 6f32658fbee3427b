import type { Evaluation, ProjectFunction } from '../../program/index.ts';
import type { Call } from './model.ts';

/**
 * `map(lend, books)`, `filter(lend, books)`: the functions of the project that the builtin calls, nothing beside them.
 * Empty for any other call, and where something else may be called, too.
 */
export function mappedFunctions(ev: Evaluation, call: Call, scope: ProjectFunction): readonly ProjectFunction[] {
  const [first] = call.args;
  if (first === undefined || first.name !== undefined || call.callee.kind !== 'name') return [];
  if (call.callee.id !== 'map' && call.callee.id !== 'filter') return [];
  const callees = [...ev.of(call.callee, scope)];
  const isBuiltin = callees.every(
    (value) => value.kind === 'external' && /^builtins\.(?:map|filter)$/u.test(value.name),
  );
  if (!isBuiltin || callees.length === 0) return [];
  const values = [...ev.of(first.value, scope)];
  const functions = values.flatMap((value) =>
    value.kind === 'function' && value.function.facts.kind === 'function' ? [value.function] : [],
  );
  return functions.length === values.length ? functions : [];
}
