import type { Knowledge } from '../../knowledge/index.ts';
import { type Evaluation, isTestModule, type ProjectFunction } from '../../program/index.ts';
import type { HolderGraph } from './graph.ts';
import { type Kind, kindOf } from './kinds.ts';

/** Every parameter, local variable and result of the application that is a session and nothing else. */
export function addHolders(graph: HolderGraph, ev: Evaluation, knowledge: Knowledge): void {
  for (const scope of ev.project.functions) {
    if (scope.facts.kind !== 'function' || isTestModule(scope.module)) continue;
    for (const name of namesOf(scope)) {
      const kind = kindOf(ev, knowledge, ev.name(name, scope));
      if (kind) graph.add({ kind: 'name', scope, name }, kind.face, kind.side);
    }
    const given = resultOf(ev, knowledge, scope);
    if (given) graph.add({ kind: 'result', scope }, given.face, given.side);
  }
}

function namesOf({ facts }: ProjectFunction): ReadonlySet<string> {
  const own = facts.parameters.flatMap(({ name, form }) => (form === 'plain' || form === 'keyword' ? [name] : []));
  const bound = facts.bindings.flatMap(({ target }) => (target.kind === 'name' ? [target.id] : []));
  return new Set([...own, ...bound].filter((name) => !facts.globals.includes(name)));
}

/** What each `return`, or each `yield` of a generator, gives. */
function resultOf(ev: Evaluation, knowledge: Knowledge, scope: ProjectFunction): Kind | undefined {
  const { facts } = scope;
  const given = facts.isGenerator ? facts.yields : facts.returns;
  let kind: Kind | undefined;
  for (const expr of given) {
    const each = kindOf(ev, knowledge, ev.of(expr, scope));
    if (each === undefined || (kind && (kind.face !== each.face || kind.side !== each.side))) return undefined;
    kind = each;
  }
  return kind;
}
