import { surroundingsOf } from '../../src/colour/index.ts';
import type { Knowledge } from '../../src/knowledge/index.ts';
import type { Program, ProjectFunction } from '../../src/program/index.ts';

/** As labels spell it. A class body belongs to the scope around it. */
export function nameOf(fn: ProjectFunction): string {
  if (fn.facts.kind === 'class' && fn.parent) return nameOf(fn.parent);
  const qualname = fn.qualname.replaceAll('<locals>.', '');
  return fn.module.file === 'main.py' ? qualname : `${fn.module.name}:${qualname}`;
}

/** Functions that a call of one of them runs together: what is decorated, with its wrappers and decorators. */
export function wrappedTogether(program: Program, knowledge: Knowledge): (name: string) => ReadonlySet<string> {
  const around = surroundingsOf(program, knowledge);
  const groups = program.project.functions.flatMap((fn) => {
    const inDecorators = around(fn).edges.filter(({ place }) =>
      fn.facts.decorators.some((at) => at.start <= place.start && place.end <= at.end),
    );
    return inDecorators.length > 0 ? [new Set([nameOf(fn), ...inDecorators.map(({ to }) => nameOf(to))])] : [];
  });
  return (name) => new Set([name, ...groups.filter((group) => group.has(name)).flatMap((group) => [...group])]);
}
