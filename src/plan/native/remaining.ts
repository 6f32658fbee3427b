import { type NativeChange, surroundingsOf } from '../../colour/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { isTestModule, type Program, type ProjectFunction, spell } from '../../program/index.ts';
import type { Remainder } from './model.ts';

/** What keeps the runtime in the application after the change, tests left out. */
export function remainders(program: Program, knowledge: Knowledge, change: NativeChange): readonly Remainder[] {
  return [...waits(change), ...implicit(program, knowledge, change), ...kept(change)];
}

function waits(change: NativeChange): readonly Remainder[] {
  const found = change.sites.flatMap(({ scope, expr, how, why }): Remainder[] => {
    if (how === 'await' || isTestModule(scope.module)) return [];
    return [
      {
        kind: 'wait',
        file: scope.module.file,
        line: expr.line,
        what: spell(expr.kind === 'call' ? expr.callee : expr),
        why: why === '' ? `${scope.facts.kind === 'module' ? 'the module' : scope.qualname} is synchronous` : why,
      },
    ];
  });
  return found;
}

/** Database I/O directly in asynchronous functions that is not awaited: it works for as long as the driver is there. */
function implicit(program: Program, knowledge: Knowledge, change: NativeChange): readonly Remainder[] {
  const around = surroundingsOf(program, knowledge);
  const awaited = new Set(change.sites.map(({ scope, expr }) => `${scope.module.file} ${expr.start} ${expr.end}`));
  const isAsync = (fn: ProjectFunction) => fn.facts.isAsync || change.flipped.has(fn);
  return program.project.functions.flatMap((fn): Remainder[] => {
    if (!isAsync(fn) || isTestModule(fn.module)) return [];
    return around(fn).findings.flatMap(({ fact, name, place, how }): Remainder[] => {
      if (fact === 'unknown' || fact.effect !== 'database' || how !== 'call') return [];
      if (awaited.has(`${place.file} ${place.start} ${place.end}`)) return [];
      return [
        { kind: 'implicit', file: place.file, line: place.line, what: name, why: `${fn.qualname} does not await it` },
      ];
    });
  });
}

function kept({ kept: all }: NativeChange): readonly Remainder[] {
  return all
    .filter((each) => !isTestModule(each.function.module) && each.function.facts.kind === 'function')
    .map(({ function: fn, why }) => ({
      kind: 'kept',
      file: fn.module.file,
      line: fn.facts.span.line,
      what: `${fn.module.name}:${fn.qualname}`,
      why,
    }));
}
