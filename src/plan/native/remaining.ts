import { type NativeChange, surroundingsOf } from '../../colour/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import {
  type Expr,
  idOf,
  indexUses,
  isTestModule,
  type Program,
  type ProjectFunction,
  spell,
} from '../../program/index.ts';
import { implicitLoads } from './loads/index.ts';
import type { Remainder } from './model.ts';

/** What keeps the runtime in the application after the change, tests left out. */
export function remainders(program: Program, knowledge: Knowledge, change: NativeChange): readonly Remainder[] {
  const isOnLoop = loopOf(change);
  const calls = [...waits(program, change), ...implicit(program, knowledge, isOnLoop, change)];
  return [...calls, ...implicitLoads(program, knowledge, isOnLoop, calls), ...kept(change)];
}

/** Functions of the application, and those of scripts that become asynchronous, with what stands in them. */
function loopOf({ flipped }: NativeChange): (fn: ProjectFunction) => boolean {
  const isAsync = (fn: ProjectFunction | undefined): boolean =>
    fn !== undefined && (fn.facts.isAsync || flipped.has(fn) || isAsync(fn.parent));
  return (fn) => !isTestModule(fn.module) && (fn.module.role === 'application' || isAsync(fn));
}

/** Bridges that this change makes, and those of earlier ones that stay. */
function waits(program: Program, change: NativeChange): readonly Remainder[] {
  const made = change.sites.flatMap(({ scope, expr, how, why }): Remainder[] =>
    how === 'await' || how === 'run' || isTestModule(scope.module) ? [] : [bridge(scope, expr, why)],
  );
  const decided = new Set(change.sites.map(({ expr }) => expr));
  const ev = program.evaluation;
  const standing = indexUses(ev).calls.flatMap(({ expr, scope }): Remainder[] => {
    const given = expr.args[0]?.value;
    if (given === undefined || decided.has(given) || isTestModule(scope.module)) return [];
    const isBridge = [...ev.of(expr.callee, scope)].some(
      (value) => value.kind === 'external' && /^ferryman\.(?:(?:maybe_)?wait|iterate)$/u.test(value.name),
    );
    return isBridge ? [bridge(scope, given, '')] : [];
  });
  return [...made, ...standing];
}

function bridge(scope: ProjectFunction, expr: Expr, why: string): Remainder {
  const where = scope.facts.kind === 'module' ? 'the module' : scope.qualname;
  return {
    kind: 'wait',
    file: scope.module.file,
    line: expr.line,
    what: spell(expr.kind === 'call' ? expr.callee : expr),
    why: why === '' ? `The call stands in ${where}, which is not asynchronous.` : why,
  };
}

/**
 * Database I/O of the application that nobody awaits: it works for as long as the driver is there. Functions that stay
 * synchronous with something to await are told once, as `kept`.
 */
function implicit(
  program: Program,
  knowledge: Knowledge,
  isOnLoop: (fn: ProjectFunction) => boolean,
  change: NativeChange,
): readonly Remainder[] {
  const around = surroundingsOf(program, knowledge);
  const awaited = new Set(change.sites.map(({ scope, expr }) => `${scope.module.file} ${expr.start} ${expr.end}`));
  const isKept = new Set(change.kept.map((each) => each.function));
  return program.project.functions.flatMap((fn): Remainder[] => {
    if (!isOnLoop(fn) || isKept.has(fn)) return [];
    const isAsync = fn.facts.isAsync || change.flipped.has(fn);
    return around(fn).findings.flatMap(({ fact, name, place, how }): Remainder[] => {
      if (fact === 'unknown' || fact.effect !== 'database' || (how !== 'call' && how !== 'context')) return [];
      // Rows of a result are there; and a block is told once, by what enters it.
      if (/^sqlalchemy\.Result\.|\.__exit__$/u.test(knowledge.canonical(name))) return [];
      if (awaited.has(`${place.file} ${place.start} ${place.end}`)) return [];
      const what = how === 'context' ? `with ${name.replace(/\.__enter__$/u, '')}` : name;
      const why = isAsync ? `${fn.qualname} does not await it` : `${fn.qualname} is synchronous`;
      return [{ kind: 'implicit', file: place.file, line: place.line, what, why }];
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
      what: idOf(fn),
      why,
    }));
}
