import type { ProjectClass, ProjectFunction } from '../model.ts';
import type { Project } from '../project.ts';

export type Definition =
  | { readonly kind: 'function'; readonly function: ProjectFunction }
  | { readonly kind: 'class'; readonly class: ProjectClass };

/** The function, method or class whose name stands at an offset of a file of the project. */
export type Inside = (file: string, offset: number) => Definition | undefined;

/**
 * Finds definitions of the project by where a language server says that their names stand. Heads that are not spelled
 * with one space each are not found.
 */
export function indexInside(project: Project): Inside {
  const names = new Map<string, Definition>();
  const key = (file: string, offset: number) => `${file}:${offset}`;
  for (const fn of project.functions) {
    if (fn.facts.kind !== 'function') continue;
    const head = fn.facts.isAsync ? 'async def ' : 'def ';
    names.set(key(fn.module.file, fn.facts.span.start + head.length), { kind: 'function', function: fn });
  }
  for (const cls of project.classes)
    names.set(key(cls.module.file, cls.facts.span.start + 'class '.length), { kind: 'class', class: cls });
  return (file, offset) => names.get(key(file, offset));
}
