import {
  callTargets,
  dependenciesFor,
  eachExpression,
  type Evaluation,
  type Expr,
  idOf,
  isDependency,
  isTestModule,
  type Place,
  type ProjectFunction,
  spell,
  type Use,
  type Value,
} from '../../program/index.ts';
import { definition, spot } from '../flips/places.ts';
import { colourless, neutralBases, registrations } from '../flips/tables.ts';
import { kindOf } from './kinds.ts';
import type { Surroundings } from './occurrences.ts';

/** Functions whose callers are not all seen, and those that belong together: their sessions stay what they are, or agree. */
export function keepEscaping(around: Surroundings, endpoints: ReadonlySet<ProjectFunction>): void {
  const { ev, graph } = around;
  const held = new Set(graph.scopes());
  const keepAll = (fn: ProjectFunction, why: string, place: Place, isFilled = false) => {
    for (const parameter of fn.facts.parameters) {
      const holder = graph.name(fn, parameter.name);
      // Whoever has the function has no session for it: FastAPI fills what is asked for with `Depends`.
      if (holder === undefined || (isFilled && dependenciesFor(ev, fn, parameter).length > 0)) continue;
      graph.pin(holder, 'plain', why, place);
    }
    const result = graph.result(fn);
    if (result) graph.pin(result, 'plain', why, place);
  };
  const patched = patchedNames(ev);
  const called = new Set(
    around.uses.calls.flatMap(({ expr, scope }) =>
      isTestModule(scope.module) ? [] : callTargets(ev, expr, scope).map((target) => target.function),
    ),
  );
  for (const fn of held) {
    const decorator = fn.facts.decorators.find((expr) => !isTransparent(ev, expr, fn, endpoints));
    if (decorator) keepAll(fn, `nobody knows what @${spell(decorator)} calls it with`, spot(fn, decorator));
    // FastAPI keeps the function itself: patching its name changes nothing for those who depend on it.
    if (patched.has(fn.facts.name) && called.has(fn))
      keepAll(fn, `a test may put something else in the place of ${idOf(fn)}`, definition(fn));
    if (fn.owner && isLibraryOverride(ev, fn)) keepAll(fn, 'a library may call it', definition(fn));
    joinOverrides(around, fn, keepAll);
  }
  for (const scope of ev.project.functions) {
    // What a framework does with its users' functions is known, its source being a part of the project or not.
    if (leavesCallsAlone(`${scope.module.name}.`)) continue;
    eachExpression(scope.facts, (expr, isCallee) => {
      if (isCallee || (expr.kind !== 'name' && expr.kind !== 'attribute')) return;
      for (const value of ev.of(expr, scope)) {
        if (value.kind !== 'function' || !held.has(value.function)) continue;
        const uses = around.uses.of(expr).filter((use) => !isHarmless(ev, use, scope));
        if (uses.length === 0) continue;
        const fills = uses.every((use) => isHandedAlone(around, use, scope));
        keepAll(value.function, `${idOf(value.function)} is handed on`, spot(scope, expr), fills);
      }
    });
  }
}

/** FastAPI calls it with what its parameters ask for, or the decorator leaves calls as they are. */
function isTransparent(
  ev: Evaluation,
  decorator: Expr,
  fn: ProjectFunction,
  endpoints: ReadonlySet<ProjectFunction>,
): boolean {
  const callee = decorator.kind === 'call' ? decorator.callee : decorator;
  const values = [...ev.of(callee, fn.parent ?? fn)];
  // A router is no container, whatever the evaluation has beside it.
  const names = values.map(dottedName).filter((name) => !name.startsWith('builtins.list.'));
  if (names.length > 0 && names.every(leavesCallsAlone)) return true;
  // A router that nobody could resolve; the decorator's shape made the function an endpoint.
  return endpoints.has(fn) && callee.kind === 'attribute' && registrations.has(callee.name) && values.every(isUnknown);
}

