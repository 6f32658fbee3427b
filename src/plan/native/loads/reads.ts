import {
  type Evaluation,
  type Expr,
  indexUses,
  type Program,
  type ProjectClass,
  type ProjectFunction,
} from '../../../program/index.ts';
import type { Remainder } from '../model.ts';
import type { MappedAttribute, Mapping } from './mapped.ts';

/** A read of an attribute that is loaded when it is first read. */
interface Load {
  readonly expr: Expr;
  readonly scope: ProjectFunction;
  readonly attribute: MappedAttribute;
}

/**
 * Reads of lazy relationships and deferred columns: one remainder for each whose receiver may be such an object by its
 * values, and one for each name that is read of receivers nobody knows.
 */
export function lazyReads(
  program: Program,
  mapping: Mapping,
  isOnLoop: OnLoop,
  requests: (fn: ProjectFunction) => string,
): readonly Remainder[] {
  const ev = program.evaluation;
  const certain: Load[] = [];
  const possible = new Map<string, Load[]>();
  const found = (expr: Expr, of: Expr, name: string, scope: ProjectFunction): void => {
    const lazy = mapping.named(name).filter((each) => mapping.loads(each));
    if (lazy.length === 0 || !isOnLoop(scope)) return;
    const meant = meantBy(ev, lazy, of, scope);
    if (meant.kind === 'these') for (const attribute of meant.attributes) certain.push({ expr, scope, attribute });
    else if (meant.kind === 'unknown' && lazy[0] && !isCalled(ev, expr)) {
      const list = possible.get(name) ?? [];
      possible.set(name, [...list, { expr, scope, attribute: lazy[0] }]);
    }
  };
  for (const { expr, of, name, scope } of readsIn(ev)) found(expr, of, name, scope);
  // `shelf.books = ...` replaces what was there, and loads it first.
  for (const scope of ev.project.functions)
    for (const { target } of scope.facts.bindings)
      if (target.kind === 'attribute') found(target, target.of, target.name, scope);
  return [
    ...certain.map((load) => told(load, requests)),
    ...[...possible].map(([name, loads]) => maybe(name, loads, mapping)),
  ];
}

/** An attribute that is read, also by `getattr` and `hasattr`. */
export interface AttributeRead {
  readonly expr: Expr;
  readonly of: Expr;
  readonly name: string;
  readonly scope: ProjectFunction;
}

/** Every attribute that the project reads by its name. */
export function readsIn(ev: Evaluation): readonly AttributeRead[] {
  const uses = indexUses(ev);
  const dotted = uses.dotted.map(({ expr, scope }) => ({ expr, of: expr.of, name: expr.name, scope }));
  const asked = uses.calls.flatMap(({ expr, scope }): AttributeRead[] => {
    const [of, name] = expr.args;
    if (expr.callee.kind !== 'name' || !/^(?:get|has)attr$/u.test(expr.callee.id)) return [];
    return of && name?.value.kind === 'string' ? [{ expr, of: of.value, name: name.value.value, scope }] : [];
  });
  return [...dotted, ...asked];
}

/** `prices.items()`: what is called is a method, and no relationship or column. */
export function isCalled(ev: Evaluation, expr: Expr): boolean {
  return indexUses(ev)
    .of(expr)
    .some(({ kind }) => kind === 'callee');
}

/** Whether a function may run on the event loop. */
export type OnLoop = (fn: ProjectFunction) => boolean;

export type Meant =
  | {
      readonly kind: 'these';
      readonly attributes: readonly MappedAttribute[];
      /** The first of the classes that have them. */
      readonly of: ProjectClass;
    }
  | { readonly kind: 'unknown' | 'none' };

/** Which of the attributes an object's may be. */
export function meantBy(
  ev: Evaluation,
  attributes: readonly MappedAttribute[],
  of: Expr,
  scope: ProjectFunction,
): Meant {
  const values = [...ev.of(of, scope)];
  const classes = values.flatMap((value) => (value.kind === 'instance' ? [value.class] : []));
  const these = attributes.filter(({ owner }) => classes.some((cls) => isKin(ev, cls, owner)));
  const first = classes.find((cls) => these.some(({ owner }) => isKin(ev, cls, owner)));
  if (first) return { kind: 'these', attributes: these, of: first };
  // A class is asked in queries; what is known to be something else is none of ours.
  const isOpen =
    values.length === 0 ||
    values.some(
      (value) =>
        value.kind === 'unknown' ||
        value.kind === 'many' ||
        ((value.kind === 'object' || value.kind === 'external') && /^sql(?:alchemy|model)\b/u.test(value.name)),
    );
  return { kind: isOpen && !values.some(({ kind }) => kind === 'class') ? 'unknown' : 'none' };
}

/** One of the two may stand for the other. */
function isKin(ev: Evaluation, cls: ProjectClass, owner: ProjectClass): boolean {
  return ev.classes.order(cls).includes(owner) || ev.classes.order(owner).includes(cls);
}

const words = {
  lazy: 'is loaded when it is first read',
  dynamic: 'is a query that runs when it is gone through',
  deferred: 'is a column that is left out until it is read',
} as const;

function told({ expr, scope, attribute }: Load, requests: (fn: ProjectFunction) => string): Remainder {
  const { owner, name, loading } = attribute;
  return {
    kind: 'lazy',
    file: scope.module.file,
    line: expr.line,
    what: `${owner.facts.name}.${name}`,
    why: reachedBy(`${spot(scope)} reads it; it ${words[loading ?? 'lazy']}`, requests(scope)),
  };
}

function maybe(name: string, loads: readonly Load[], mapping: Mapping): Remainder {
  const owners = [...new Set(mapping.named(name).map(({ owner }) => owner.facts.name))];
  const [first] = loads;
  const places = [...new Set(loads.map(({ expr, scope }) => `${scope.module.file}:${expr.line}`))];
  return {
    kind: 'lazy',
    file: first?.scope.module.file ?? '',
    line: first?.expr.line ?? 0,
    what: `${owners.join(' or ')}.${name}`,
    why: `possibly read in ${places.length} ${places.length === 1 ? 'place' : 'places'} where nobody knows the object`,
    places,
  };
}

export function spot(scope: ProjectFunction): string {
  return scope.facts.kind === 'module' ? 'the module' : scope.qualname;
}

export function reachedBy(sentence: string, requests: string): string {
  return requests === '' ? sentence : `${sentence}; runs for ${requests}`;
}
