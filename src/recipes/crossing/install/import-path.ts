import * as path from 'node:path';
import type { Module } from '../../../program/index.ts';
import type { RecipeContext } from '../../recipe.ts';

const NAME = 'ferryman_crossing';

/**
 * How `module` imports the file beside it: relatively when it imports relatively, from the package it names in its own
 * imports, or from the one under which others import it; a module nobody imports goes by its package, or by the name it
 * is most likely imported under.
 */
export function importPath(context: RecipeContext, module: Module): string {
  const scopes = context.program.project.functions.filter((scope) => scope.module === module);
  const imports = scopes.flatMap((scope) => scope.facts.imports);
  if (imports.some((fact) => fact.level > 0)) return relative(module);
  const folder = path.posix.dirname(module.file);
  const own = imports.flatMap((fact) =>
    rootOf(context, fact.module, fact.name).filter((root) => {
      const [top = ''] = path.posix.relative(root, folder).split('/');
      // An import of another package of the project says nothing about how this one is imported.
      return top === '' || top === fact.module.split('.')[0];
    }),
  );
  const packaged = isInPackage(context, module);
  // A script in a package may be run by its path, where nothing relative works.
  if (own.length === 0 && packaged && !module.facts.hasMainGuard) return relative(module);
  const known = own.length > 0 ? own : importedFrom(context, module);
  const root = known[0] ?? (packaged ? undefined : rootOf(context, module.name, undefined)[0]);
  if (root === undefined) return relative(module);
  const below = path.posix.relative(root, folder);
  // Outside what that root can name: only the package itself is sure.
  if (below.startsWith('..')) return relative(module);
  return [...below.split('/').filter((part) => part !== ''), NAME].join('.');
}

function relative(module: Module): string {
  // In `app/__init__.py` one dot is the package itself, as it is for the modules in it.
  return module.isPackage || module.name.includes('.') ? `.${NAME}` : NAME;
}

/** The folder that must be on the path for an absolute import of the project to work; none when it is not one of ours. */
function rootOf(context: RecipeContext, base: string, name: string | undefined): readonly string[] {
  for (const dotted of [name === undefined ? base : `${base}.${name}`, base]) {
    const module = context.program.project.moduleNamed(dotted);
    if (!module) continue;
    const file = module.isPackage ? path.posix.dirname(module.file) : module.file.replace(/\.pyi?$/, '');
    const tail = dotted.replaceAll('.', '/');
    if (file === tail) return ['.'];
    if (file.endsWith(`/${tail}`)) return [file.slice(0, -tail.length - 1)];
  }
  return [];
}

/** Import roots under which other modules of the project import `module`. */
function importedFrom(context: RecipeContext, module: Module): readonly string[] {
  return context.program.project.functions
    .filter((scope) => scope.module !== module)
    .flatMap((scope) => scope.facts.imports)
    .filter((fact) => fact.level === 0)
    .flatMap((fact) => {
      const named = [`${fact.module}.${fact.name ?? ''}`, fact.module];
      const found = named.find((name) => context.program.project.moduleNamed(name) === module);
      return found === undefined ? [] : rootOf(context, found, undefined);
    });
}

function isInPackage(context: RecipeContext, module: Module): boolean {
  const marker = path.posix.join(path.posix.dirname(module.file), '__init__.py');
  return module.isPackage || context.program.modules.some((other) => other.file === marker);
}
