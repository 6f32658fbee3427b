import * as path from 'node:path';
import type { Expr, ImportFacts } from '../facts.ts';
import type { Fixture, Module, ProjectClass, ProjectFunction } from '../model.ts';
import type { Project } from '../project.ts';

/** Fixtures as pytest would find them: the asking class and its bases, its module, plugins, conftests upwards. */
export interface Fixtures {
  readonly all: readonly Fixture[];
  /** What fills a parameter of a test or fixture; a fixture that asks for its own name gets the one it overrides. */
  filling(fn: ProjectFunction, name: string): Fixture | undefined;
  /** What runs for a test without being asked for. */
  autouse(fn: ProjectFunction): readonly Fixture[];
  isFixture(fn: ProjectFunction): boolean;
}

const SCOPES = new Set(['function', 'class', 'module', 'package', 'session']);

export function tabulateFixtures(project: Project): Fixtures {
  const byFunction = new Map<ProjectFunction, Fixture>();
  for (const fn of project.functions) {
    const fixture = fixtureOf(fn);
    if (fixture) byFunction.set(fn, fixture);
  }
  const spaces = new Map<Module, ReadonlyMap<string, Fixture>>();
  const conftests = new Map(
    project.modules
      .filter(({ role }) => role === 'conftest')
      .map((module) => [path.posix.dirname(module.file), module]),
  );
  return {
    all: [...byFunction.values()],
    isFixture: (fn) => byFunction.has(fn),
    filling(fn, name) {
      const own = byFunction.get(fn);
      let isPast = own?.name !== name;
      for (const level of levels(fn)) {
        const found = level.get(name);
        if (!found) continue;
        if (isPast && found.function !== fn) return found;
        isPast ||= found.function === fn;
      }
      return undefined;
    },
    autouse(fn) {
      const found = new Map<string, Fixture>();
      for (const level of levels(fn))
        for (const [name, fixture] of level) if (!found.has(name)) found.set(name, fixture);
      return [...found.values()].filter((fixture) => fixture.autouse);
    },
  };

  /** Namespaces with fixtures from the inside out. */
  function* levels(fn: ProjectFunction): Generator<ReadonlyMap<string, Fixture>> {
    for (let at: ProjectFunction | undefined = fn; at; at = at.parent)
      if (at.owner) for (const cls of withBases(project, at.owner)) yield ofClass(cls);
    yield* withPlugins(fn.module, new Set());
    for (let folder = path.posix.dirname(fn.module.file); ; folder = path.posix.dirname(folder)) {
      const conftest = conftests.get(folder);
      if (conftest && conftest !== fn.module) yield* withPlugins(conftest, new Set());
      if (folder === '.') return;
    }
  }

  function ofClass(cls: ProjectClass): ReadonlyMap<string, Fixture> {
    const methods = [...cls.methods.values()].flat().flatMap((method) => byFunction.get(method) ?? []);
    return new Map(methods.map((fixture) => [fixture.name, fixture]));
  }

  /** A module's fixtures, then those of the modules that its `pytest_plugins` names. */
  function* withPlugins(module: Module, seen: Set<Module>): Generator<ReadonlyMap<string, Fixture>> {
    if (seen.has(module)) return;
    seen.add(module);
    yield ofModule(module);
    for (const name of pluginsOf(module)) {
      const plugin = project.moduleNamed(name);
      if (plugin) yield* withPlugins(plugin, seen);
    }
  }

  function ofModule(module: Module): ReadonlyMap<string, Fixture> {
    const known = spaces.get(module);
    if (known) return known;
    const space = new Map<string, Fixture>();
    spaces.set(module, space); // two modules may import each other's fixtures
    for (const item of module.facts.body.imports) {
      const from = project.moduleNamed(project.importedFrom(item, module));
      if (!from || from === module || item.name === undefined) continue;
      const given = ofModule(from);
      if (item.name === '*') for (const [name, fixture] of given) space.set(name, fixture);
      const function_ = [...given.values()].find((fixture) => fixture.function.facts.name === item.name);
      // imported under another name, a fixture without `name=` has that name
      if (function_) space.set(isNamed(function_) ? function_.name : item.bound, function_);
    }
    for (const inner of module.facts.body.functions) {
      const fn = project.functionOf(inner);
      const fixture = fn && byFunction.get(fn);
      if (fixture) space.set(fixture.name, fixture);
    }
    return space;
  }
}

function isNamed({ name, function: fn }: Fixture): boolean {
  return name !== fn.facts.name;
}

/** The class, then its bases as far as plain names in the same module or imports lead. */
function withBases(project: Project, cls: ProjectClass, depth = 0): readonly ProjectClass[] {
  if (depth > 20) return [cls];
  const bases = cls.facts.bases.flatMap(({ name, value }) => {
    if (name !== undefined || value.kind !== 'name') return [];
    const item = cls.module.facts.body.imports.find(({ bound }) => bound === value.id);
    const home = item ? project.moduleNamed(project.importedFrom(item, cls.module)) : cls.module;
    const wanted = item?.name ?? value.id;
    return project.classes.filter((other) => other.module === home && other.qualname === wanted && other !== cls);
  });
  return [cls, ...bases.flatMap((base) => withBases(project, base, depth + 1))];
}

function fixtureOf(fn: ProjectFunction): Fixture | undefined {
  if (fn.facts.kind !== 'function') return undefined;
  const decorator = fn.facts.decorators.find((expr) => isFixtureDecorator(expr, fn.module));
  if (!decorator) return undefined;
  const args = decorator.kind === 'call' ? decorator.args : [];
  const given = (name: string) => args.find((arg) => arg.name === name)?.value;
  const text = (expr: Expr | undefined) => (expr?.kind === 'string' ? expr.value : undefined);
  const scope = given('scope');
  const autouse = given('autouse');
  const named = text(scope) ?? (scope ? '?' : 'function');
  return {
    function: fn,
    name: text(given('name')) ?? fn.facts.name,
    scope: SCOPES.has(named) ? (named as Fixture['scope']) : '?',
    // `autouse=False` is what everybody leaves out
    autouse: autouse !== undefined,
  };
}

/** `pytest.fixture`, `pytest_asyncio.fixture(scope=...)`, or one of them by the name it was imported under. */
function isFixtureDecorator(expr: Expr, module: Module): boolean {
  const callee = expr.kind === 'call' ? expr.callee : expr;
  const imports = module.facts.body.imports;
  if (callee.kind === 'attribute')
    return isFixtureName(callee.name) && callee.of.kind === 'name' && isPytest(imports, callee.of.id);
  return (
    callee.kind === 'name' &&
    imports.some(
      (item) =>
        item.bound === callee.id && item.name !== undefined && isFixtureName(item.name) && isPlugin(item.module),
    )
  );
}

function isPytest(imports: readonly ImportFacts[], local: string): boolean {
  return imports.some((item) => item.bound === local && item.name === undefined && isPlugin(item.module));
}

const isFixtureName = (name: string) => name === 'fixture' || name === 'yield_fixture';
const isPlugin = (module: string) => /^pytest(?:_\w+)?$/u.test(module);

/** `pytest_plugins = ["tests.fixtures"]`, or one string. */
function pluginsOf(module: Module): readonly string[] {
  return module.facts.body.bindings.flatMap(({ target, value }) => {
    if (target.kind !== 'name' || target.id !== 'pytest_plugins' || !value) return [];
    const items = value.kind === 'collection' ? value.items : [value];
    return items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  });
}
