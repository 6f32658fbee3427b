import type { ImportFacts } from './facts.ts';
import type { Module, ProjectFunction } from './model.ts';
import type { Project } from './project.ts';
import { isTestModule } from './roles.ts';

/** A project and the texts of its files. */
export interface Sources {
  readonly program: { readonly project: Project };
  /** Text of a file of the project, undefined when it cannot be had. */
  text(file: string): string | undefined;
}

/** `roots` and every module of the project they import, inside functions too, with the packages on the way. */
export function importClosure(context: Sources, roots: readonly Module[]): ReadonlySet<Module> {
  const graph = importGraph(context);
  const reached = new Set<Module>();
  const waiting = [...roots];
  for (let module = waiting.pop(); module; module = waiting.pop()) {
    if (reached.has(module) || isTestModule(module)) continue;
    reached.add(module);
    waiting.push(...graph(module));
  }
  return reached;
}

const graphs = new WeakMap<Sources, (module: Module) => readonly Module[]>();

/** What each module imports, found out once in a run. */
function importGraph(context: Sources): (module: Module) => readonly Module[] {
  const known = graphs.get(context);
  if (known) return known;
  const scopes = Map.groupBy(context.program.project.functions, (scope) => scope.module);
  const imported = new Map<Module, readonly Module[]>();
  const graph = (module: Module): readonly Module[] => {
    const found = imported.get(module) ?? importedModules(context, module, scopes.get(module) ?? []);
    imported.set(module, found);
    return found;
  };
  graphs.set(context, graph);
  return graph;
}

/** Modules of the project that `scopes` of `module` import. */
function importedModules(
  { program, text }: Sources,
  module: Module,
  scopes: readonly ProjectFunction[],
): readonly Module[] {
  const source = text(module.file) ?? '';
  const names = scopes
    .flatMap((scope) => scope.facts.imports)
    .filter((fact) => !fact.typeCheckingOnly)
    .flatMap((fact) => importedNames(fact, module, source));
  const parents = [module.name, ...names].flatMap((name) => {
    const parts = name.split('.');
    return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
  });
  return [...new Set(parents)].flatMap((name) => program.project.moduleNamed(name) ?? []);
}

/** Absolute dotted names that an import may load: of `from a import b`, both `a` and `a.b`. */
function importedNames(fact: ImportFacts, module: Module, source: string): readonly string[] {
  if (fact.name === undefined) {
    // `import a.b` binds only `a`, and loads both.
    const statement = source.slice(fact.span.start, fact.span.end).replace(/^import\s+/, '');
    return statement.split(',').map((part) => (part.trim().split(/\s/)[0] ?? '').replace(/\\/g, ''));
  }
  const base = fact.level === 0 ? fact.module : joined(relativeBase(module, fact.level), fact.module);
  return fact.name === '*' ? [base] : [base, joined(base, fact.name)];
}

/** The package that `level` leading dots mean inside `module`. */
function relativeBase(module: Module, level: number): string {
  const parts = module.name.split('.');
  return parts.slice(0, parts.length - level + (module.isPackage ? 1 : 0)).join('.');
}

function joined(base: string, name: string): string {
  return [base, name].filter((part) => part !== '').join('.');
}

/** Loads modules whose names stand in no import statement. */
export function importsByName({ text }: Sources, module: Module): boolean {
  return /\bimport_module\(|\b__import__\(|\bentry_points\(|\bload_setuptools_entrypoints\(/.test(
    text(module.file) ?? '',
  );
}
