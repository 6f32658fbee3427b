import type { Expr, Place, ProjectFunction } from '../../program/index.ts';
import { spot } from '../flips/places.ts';
import { classIn } from './annotations.ts';
import type { Holder, Occurrence } from './model.ts';
import type { Surroundings } from './occurrences.ts';
import { calledBy, holderIn, takenFrom } from './taken.ts';

type Definition = NonNullable<ReturnType<Surroundings['ev']['scopes']['definitions']>>[number];

/**
 * What gives a local variable its session. Whatever is not an assignment of a session, or a `with` of one, keeps the
 * variable as it is. Gives the places that have to change with it.
 */
export function boundTo(around: Surroundings, scope: ProjectFunction, name: string): readonly Occurrence[] {
  const holder: Holder = { kind: 'name', scope, name };
  const { graph, ev } = around;
  const isRebound = ev.project.functions.some(
    ({ module, facts }) => module === scope.module && facts.globals.includes(name),
  );
  if (isRebound) keep(around, holder, `${name} is bound in another function, too`, spot(scope, scope.facts.span));
  return (ev.scopes.definitions(scope, name) ?? []).flatMap((definition): readonly Occurrence[] => {
    // `db.add(loan)` puts nothing into the name.
    if (definition.kind === 'parameter' || definition.kind === 'fill') return [];
    const found = definition.kind === 'binding' ? fromBinding(around, holder, definition) : undefined;
    if (found) return found;
    const place =
      definition.kind === 'binding' ? spot(scope, definition.binding.target) : spot(scope, scope.facts.span);
    graph.pin(holder, 'plain', `${name} is bound in a way that is not followed`, place);
    return [];
  });
}

function fromBinding(
  around: Surroundings,
  holder: Holder,
  { binding, scope, path, receiver }: Extract<Definition, { kind: 'binding' }>,
): readonly Occurrence[] | undefined {
  const { target, value, annotation, how, isConditional } = binding;
  if (target.kind !== 'name' || path.length > 0 || receiver !== undefined || isConditional) return undefined;
  if (annotation && !classIn(around.ev, around.knowledge, annotation, scope)) return undefined;
  if (value === undefined) return annotation === undefined ? undefined : [];
  if (how === 'enter') return entered(around, holder, value, scope);
  if (how !== 'assign') return undefined;
  if (holderIn(around, value, scope)) return [];
  const taken = takenFrom(around, value, scope, holder);
  return taken && [taken];
}

/** `with SessionLocal() as db`: what `db` is follows from how it is entered. */
function entered(
  around: Surroundings,
  holder: Holder,
  context: Expr,
  scope: ProjectFunction,
): readonly Occurrence[] | undefined {
  const { graph, ev, isAwaited } = around;
  const isAsync = isAwaited(context) || scope.facts.withs.some((item) => item.context === context && item.isAsync);
  const manager = context.kind === 'call' ? calledBy(ev, context, scope) : undefined;
  const given = manager?.facts.isGenerator ? graph.result(manager) : undefined;
  if (given) {
    graph.unite(holder, given);
    return [];
  }
  const other = holderIn(around, context, scope);
  // `SessionLocal.begin()` gives one of the two sides, by how it is entered; the call itself is somebody else's to write.
  const isOpened = opens(around, context, scope);
  const taken = other || isOpened ? undefined : takenFrom(around, context, scope, isAsync ? 'face' : 'plain');
  if (other === undefined && taken === undefined && !isOpened) return undefined;
  const place = spot(scope, context);
  if (isAsync) graph.pin(holder, 'face', 'it is entered asynchronously', place, context);
  else keep(around, holder, 'it is entered with a synchronous with', place);
  // A `with` of a holder is one of its uses.
  return taken ? [{ ...taken, isRigid: false }] : [];
}

function opens({ ev, knowledge }: Surroundings, context: Expr, scope: ProjectFunction): boolean {
  if (context.kind !== 'call') return false;
  const callees = [...ev.of(context.callee, scope)];
  return callees.some((value) => value.kind === 'external' && knowledge.twin(value.name)?.how === 'opened');
}

function keep({ graph }: Surroundings, holder: Holder, why: string, place: Place): void {
  graph.pin(holder, 'plain', why, place);
}
