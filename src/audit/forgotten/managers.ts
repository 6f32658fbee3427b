import type { Expr, ProjectFunction, Value } from '../../program/index.ts';
import type { Analysis } from './model.ts';
import { asyncManagers } from './libraries.ts';

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

const bare = /^(?:builtins\.object|typing(?:_extensions)?\.(?:Protocol|Generic)|abc\.ABC)$/u;

function isAsyncOnly(a: Analysis, value: Value): boolean {
  if (value.kind === 'object') return a.lineage(value.name).some((name) => asyncManagers.test(name));
  if (value.kind !== 'instance') return false;
  const has = (name: string) => a.ev.classes.order(value.class).some((cls) => cls.methods.has(name));
  const outside = a.ev.classes.externalBases(value.class);
  const derived = a.ev.classes.subclasses(value.class).some((cls) => cls.methods.has('__enter__'));
  return has('__aenter__') && !has('__enter__') && !derived && outside.every((base) => bare.test(base));
}
