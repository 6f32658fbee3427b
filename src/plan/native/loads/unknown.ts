import type { Knowledge } from '../../../knowledge/index.ts';
import {
  type Evaluation,
  type Expr,
  indexUses,
  lastName,
  type Program,
  type ProjectFunction,
} from '../../../program/index.ts';
import type { Remainder } from '../model.ts';
import type { OnLoop } from './reads.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** What people call sessions, connections and engines. */
const names = /(?:^|_)(?:db|session|conn|connection|engine)$/iu;

/**
 * Calls of receivers nobody knows that are a session's by their names: one remainder for each method. `known`: places,
 * `file:line`, of which something else says so.
 */
export function unknownCalls(
  program: Program,
  knowledge: Knowledge,
  isOnLoop: OnLoop,
  known: ReadonlySet<string>,
): readonly Remainder[] {
  const ev = program.evaluation;
  const found = new Map<string, { readonly expr: Call; readonly scope: ProjectFunction }[]>();
  for (const { expr, scope } of indexUses(ev).calls) {
    if (expr.callee.kind !== 'attribute' || !isOnLoop(scope) || isAwaited(ev, expr, scope)) continue;
    const { name, of } = expr.callee;
    const isRare = knowledge.byMethodName(name).some(({ effect }) => effect === 'database');
    const isSession = names.test(lastName(of)) && methods.has(name);
    const receivers = [...ev.of(of, scope)];
    const isOpen = receivers.length === 0 || receivers.some(({ kind }) => kind === 'unknown');
    if (!(isRare || isSession) || !isOpen || known.has(`${scope.module.file}:${expr.line}`)) continue;
    const list = found.get(name) ?? [];
    found.set(name, [...list, { expr, scope }]);
  }
  return [...found].map(([name, calls]): Remainder => {
    const places = [...new Set(calls.map(({ expr, scope }) => `${scope.module.file}:${expr.line}`))];
    const [first] = calls;
    return {
      kind: 'implicit',
      file: first?.scope.module.file ?? '',
      line: first?.expr.line ?? 0,
      what: `${name}() of objects nobody knows`,
      why: `possibly a session's, in ${places.length} ${places.length === 1 ? 'place' : 'places'}`,
      places,
    };
  });
}

const methods = new Set([
  'execute',
  'scalar',
  'get',
  'delete',
  'merge',
  'refresh',
  'close',
  'connect',
  'begin',
  'dispose',
]);

function isAwaited(ev: Evaluation, call: Call, scope: ProjectFunction): boolean {
  return indexUses(ev)
    .of(call)
    .some((use) => {
      if (use.kind === 'part') return use.parent.kind === 'await';
      if (use.kind !== 'argument') return false;
      return [...ev.of(use.parent.callee, scope)].some(
        (value) => value.kind === 'external' && /^ferryman\.(?:maybe_)?wait$/u.test(value.name),
      );
    });
}
