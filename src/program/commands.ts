import type { ProjectFunction } from './model.ts';
import type { Program } from './program.ts';

/**
 * What the commands call that installing the project makes, also where a package only passes the function on, each
 * with the command's name.
 */
export function installedCommands({
  scripts,
  project,
  evaluation,
}: Pick<Program, 'scripts' | 'project' | 'evaluation'>): ReadonlyMap<ProjectFunction, string> {
  const found = new Map<ProjectFunction, string>();
  for (const { name: command, module: name, object } of scripts) {
    const module = project.moduleNamed(name);
    const [first = '', ...rest] = object.split('.');
    if (module === undefined) continue;
    const values = rest.reduce(
      (of, attribute) => evaluation.attribute(of, attribute),
      evaluation.name(first, project.bodyOf(module)),
    );
    for (const value of values) if (value.kind === 'function') found.set(value.function, command);
  }
  return found;
}
