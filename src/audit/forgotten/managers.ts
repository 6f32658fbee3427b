import type { Expr, ProjectFunction, Value } from '../../program/index.ts';
import type { Analysis } from './model.ts';
import { declaredValue } from './declared.ts';

/** `with` over objects that can only be entered with `async with`. */
export function findManagers(a: Analysis): readonly { readonly expr: Expr; readonly scope: ProjectFunction }[] {
  return a.program.project.functions.flatMap((scope) =>
    scope.facts.withs.flatMap(({ context, isAsync }) => {
      if (isAsync || a.value(context, scope).layers.length > 0) return [];
      const values = [...a.ev.of(context, scope)];
      const all = values.length > 0 && values.every((value) => isAsyncOnly(a, value));
      return all ? [{ expr: context, scope }] : [];
    }),
  );
}

/** `for` over objects that can only be gone through with `async for`. */
export function findIterables(a: Analysis): readonly { readonly expr: Expr; readonly scope: ProjectFunction }[] {
  return a.program.project.functions.flatMap((scope) =>
    scope.facts.bindings.flatMap(({ how, value }) => {
      if (how !== 'element' || !value || a.uses.isAsyncIterated(value)) return [];
      if (a.value(value, scope).layers.length > 0) return [];
      const values = [...a.ev.of(value, scope)];
      const all =
        values.length > 0 &&
        values.every((item) => item.kind === 'instance' && isOnly(a, item, '__aiter__', ['__iter__', '__getitem__']));
      return all || declaredValue(a, value, scope) === 'async-generator' ? [{ expr: value, scope }] : [];
    }),
  );
}

const bare =
  /^(?:builtins\.object|typing(?:_extensions)?\.(?:Protocol|Generic)|abc\.ABC|(?:typing|collections\.abc)\.Async\w+)$/u;

function isAsyncOnly(a: Analysis, value: Value): boolean {
  if (value.kind === 'object') return a.knowledge.isAsyncManager(value.name);
  if (value.kind !== 'instance') return false;
  return isOnly(a, value, '__aenter__', ['__enter__']);
}

/** Its class has the one method, and neither it, its bases nor a derived class has one of the others. */
function isOnly(
  a: Analysis,
  value: Extract<Value, { kind: 'instance' }>,
  wanted: string,
  others: readonly string[],
): boolean {
  const order = a.ev.classes.order(value.class);
  const all = [...order, ...a.ev.classes.subclasses(value.class)];
  if (!order.some((cls) => cls.methods.has(wanted))) return false;
  if (all.some((cls) => others.some((name) => cls.methods.has(name)))) return false;
  return a.ev.classes.externalBases(value.class).every((base) => bare.test(base));
}
