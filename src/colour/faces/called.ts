import {
  callTargets,
  dependenciesFor,
  type Expr,
  idOf,
  isTestModule,
  type Parameter,
  type ProjectFunction,
  spell,
} from '../../program/index.ts';
import { argumentFor } from '../flips/arguments.ts';
import type { Call } from '../flips/model.ts';
import { definition, spot } from '../flips/places.ts';
import { classIn } from './annotations.ts';
import type { Holder, Occurrence } from './model.ts';
import type { Surroundings } from './occurrences.ts';
import { holderIn, takenFrom } from './taken.ts';

/** Parameters that hold sessions: what fills them, and what keeps them as they are. */
export function given(around: Surroundings): readonly Occurrence[] {
  const { graph } = around;
  const called = new Set<ProjectFunction>();
  const occurrences = around.uses.calls.flatMap(({ expr, scope }) => fromCall(around, expr, scope, called));
  for (const fn of graph.scopes())
    for (const parameter of parametersOf(around, fn)) {
      const holder: Holder = { kind: 'name', scope: fn, name: parameter.name };
      const why = fromDefinition(around, holder, fn, parameter, called.has(fn));
      if (why !== undefined) graph.pin(holder, 'plain', why, definition(fn));
    }
  return occurrences;
}

function parametersOf({ graph }: Surroundings, fn: ProjectFunction): readonly Parameter[] {
  const names = new Set(graph.namesIn(fn));
  return fn.facts.parameters.filter(({ name }) => names.has(name));
}

/** Why a parameter can hold nothing else than it does, as far as its own definition says. */
function fromDefinition(
  { ev, knowledge, graph }: Surroundings,
  holder: Holder,
  fn: ProjectFunction,
  parameter: Parameter,
  isCalled: boolean,
): string | undefined {
  const around = fn.parent ?? fn;
  if (parameter.annotation && !classIn(ev, knowledge, parameter.annotation, around))
    return `the annotation of ${parameter.name} is not just a session`;
  const dependencies = dependenciesFor(ev, fn, parameter);
  if (dependencies.length === 0) {
    if (parameter.default !== undefined) return `${parameter.name} has a default that is no session`;
    return isCalled ? undefined : `nobody is seen to call ${idOf(fn)}`;
  }
  for (const { function: dependency, text } of dependencies) {
    const result = dependency && graph.result(dependency);
    if (result === undefined) return `nobody knows what ${text} gives`;
    graph.unite(holder, result);
  }
  return undefined;
}

function fromCall(
  around: Surroundings,
  call: Call,
  scope: ProjectFunction,
  called: Set<ProjectFunction>,
): readonly Occurrence[] {
  const { ev, graph } = around;
  return callTargets(ev, call, scope).flatMap(({ function: fn, how }) => {
    called.add(fn);
    return parametersOf(around, fn).flatMap((parameter): readonly Occurrence[] => {
      const { name } = parameter;
      const holder: Holder = { kind: 'name', scope: fn, name };
      const keep = (why: string, place = spot(scope, call)) => {
        graph.pin(holder, 'plain', why, place);
        return [];
      };
      if (how === 'name') return keep(`nobody knows whether ${spell(call.callee)} reaches ${idOf(fn)}`);
      if (call.args.some((argument) => argument.name === '*' || argument.name === '**'))
        return keep(`${idOf(fn)} is called with unpacked arguments`);
      const argument = argumentFor(ev, call, scope, fn, name);
      if (argument === undefined) return [];
      if (isTestModule(scope.module)) {
        // The runtime's pytest plugin gives the face where a test waits for a function whose annotation asks for it.
        if (around.isBridged(call) && parameter.annotation) return [];
        return keep(`${spell(call.callee)} is given a test's own session`);
      }
      return taken(around, argument, scope, holder) ?? keep(`${idOf(fn)} may be given something else for ${name}`);
    });
  });
}

function taken(
  around: Surroundings,
  expr: Expr,
  scope: ProjectFunction,
  holder: Holder,
): readonly Occurrence[] | undefined {
  if (holderIn(around, expr, scope)) return [];
  const found = takenFrom(around, expr, scope, holder);
  return found && [found];
}
