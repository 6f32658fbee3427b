import type { FunctionFacts, ImportFacts } from './facts.ts';
import type { Module, ProjectClass, ProjectFunction } from './model.ts';

/** All scopes of a project with their identities, before anything is resolved. */
export interface Project {
  readonly modules: readonly Module[];
  readonly functions: readonly ProjectFunction[];
  readonly classes: readonly ProjectClass[];
  moduleNamed(name: string): Module | undefined;
  /** A folder on the way to a module, with no `__init__.py` of its own. */
  isNamespace(name: string): boolean;
  bodyOf(module: Module): ProjectFunction;
  /** The scope of a lambda or nested definition, by its facts. */
  functionOf(facts: FunctionFacts): ProjectFunction | undefined;
  classOfBody(scope: ProjectFunction): ProjectClass | undefined;
  methodsNamed(name: string): readonly ProjectFunction[];
  /** Functions of module bodies. */
  functionsNamed(name: string): readonly ProjectFunction[];
  /** Dotted absolute name of what an import statement takes its names from. */
  importedFrom(item: ImportFacts, module: Module): string;
}

/** Give every function, class and module body its identity as Python spells it. */
export function buildProject(modules: readonly Module[]): Project {
  const functions: ProjectFunction[] = [];
  const classes: ProjectClass[] = [];
  const bodies = new Map<Module, ProjectFunction>();
  const byFacts = new Map<FunctionFacts, ProjectFunction>();
  const byBody = new Map<ProjectFunction, ProjectClass>();
  const methods = new Map<string, ProjectFunction[]>();
  const outermost = new Map<string, ProjectFunction[]>();
  const named = new Map<string, Module>();
  const namespaces = new Set<string>();

  const addScope = (facts: FunctionFacts, qualname: string, around: Around): ProjectFunction => {
    const scope: ProjectFunction = { id: functions.length, qualname, facts, ...around };
    functions.push(scope);
    byFacts.set(facts, scope);
    if (facts.kind === 'function' && around.parent?.facts.kind === 'module') append(outermost, facts.name, scope);
    return scope;
  };
  const fill = (scope: ProjectFunction, owner: ProjectClass | undefined): void => {
    const { facts, module, qualname } = scope;
    const prefix = facts.kind === 'module' ? '' : facts.kind === 'class' ? `${qualname}.` : `${qualname}.<locals>.`;
    for (const inner of facts.classes) {
      const body = addScope(inner.body, prefix + inner.name, { module, parent: scope, owner: undefined });
      const found = new Map<string, ProjectFunction[]>();
      const added: ProjectClass = {
        id: classes.length,
        module,
        qualname: body.qualname,
        facts: inner,
        body,
        parent: scope,
        methods: found,
      };
      classes.push(added);
      byBody.set(body, added);
      fill(body, added);
      for (const facts of inner.body.functions) {
        const method = byFacts.get(facts);
        if (method === undefined || facts.kind !== 'function') continue;
        append(found, facts.name, method);
        append(methods, facts.name, method);
      }
    }
    for (const inner of facts.functions)
      fill(addScope(inner, prefix + inner.name, { module, parent: scope, owner }), undefined);
  };
  for (const module of modules) {
    for (const name of module.names) {
      if (!named.has(name)) named.set(name, module);
      const parts = name.split('.');
      for (let length = 1; length < parts.length; length++) namespaces.add(parts.slice(0, length).join('.'));
    }
    const body = addScope(module.facts.body, '<module>', { module, parent: undefined, owner: undefined });
    bodies.set(module, body);
    fill(body, undefined);
  }
  return {
    modules,
    functions,
    classes,
    moduleNamed: (name) => named.get(name),
    isNamespace: (name) => namespaces.has(name) && !named.has(name),
    bodyOf(module) {
      const body = bodies.get(module);
      if (!body) throw new TypeError(`no scopes were built for ${module.file}`);
      return body;
    },
    functionOf: (facts) => byFacts.get(facts),
    classOfBody: (scope) => byBody.get(scope),
    functionsNamed: (name) => outermost.get(name) ?? [],
    methodsNamed: (name) => methods.get(name) ?? [],
    importedFrom: absoluteName,
  };
}

type Around = Pick<ProjectFunction, 'module' | 'parent' | 'owner'>;

function append<K, V>(into: Map<K, V[]>, key: K, value: V): void {
  const list = into.get(key);
  if (list) list.push(value);
  else into.set(key, [value]);
}

/** PEP 328: each dot beyond the first leaves one more package. */
export function absoluteName(item: ImportFacts, module: Module): string {
  if (item.level === 0) return item.module;
  const parts = module.name.split('.');
  const up = item.level - (module.isPackage ? 1 : 0);
  const base = up === 0 ? parts : parts.slice(0, -up);
  return [...base, ...(item.module === '' ? [] : [item.module])].join('.');
}
