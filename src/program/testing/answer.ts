import { openProgram } from '../program.ts';
import type { Value } from '../values/model.ts';
import { smallProject } from './small-project.ts';

/** What the name `answer` may be at the end of `main.py`, or inside the one function of that name. */
export async function answer(files: Readonly<Record<string, string>>, inside?: string): Promise<readonly string[]> {
  const program = await openProgram(smallProject(files));
  const fn = program.project.functions.find(({ qualname }) => qualname === inside);
  if (fn) return [...program.evaluation.name('answer', fn)].map(show).sort();
  const main = program.modules.find((module) => module.file.endsWith('main.py'));
  if (!main) throw new TypeError('the test has no main.py');
  return [...program.evaluation.name('answer', program.project.bodyOf(main))].map(show).sort();
}

function show(value: Value): string {
  switch (value.kind) {
    case 'function':
      return `function ${value.function.qualname}`;
    case 'class':
    case 'instance':
    case 'super':
      return `${value.kind} ${value.class.qualname}`;
    case 'many':
      return `many ${show(value.of)}`;
    case 'module':
    case 'external':
    case 'object':
      return `${value.kind} ${value.name}`;
    default:
      return value.kind;
  }
}
