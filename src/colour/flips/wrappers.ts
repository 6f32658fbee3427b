import {
  decoratorResults,
  type Evaluation,
  type ProjectFunction,
  type Read,
  type Uses,
  valueTargets,
} from '../../program/index.ts';
import type { Call } from './model.ts';

/** A function that a decorator of the project puts in the place of others. */
export interface Wrapped {
  readonly decorator: ProjectFunction;
  readonly wrapper: ProjectFunction;
  readonly functions: readonly ProjectFunction[];
}

const known = new WeakMap<Evaluation, readonly Wrapped[]>();

/** Every wrapper that decorators of the project make, with what it stands for. */
export function decoratedBy(ev: Evaluation): readonly Wrapped[] {
  let found = known.get(ev);
  if (found === undefined) known.set(ev, (found = findWrapped(ev)));
  return found;
}

function findWrapped(ev: Evaluation): readonly Wrapped[] {
  const found = new Map<ProjectFunction, { decorator: ProjectFunction; functions: ProjectFunction[] }>();
  for (const fn of ev.project.functions) {
    const scope = fn.parent ?? fn;
    for (const expr of fn.facts.decorators) {
      for (const wrapper of decoratorResults(ev, expr, scope)) {
        if (wrapper === fn) continue;
        const decorator = valueTargets(ev, ev.of(expr, scope)).map((target) => target.function);
        const [made] = decorator;
        if (made === undefined || isNested(wrapper, made) === false) continue;
        const entry = found.get(wrapper) ?? { decorator: made, functions: [] };
        entry.functions.push(fn);
        found.set(wrapper, entry);
      }
    }
  }
  return [...found].map(([wrapper, rest]) => ({ wrapper, ...rest }));
}

function isNested(inner: ProjectFunction, outer: ProjectFunction): boolean {
  for (let at = inner.parent; at; at = at.parent) if (at === outer) return true;
  return false;
}

/** `function(*args)` in a wrapper: what the call runs is what the decorator was given. */
export function wrappedCall(ev: Evaluation, call: Call, scope: ProjectFunction): readonly ProjectFunction[] {
  if (call.callee.kind !== 'name') return [];
  const { id } = call.callee;
  for (const { decorator, wrapper, functions } of decoratedBy(ev)) {
    if (scope !== wrapper && !isNested(scope, wrapper)) continue;
    const given = decorator.facts.parameters[decorator.owner ? 1 : 0]?.name;
    if (given === id && !ev.scopes.definitions(wrapper, id)) return functions;
  }
  return [];
}

/** Where decorators of the project read the functions that they are put upon. */
export function readByDecorators(
  ev: Evaluation,
  uses: Uses,
): readonly { readonly function: ProjectFunction; readonly read: Read }[] {
  return ev.project.functions.flatMap((fn) =>
    fn.facts.decorators.flatMap((expr) =>
      valueTargets(ev, ev.of(expr, fn.parent ?? fn)).flatMap(({ function: decorator, bound }) => {
        const given = decorator.facts.parameters[bound && decorator.owner ? 1 : 0]?.name;
        return given === undefined ? [] : uses.reads(decorator, given).map((read) => ({ function: fn, read }));
      }),
    ),
  );
}
