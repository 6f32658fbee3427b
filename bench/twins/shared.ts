import {
  callTargets,
  eachExpression,
  isProperty,
  type Program,
  type ProjectFunction,
} from '../../src/program/index.ts';
import type { Halves } from './halves.ts';
import { type Pair, type Pairing, sharedPair } from './pair.ts';
import { type Undo, undoQualname } from './spelling.ts';

/**
 * Functions that both halves of one tree use as they are, and that therefore have to stay synchronous: what pairs of
 * either half reach by calls whose targets are known. `undo` tells names of one half from names of both.
 */
export function sharedFunctions(halves: Halves, { pairs, different, alone }: Pairing, undo: Undo): readonly Pair[] {
  const both = [...pairs, ...different];
  const fromAnswer = new Map<string, ProjectFunction>();
  for (const fn of reached(
    halves.answer,
    both.map(({ answer }) => answer),
  ))
    if (!halves.isAnswer(fn)) fromAnswer.set(placeOf(fn), fn);
  const fromSync = reached(
    halves.sync,
    both.map(({ sync }) => sync),
  );
  return alone.flatMap((sync) => {
    const answer = fromAnswer.get(placeOf(sync));
    const isOfBoth = undoQualname(sync.qualname, undo) === sync.qualname;
    if (answer === undefined || !isOfBoth || !fromSync.has(sync)) return [];
    const pair = sharedPair(sync, answer, undo);
    return pair ? [pair] : [];
  });
}

/** Cutting a half out keeps lines, so the same function stands at the same place of either program. */
function placeOf({ module, qualname, facts }: ProjectFunction): string {
  return `${module.file} ${qualname} ${facts.span.line}`;
}

function reached({ evaluation }: Program, roots: readonly ProjectFunction[]): ReadonlySet<ProjectFunction> {
  const found = new Set<ProjectFunction>(roots);
  for (const fn of found) {
    eachExpression(fn.facts, (expr) => {
      if (expr.kind === 'call') {
        for (const target of callTargets(evaluation, expr, fn))
          if (target.how === 'resolved') found.add(target.function);
      } else if (expr.kind === 'attribute') {
        for (const value of evaluation.of(expr, fn))
          if (value.kind === 'function' && isProperty(value.function)) found.add(value.function);
      }
    });
  }
  return found;
}
