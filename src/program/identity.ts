import type { ProjectFunction } from './model.ts';

/** `module:qualname`, as Python has it: `f"{fn.__module__}:{fn.__qualname__}"`. */
export function idOf({ module, qualname }: Pick<ProjectFunction, 'module' | 'qualname'>): string {
  return `${module.name}:${qualname}`;
}
