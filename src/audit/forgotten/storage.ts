import type { Expr, ProjectClass, ProjectFunction, Span, Values } from '../../program/index.ts';
import type { Analysis, Sink } from './model.ts';
import type { Layer } from './layers.ts';
import { stateful } from './libraries.ts';
import { isChecked, isModel } from './models.ts';
import { readsOf } from './reach.ts';

/** What becomes of a name bound at `span`; undefined for a parameter. */
export function variableSinks(
  a: Analysis,
  scope: ProjectFunction,
  id: string,
  layers: readonly Layer[],
  span: Span | undefined,
): readonly Sink[] {
  const home = a.uses.home(scope, id) ?? scope;
  const cls = home.facts.kind === 'class' ? a.ev.project.classOfBody(home) : undefined;
  const own = readsOf(a.uses, home, id, span).flatMap((read) => a.follow(read.expr, read.scope, layers));
  if (cls) return [...own, ...attributeSinks(a, id, new Set([a.ev.pool.instance(cls)]), layers)];
  if (home.facts.kind !== 'module') return own;
  const imported = a.uses
    .importers(home, id)
    .flatMap((at) => variableSinks(a, at.scope, at.item.bound, layers, undefined));
  const dotted = a.uses.attributes(id).flatMap(({ expr, scope: at }) => {
    if (expr.kind !== 'attribute') return [];
    const isThis = [...a.ev.of(expr.of, at)].some((value) => value.kind === 'module' && value.module === home.module);
    return isThis ? a.follow(expr, at, layers) : [];
  });
  return [...own, ...imported, ...dotted];
}

/** `jobs.append(weigh(crate))`, `jobs[name] = weigh(crate)`: what becomes of the container. */
export function intoContainer(
  a: Analysis,
  container: Expr,
  scope: ProjectFunction,
  layers: readonly Layer[],
): readonly Sink[] {
  switch (container.kind) {
    case 'name': {
      const home = a.uses.home(scope, container.id) ?? scope;
      const isParameter = home.facts.parameters.some((parameter) => parameter.name === container.id);
      const sinks = variableSinks(a, scope, container.id, layers, container);
      return isParameter ? [...sinks, { kind: 'unknown', why: 'a caller owns what it is put into' }] : sinks;
    }
    case 'attribute':
      return attributeSinks(a, container.name, a.ev.of(container.of, scope), layers, { expr: container.of, scope });
    case 'subscript':
      return intoContainer(a, container.of, scope, ['container', ...layers]);
    default:
      return [{ kind: 'unknown', why: 'nobody knows what it is put into' }];
  }
}

/**
 * What becomes of an attribute of these receivers, wherever the project reads one of that name. `of`: the receiver as it
 * is written. Of models and of `request.state` the readers are in the project, so what each of them loses is lost.
 */
export function attributeSinks(
  a: Analysis,
  name: string,
  receivers: Values,
  layers: readonly Layer[],
  of?: { readonly expr: Expr; readonly scope: ProjectFunction },
): readonly Sink[] {
  const classes = classesOf(receivers);
  const closed = classes.length === receivers.size && receivers.size > 0;
  const [at] = a.uses.attributes(name);
  const lost: Sink = { kind: 'lost', at: of?.expr ?? at?.expr ?? nowhere, raises: false };
  if (closed && classes.every((cls) => isChecked(a, cls, name, 'set'))) return [lost];
  const isPrivate = (closed && classes.every((cls) => isModel(a, cls))) || (of !== undefined && isBag(a, of));
  const sinks = a.uses.attributes(name).flatMap(({ expr, scope }): readonly Sink[] => {
    if (expr.kind !== 'attribute') return [];
    const values = a.ev.of(expr.of, scope);
    const sure = closed && classesOf(values).some((cls) => classes.some((other) => isFamily(a, cls, other)));
    const maybe = !closed || [...values].some((value) => value.kind === 'unknown');
    if (!sure && !maybe) return [];
    const after = a.follow(expr, scope, layers);
    // what is read may have been stored somewhere else
    return after.map((sink): Sink => {
      if (sink.kind !== 'lost') return sink;
      return sure || isPrivate ? { ...sink, raises: false } : { kind: 'unknown', why: 'of what reads it' };
    });
  });
  if (sinks.length > 0) return sinks;
  if (isPrivate) return [lost];
  return [{ kind: 'unknown', why: 'nobody in the project reads what it is stored in' }];
}

const nowhere: Expr = { kind: 'literal', type: 'none', line: 0, start: 0, end: 0 };

/** `request.state`, `app.state`: what the application puts there, nobody else reads. */
function isBag(a: Analysis, { expr, scope }: { readonly expr: Expr; readonly scope: ProjectFunction }): boolean {
  if (expr.kind !== 'attribute' || expr.name !== 'state') return false;
  return [...a.ev.of(expr.of, scope)].some((value) => value.kind === 'object' && stateful.test(value.name));
}

function classesOf(values: Values): readonly ProjectClass[] {
  return [...values].flatMap((value) => (value.kind === 'instance' || value.kind === 'class' ? [value.class] : []));
}

function isFamily(a: Analysis, one: ProjectClass, other: ProjectClass): boolean {
  return a.ev.classes.order(one).includes(other) || a.ev.classes.order(other).includes(one);
}
