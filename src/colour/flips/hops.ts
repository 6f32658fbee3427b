import type { Knowledge } from '../../knowledge/index.ts';
import { callTargets, eachExpression, indexUses, type Program, type ProjectFunction } from '../../program/index.ts';
import { definitionAt, whyNotAsync, withTree } from '../../syntax/index.ts';
import { surroundingsOf } from '../reach.ts';
import { boundaryOf } from './boundaries.ts';
import { findFamilies } from './families.ts';
import { findEscapes } from './mentions.ts';
import type { Flip } from './model.ts';
import type { NativeChange, NativeRequest } from './settle.ts';

/**
 * Dependencies of asynchronous endpoints that do next to nothing: no I/O, no lock, no loop, nothing that nobody knows.
 * FastAPI runs each in a thread of its pool as long as it is a `def`, which costs more than it does. They become `async
 * def` without anything to await. Nobody but FastAPI calls them, so nothing else changes.
 */
export function savedHops(
  program: Program,
  knowledge: Knowledge,
  change: NativeChange,
  request: NativeRequest,
): readonly Flip[] {
  const ev = program.evaluation;
  const isNative = (fn: ProjectFunction) => fn.facts.isAsync || change.flipped.has(fn);
  const candidates = new Set(
    program.endpoints
      .filter(({ function: fn, inTests }) => !inTests && isNative(fn))
      .flatMap(({ dependencies }) => dependencies.flatMap(({ function: fn }) => fn ?? []))
      .filter((fn) => !isNative(fn) && !fn.facts.isGenerator && fn.facts.decorators.length === 0 && request.wanted(fn)),
  );
  if (candidates.size === 0) return [];
  const uses = indexUses(ev);
  for (const { expr, scope } of uses.calls)
    for (const { function: fn } of callTargets(ev, expr, scope)) candidates.delete(fn);
  const escapes = findEscapes(ev, uses);
  const families = findFamilies(ev, []);
  const isTrivial = trivial(program, knowledge);
  const endpoints = new Set(program.endpoints.map((endpoint) => endpoint.function));
  return [...candidates]
    .filter(
      (fn) =>
        !escapes.has(fn) &&
        families.of(fn).length === 1 &&
        boundaryOf(ev, fn, endpoints) === undefined &&
        request.unfit?.(fn) === undefined &&
        isTrivial(fn) &&
        isWritable(fn, request),
    )
    .map((fn) => ({ function: fn, gives: 'coroutine', isPlain: false, because: undefined, family: undefined }));
}

function isWritable(fn: ProjectFunction, request: NativeRequest): boolean {
  const text = request.text(fn.module.file);
  if (text === undefined) return false;
  return withTree(text, (root) => {
    const node = definitionAt(root, fn.facts.span);
    return node !== undefined && whyNotAsync(node) === undefined;
  });
}

/** Neither the function nor anything that it calls waits, locks, repeats itself, or sets a context variable. */
function trivial(program: Program, knowledge: Knowledge): (fn: ProjectFunction) => boolean {
  const ev = program.evaluation;
  const around = surroundingsOf(program, knowledge);
  const known = new Map<ProjectFunction, boolean>();
  const isPlain = (fn: ProjectFunction): boolean => {
    const { findings, locks } = around(fn);
    const { loops, comprehensions } = fn.facts.usage;
    if (findings.length + locks.length + loops.length + comprehensions.length > 0) return false;
    let isQuiet = true;
    eachExpression(fn.facts, (expr) => {
      if (expr.kind !== 'call') return;
      const values = [...ev.of(expr.callee, fn)];
      // What is set in a thread's copy of the context is gone with it; on the loop it would stay.
      const isUnknown = values.length === 0 || values.some(({ kind }) => kind === 'unknown');
      if (isUnknown || values.some((value) => value.kind === 'external' && value.name.startsWith('contextvars.')))
        isQuiet = false;
      // What comes back to where it began may go on for long.
      if (callTargets(ev, expr, fn).some((target) => target.function === fn)) isQuiet = false;
    });
    return isQuiet;
  };
  return (start) => {
    const before = known.get(start);
    if (before !== undefined) return before;
    const reached = new Set([start]);
    let answer = true;
    for (const fn of reached) {
      answer = isPlain(fn) && around(fn).edges.every(({ to }) => to !== start);
      if (!answer) break;
      for (const { to } of around(fn).edges) reached.add(to);
    }
    known.set(start, answer);
    return answer;
  };
}
