import { loadKnowledge } from '../../knowledge/index.ts';
import { openProgram, type ProjectFunction, spell } from '../../program/index.ts';
import { smallProject } from '../../program/testing/small-project.ts';
import { textsOf } from '../../recipes/index.ts';
import { settleFlips } from '../flips/index.ts';
import { typesOf } from '../types.ts';

/**
 * What becomes asynchronous in a project written inline, where calls of `harbour.ask` have to be awaited: functions that
 * flip, places with what becomes of them, and functions that stay with the reason. Files are named without `.py`.
 */
export async function flipsOf(
  files: Readonly<Record<string, string>>,
  wanted: (qualname: string) => boolean = () => true,
): Promise<string> {
  const named = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${name}.py`, text]));
  const program = await openProgram(smallProject(named), { types: typesOf(loadKnowledge()) });
  const { flipped, sites, kept } = settleFlips(program, {
    seed: (call, scope) => {
      const names = [...program.evaluation.of(call.callee, scope)].flatMap((value) =>
        value.kind === 'external' ? [value.name] : [],
      );
      return names.find((name) => name === 'harbour.ask');
    },
    wanted: (fn) => wanted(fn.qualname),
    text: textsOf(program),
  });
  const place = (fn: ProjectFunction) =>
    fn.facts.kind === 'module' ? fn.module.name : `${fn.module.name}:${fn.qualname}`;
  return [
    ...[...flipped.values()].map(
      ({ function: fn, gives, keepsSync }) =>
        `flips ${place(fn)}${gives === 'coroutine' ? '' : ` (${gives})`}${keepsSync ? ', keeps a synchronous form' : ''}`,
    ),
    ...sites.map(
      ({ scope, expr, how }) =>
        `${how} ${spell(expr.kind === 'call' ? expr.callee : expr)} in ${place(scope)}, line ${expr.line}`,
    ),
    ...kept.map(({ function: fn, why }) => `stays ${place(fn)}: ${why}`),
  ].join('\n');
}