function dottedName(value: Value): string {
  if (value.kind === 'external') return value.name;
  // Frameworks whose source is part of the project.
  return value.kind === 'function' ? `${value.function.module.name}.${value.function.qualname}` : '';
}

function leavesCallsAlone(name: string): boolean {
  return /^(?:fastapi|starlette)\./u.test(name) || colourless.test(name) || colourless.test(`${name}()`);
}

const isUnknown = ({ kind }: { readonly kind: string }): boolean => kind === 'unknown';
/** `Depends(get_db)`, `app.dependency_overrides[get_db]`. */
function isHarmless(ev: Evaluation, use: Use, scope: ProjectFunction): boolean {
  if (use.kind === 'argument')
    return (
      [...ev.of(use.parent.callee, scope)].some(isDependency) ||
      /\bdependency_overrides\.(?:pop|get)$/u.test(spell(use.parent.callee))
    );
  // What tests put in its place is given the right face by the pytest plugin; nobody does that for an application.
  if (!isTestModule(scope.module)) return false;
  return (
    use.kind === 'part' && use.parent.kind === 'subscript' && spell(use.parent.of).endsWith('dependency_overrides')
  );
}

/** `GraphQLRouter(schema, context_getter=get_context)`: an argument among others, none of which is a session. */
function isHandedAlone({ ev, knowledge }: Surroundings, use: Use, scope: ProjectFunction): boolean {
  if (use.kind !== 'argument') return false;
  return use.parent.args.every(({ value }) => kindOf(ev, knowledge, ev.of(value, scope)) === undefined);
}

/** Names that tests patch: `monkeypatch.setattr(desk, "lend", fake)`, `mock.patch("app.desk.lend")`. */
function patchedNames({ project }: Evaluation): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { module, facts } of project.functions) {
    if (!isTestModule(module)) continue;
    eachExpression(facts, (expr) => {
      if (expr.kind !== 'call' || !/patch|setattr|object|spy|stub|replace/iu.test(spell(expr.callee))) return;
      for (const { name, value } of expr.args) {
        if (name !== undefined) names.add(name);
        if (value.kind === 'string') names.add(value.value.replace(/^.*[.:]/u, ''));
      }
    });
  }
  return names;
}

/** The class is a library's kind of thing, and the method may be one that the library calls. */
function isLibraryOverride(ev: Evaluation, { owner, facts }: ProjectFunction): boolean {
  if (owner === undefined || facts.name === '__init__') return false;
  const bases = ev.classes.externalBases(owner);
  // FastAPI asks for the parameters of a callable dependency, whatever it derives from.
  if (facts.name === '__call__') return bases.some((base) => !neutralBases.test(base) && !base.startsWith('fastapi.'));
  return bases.some((base) => !neutralBases.test(base));
}

/** Methods that override one another take the same. */
function joinOverrides(
  { ev, graph }: Surroundings,
  fn: ProjectFunction,
  keepAll: (fn: ProjectFunction, why: string, place: Place) => void,
): void {
  if (fn.owner === undefined || fn.facts.name === '__init__') return;
  const [, ...bases] = ev.classes.order(fn.owner);
  for (const base of [...bases, ...ev.classes.subclasses(fn.owner)])
    for (const other of base.methods.get(fn.facts.name) ?? []) {
      const [one, two] = [graph.result(fn), graph.result(other)];
      if (one && two) graph.unite(one, two);
      for (const [at, { name }] of fn.facts.parameters.entries()) {
        const [mine, theirs] = [graph.name(fn, name), graph.name(other, other.facts.parameters[at]?.name ?? '')];
        if (mine && theirs) graph.unite(mine, theirs);
        else if (mine) keepAll(fn, `${idOf(other)} takes something else`, definition(other));
      }
      if (one && !two) keepAll(fn, `${idOf(other)} gives something else`, definition(other));
    }
}
