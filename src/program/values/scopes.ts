import type { Expr } from '../facts.ts';
import type { ProjectClass, ProjectFunction } from '../model.ts';
import type { Project } from '../project.ts';
import type { Definition, ScopeTable } from './evaluation.ts';

/** Which definitions give names and attributes their values, indexed once per scope. */
export function indexScopes(project: Project): ScopeTable {
  const local = new Map<ProjectFunction, Map<string, Definition[]>>();
  const attributes = new Map<ProjectClass, Map<string, Definition[]>>();
  const stores = { foreign: new Map<string, Definition[]>(), any: new Map<string, Definition[]>() };
  const tableOf = <K>(tables: Map<K, Map<string, Definition[]>>, key: K): Map<string, Definition[]> => {
    let table = tables.get(key);
    if (!table) tables.set(key, (table = new Map()));
    return table;
  };
  const add = (table: Map<string, Definition[]>, name: string, definition: Definition) => {
    const list = table.get(name);
    if (list) list.push(definition);
    else table.set(name, [definition]);
  };

  for (const scope of project.functions) {
    const table = tableOf(local, scope);
    const { facts } = scope;
    for (const parameter of facts.parameters)
      add(table, parameter.name, { kind: 'parameter', function: scope, name: parameter.name });
    for (const item of facts.imports) add(table, item.bound, { kind: 'import', item, scope });
    for (const inner of facts.functions) {
      const fn = project.functionOf(inner);
      if (fn && inner.kind === 'function') add(table, inner.name, { kind: 'function', function: fn });
    }
    const receiver = scope.owner ? facts.parameters[0]?.name : undefined;
    for (const binding of facts.bindings) {
      for (const { target, path } of targets(binding.target, [])) {
        const definition: Definition = { kind: 'binding', binding, scope, path };
        if (target.kind === 'name') {
          const home = facts.globals.includes(target.id) ? homeOf(project, scope, target.id, local) : scope;
          add(tableOf(local, home), target.id, definition);
        } else if (target.kind === 'attribute') {
          const own = scope.owner && target.of.kind === 'name' && target.of.id === receiver;
          if (scope.owner && own) add(tableOf(attributes, scope.owner), target.name, definition);
          if (scope.module.role === 'test' || scope.module.role === 'conftest') continue;
          add(stores.any, target.name, definition);
          if (!own) add(stores.foreign, target.name, definition);
        }
      }
    }
  }
  for (const cls of project.classes) {
    add(tableOf(local, cls.parent), cls.facts.name, { kind: 'class', class: cls });
    for (const [name, definitions] of tableOf(local, cls.body)) {
      for (const definition of definitions)
        if (definition.kind !== 'function') add(tableOf(attributes, cls), name, definition);
    }
  }
  return {
    definitions: (scope, name) => local.get(scope)?.get(name),
    stores: (name, from) => stores[from].get(name) ?? [],
    attributes: (cls, name) => attributes.get(cls)?.get(name) ?? [],
  };
}

/** Where a `global` or `nonlocal` name lives: the nearest enclosing function that binds it, else the module. */
function homeOf(
  project: Project,
  scope: ProjectFunction,
  name: string,
  local: Map<ProjectFunction, Map<string, Definition[]>>,
): ProjectFunction {
  for (let outer = scope.parent; outer; outer = outer.parent) {
    if (outer.facts.kind === 'function' && local.get(outer)?.has(name)) return outer;
  }
  return project.bodyOf(scope.module);
}

function targets(target: Expr, path: readonly number[]): { target: Expr; path: readonly number[] }[] {
  if (target.kind === 'collection') return target.items.flatMap((item, at) => targets(item, [...path, at]));
  if (target.kind === 'other' && target.parts.length === 1 && target.parts[0]) return targets(target.parts[0], path);
  return [{ target, path }];
}
