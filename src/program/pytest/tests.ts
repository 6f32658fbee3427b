import type { Expr } from '../facts.ts';
import type { Module, ProjectClass, ProjectFunction, TestFunction } from '../model.ts';
import type { PytestConfig } from '../packaging/tests.ts';
import type { Project } from '../project.ts';
import type { Fixtures } from './fixtures.ts';

/** The tests of a project by pytest's own rules (`python_files`, `python_classes`, `python_functions`). */
export function collectTests(project: Project, fixtures: Fixtures, config: PytestConfig): readonly TestFunction[] {
  const isFile = anyGlob(config.pythonFiles, (module: Module) => module.file);
  const isClass = anyPrefix(config.pythonClasses);
  const isFunction = anyPrefix(config.pythonFunctions);
  return project.modules.filter(isFile).flatMap((module) => {
    const body = project.bodyOf(module);
    const outer = project.functions.filter((fn) => fn.parent === body && fn.facts.kind === 'function');
    const classes = project.classes.filter((cls) => cls.module === module && cls.parent === body);
    return [
      ...outer.filter((fn) => isFunction(fn.facts.name)).map((fn) => test(fn, [])),
      ...classes.flatMap((cls) => ofClass(cls, [])),
    ].sort((a, b) => a.function.facts.span.start - b.function.facts.span.start);
  });

  function ofClass(cls: ProjectClass, around: readonly string[]): readonly TestFunction[] {
    const isUnittest = cls.facts.bases.some(({ value }) => nameOf(value).endsWith('TestCase'));
    // pytest leaves classes with a constructor alone
    if (!isUnittest && (!isClass(cls.facts.name) || cls.methods.has('__init__'))) return [];
    const names = [...around, cls.facts.name];
    const methods = [...cls.methods.values()].flatMap((all) => all.at(-1) ?? []);
    const inner = project.classes.filter((other) => other.parent === cls.body);
    return [
      ...methods
        .filter((fn) => (isUnittest ? /^test/u : undefined)?.test(fn.facts.name) ?? isFunction(fn.facts.name))
        .map((fn) => test(fn, names)),
      ...inner.flatMap((other) => ofClass(other, names)),
    ];
  }

  function test(fn: ProjectFunction, classes: readonly string[]): TestFunction {
    const own = fn.owner ? fn.facts.parameters.slice(1) : fn.facts.parameters;
    const asked = own.filter(({ form, default: value }) => form === 'plain' && value === undefined);
    return {
      id: [fn.module.file, ...classes, fn.facts.name].join('::'),
      function: fn,
      isAsync: fn.facts.isAsync,
      parameters: new Map(asked.map(({ name }) => [name, fixtures.filling(fn, name)])),
      besides: [
        ...new Set([...fixtures.autouse(fn), ...usedFixtures(fn).flatMap((name) => fixtures.filling(fn, name) ?? [])]),
      ],
    };
  }
}

/** `@pytest.mark.usefixtures("client", "clock")` on the test or its class. */
function usedFixtures(fn: ProjectFunction): readonly string[] {
  const decorators = [...fn.facts.decorators, ...(fn.owner?.facts.decorators ?? [])];
  return decorators.flatMap((expr) =>
    expr.kind === 'call' && nameOf(expr.callee) === 'usefixtures'
      ? expr.args.flatMap(({ value }) => (value.kind === 'string' ? [value.value] : []))
      : [],
  );
}

function nameOf(expr: Expr): string {
  return expr.kind === 'name' ? expr.id : expr.kind === 'attribute' ? expr.name : '';
}

/** pytest matches file names by glob, whole paths where the pattern has a slash. */
function anyGlob(patterns: readonly string[], of: (module: Module) => string): (module: Module) => boolean {
  const tests = patterns.map((pattern) => ({ whole: pattern.includes('/'), glob: globOf(pattern) }));
  return (module) => {
    const file = of(module);
    const name = file.slice(file.lastIndexOf('/') + 1);
    return tests.some(({ whole, glob }) => glob.test(whole ? file : name));
  };
}

/** Classes and functions are matched by prefix, or by glob where the pattern is one. */
function anyPrefix(patterns: readonly string[]): (name: string) => boolean {
  return (name) =>
    patterns.some((pattern) => (/[*?[]/u.test(pattern) ? globOf(pattern).test(name) : name.startsWith(pattern)));
}

function globOf(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|\\]/gu, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source.replaceAll('[!', '[^')}$`, 'u');
}
