import type { ProjectClass, ProjectFunction } from '../model.ts';
import { lastName } from './annotations.ts';
import type { Evaluation } from './evaluation.ts';

import { eachExpression } from './walk.ts';

/** Reading the attribute runs the method and gives what it returns. */
export function isReadAsAttribute(ev: Evaluation, method: ProjectFunction): boolean {
  return isProperty(method) || isDescribed(ev, method);
}

/** `@cachedproperty`, a class of the project whose `__get__` calls what it was put on. */
export function isDescribed(ev: Evaluation, method: ProjectFunction): boolean {
  const { decorators } = method.facts;
  if (decorators.length === 0 || !method.owner || ev.project.methodsNamed('__get__').length === 0) return false;
  return decorators.some((expr) => {
    const values = [...ev.of(expr, method.parent ?? method)];
    return values.length > 0 && values.every((value) => value.kind === 'class' && callsWhatItHolds(ev, value.class));
  });
}

/** `return self.function(instance)` in `__get__`, with the function that `__init__` was given. */
function callsWhatItHolds(ev: Evaluation, cls: ProjectClass): boolean {
  const order = ev.classes.order(cls);
  const method = (name: string) => order.find((each) => each.methods.has(name))?.methods.get(name)?.[0]?.facts;
  const [init, get] = [method('__init__'), method('__get__')];
  const given = init?.parameters[1]?.name;
  if (init === undefined || get === undefined || given === undefined) return false;
  const held = new Set(
    init.bindings.flatMap(({ target, value }) =>
      target.kind === 'attribute' && value?.kind === 'name' && value.id === given ? [target.name] : [],
    ),
  );
  let isCalled = false;
  eachExpression(get, (expr) => {
    if (expr.kind !== 'call' || expr.callee.kind !== 'attribute' || !held.has(expr.callee.name)) return;
    const [instance, ...more] = expr.args;
    const isReceiver = instance?.value.kind === 'name' && instance.value.id === get.parameters[1]?.name;
    if (more.length > 0 || !isReceiver) return;
    const names = get.bindings.flatMap(({ target, value }) =>
      value === expr && target.kind === 'name' ? [target.id] : [],
    );
    isCalled ||= get.returns.some((each) => each === expr || (each.kind === 'name' && names.includes(each.id)));
  });
  return isCalled;
}

/** A property by any name: `property`, `cached_property`, `hybrid_property`, `reify`; setters are properties too. */
export function isProperty(method: ProjectFunction): boolean {
  let known = properties.get(method);
  if (known === undefined) properties.set(method, (known = isDecoratedAsProperty(method)));
  return known;
}

/** Asked wherever an attribute of that name is read. */
const properties = new WeakMap<ProjectFunction, boolean>();

function isDecoratedAsProperty(method: ProjectFunction): boolean {
  return method.facts.decorators.some((expr) => {
    const name = lastName(expr.kind === 'call' ? expr.callee : expr);
    return /(?:^|_)property$|^reify$|^(?:setter|deleter|getter|expression|comparator)$|^computed_field$/u.test(name);
  });
}
