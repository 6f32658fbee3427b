import type { Expr } from '../facts.ts';
import type { ProjectClass, ProjectFunction } from '../model.ts';
import type { Project } from '../project.ts';
import type { Definition, ScopeTable } from './evaluation.ts';
import { type Fill, fillsOfBindings, fillsOfCall } from './fills.ts';
import { eachExpression } from './walk.ts';
import { isTestModule } from '../roles.ts';

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
          if (isTestModule(scope.module)) continue;
          const stored = own ? definition : { ...definition, receiver: target.of };
          add(stores.any, target.name, stored);
          if (!own) add(stores.foreign, target.name, stored);
        }
      }
    }
  }
  for (const cls of project.classes) add(tableOf(local, cls.parent), cls.facts.name, { kind: 'class', class: cls });
  const fill = (scope: ProjectFunction, { into, ...rest }: Fill) => {
    const definition: Definition = { kind: 'fill', ...rest, scope };
    if (into.kind === 'name') {
      const home = holderOf(project, scope, into.id, local, 0);
      if (home) add(tableOf(local, home.scope), home.name, definition);
      return;
    }
    const own = into.of.kind === 'name' && into.of.id === scope.facts.parameters[0]?.name;
    if (scope.owner && own) add(tableOf(attributes, scope.owner), into.name, definition);
    if (isTestModule(scope.module)) return;
    const stored = own ? definition : { ...definition, receiver: into.of };
    add(stores.any, into.name, stored);
    if (!own) add(stores.foreign, into.name, stored);
  };
  for (const scope of project.functions) {
    for (const item of fillsOfBindings(scope)) fill(scope, item);
    eachExpression(scope.facts, (expr) => {
      if (expr.kind === 'call') for (const item of fillsOfCall(expr)) fill(scope, item);
    });
  }
  for (const cls of project.classes) {
    for (const [name, definitions] of tableOf(local, cls.body)) {
      for (const definition of definitions)
        if (definition.kind !== 'function') add(tableOf(attributes, cls), name, definition);
    }
  }
  const tables = project.functions.map((scope) => local.get(scope)); // scopes are numbered in this order
  return {
    definitions: (scope, name) => tables[scope.id]?.get(name),
    stores: (name, from) => stores[from].get(name) ?? [],
    attributes: (cls, name) => attributes.get(cls)?.get(name) ?? [],
  };
}

/** The scope and name that hold a container: a name's own scope, or the module of the project it is imported from. */
function holderOf(
  project: Project,
  from: ProjectFunction,
  name: string,
  local: Map<ProjectFunction, Map<string, Definition[]>>,
  hops: number,
): { readonly scope: ProjectFunction; readonly name: string } | undefined {
  for (let scope: ProjectFunction | undefined = from; scope; scope = scope.parent) {
    if (scope !== from && scope.facts.kind === 'class') continue;
    const definitions = local.get(scope)?.get(name);
    if (!definitions) continue;
    for (const definition of definitions) {
      if (definition.kind !== 'import' || definition.item.name === undefined || hops > 5) continue;
      const module = project.moduleNamed(project.importedFrom(definition.item, scope.module));
      const home = module && holderOf(project, project.bodyOf(module), definition.item.name, local, hops + 1);
      if (home) return home;
    }
    return { scope, name };
  }
  return undefined;
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
