import {
  type Evaluation,
  type Expr,
  lastName,
  type Program,
  type ProjectClass,
  type ProjectFunction,
} from '../../../program/index.ts';

/** How reading an attribute of a mapped class may reach the database. */
export type Loading = 'lazy' | 'dynamic' | 'deferred';

/** An attribute that SQLAlchemy maps. */
export interface MappedAttribute {
  readonly owner: ProjectClass;
  readonly name: string;
  /** How its first read loads it; undefined where it comes with its object. */
  readonly loading: Loading | undefined;
  /** What it gives, as far as the text tells: mapped classes of a relationship. */
  readonly targets: readonly ProjectClass[];
}

/** What a literal says: the value of a string, else its text. */
export type Says = (expr: Expr, scope: ProjectFunction) => string;

/** The mapped classes of a project, and their attributes. */
export interface Mapping {
  /** Attributes with a name, of whichever classes. */
  named(name: string): readonly MappedAttribute[];
  readonly names: ReadonlySet<string>;
  /** Attributes of objects of the class. */
  of(cls: ProjectClass): readonly MappedAttribute[];
  isMapped(cls: ProjectClass): boolean;
  /** The first read of it on objects of the classes reaches the database. */
  loads(attribute: MappedAttribute): boolean;
}

const relations =
  /^(?:sqlalchemy|sqlmodel|flask_sqlalchemy)\b.*\.(?:relationship|relation|dynamic_loader|Relationship)$/u;
const columns =
  /^(?:sqlalchemy|sqlmodel|flask_sqlalchemy)\b.*\.(?:Column|mapped_column|column_property|deferred|query_expression|Field)$/u;
const proxies = /^sqlalchemy\b.*\.association_proxy$/u;
const mappers = /^(?:sqlalchemy|sqlmodel|flask_sqlalchemy)\b/u;

/** What `lazy=` says: with its object, never, or by queries of the application. */
const EAGER = new Set([
  'joined',
  'selectin',
  'subquery',
  'immediate',
  'False',
  'raise',
  'raise_on_sql',
  'noload',
  'None',
]);
const BY_QUERY = new Set(['dynamic', 'write_only']);

type Call = Extract<Expr, { kind: 'call' }>;

/** Reads the mapping off class bodies (declarative, in SQLAlchemy's and SQLModel's styles), mixins and later assignments. */
export function readMapping(program: Program, says: Says): Mapping {
  const ev = program.evaluation;
  const own = new Map<ProjectClass, MappedAttribute[]>();
  const add = (attribute: MappedAttribute) => {
    const list = own.get(attribute.owner);
    if (list) list.push(attribute);
    else own.set(attribute.owner, [attribute]);
  };
  for (const cls of ev.project.classes) for (const each of declared(ev, cls, says)) add(each);
  for (const scope of ev.project.functions) for (const each of assigned(ev, scope, says)) add(each);
  const byName = Map.groupBy([...own.values()].flat(), ({ name }) => name);
  const isMapped = (cls: ProjectClass) =>
    ev.classes.order(cls).some((each) => own.has(each)) &&
    ev.classes.externalBases(cls).some((base) => mappers.test(base) || base === '?');
  return {
    named: (name) => byName.get(name) ?? [],
    names: new Set(byName.keys()),
    of: (cls) => ev.classes.order(cls).flatMap((each) => own.get(each) ?? []),
    isMapped,
    loads: ({ loading }) => loading !== undefined,
  };
}

/** What the body of a class maps, the other sides of its relationships included. */
function declared(ev: Evaluation, cls: ProjectClass, says: Says): readonly MappedAttribute[] {
  const { body } = cls;
  const isTable = ev.classes.externalBases(cls).some((base) => mappers.test(base));
  const bound = body.facts.bindings.flatMap(({ target, value, annotation }): readonly MappedAttribute[] => {
    if (target.kind !== 'name') return [];
    if (value?.kind === 'call') return mappedBy(ev, cls, target.id, value, body, annotation, says);
    // `title: Mapped[str]`, and SQLModel's fields.
    const isColumn = annotation !== undefined && isTable && !target.id.startsWith('__');
    return isColumn ? [{ owner: cls, name: target.id, loading: undefined, targets: [] }] : [];
  });
  const made = [...cls.methods.values()].flat().flatMap((method): readonly MappedAttribute[] => {
    if (!method.facts.decorators.some((decorator) => lastName(decorator) === 'declared_attr')) return [];
    return method.facts.returns.flatMap((value) =>
      value.kind === 'call'
        ? mappedBy(ev, cls, method.facts.name, value, method, method.facts.returnAnnotation, says)
        : [],
    );
  });
  return [...bound, ...made];
}

/** `Shelf.books = relationship(Book)` after the class. */
function assigned(ev: Evaluation, scope: ProjectFunction, says: Says): readonly MappedAttribute[] {
  return scope.facts.bindings.flatMap(({ target, value }) => {
    if (target.kind !== 'attribute' || value?.kind !== 'call' || !isNamed(ev, value, scope, relations)) return [];
    return [...ev.of(target.of, scope)].flatMap((owner) =>
      owner.kind === 'class' ? mappedBy(ev, owner.class, target.name, value, scope, undefined, says) : [],
    );
  });
}

function isNamed(ev: Evaluation, call: Call, scope: ProjectFunction, pattern: RegExp): boolean {
  return [...ev.of(call.callee, scope)].some((value) => value.kind === 'external' && pattern.test(value.name));
}

function mappedBy(
  ev: Evaluation,
  cls: ProjectClass,
  name: string,
  call: Call,
  scope: ProjectFunction,
  annotation: Expr | undefined,
  says: Says,
): readonly MappedAttribute[] {
  const argument = (wanted: string) => call.args.find((each) => each.name === wanted)?.value;
  const said = (expr: Expr | undefined) => (expr === undefined ? '' : says(expr, scope));
  if (isNamed(ev, call, scope, relations)) {
    const targets = targetsOf(ev, call, scope, annotation);
    const isDynamic = lastName(call.callee) === 'dynamic_loader';
    const loading = isDynamic
      ? 'dynamic'
      : loadingOf(said(argument('lazy') ?? optionOf(argument('sa_relationship_kwargs'))));
    const back = backOf(argument('backref'), said);
    const others = back ? targets.map((owner) => ({ owner, ...back, targets: [cls] })) : [];
    return [{ owner: cls, name, loading, targets }, ...others];
  }
  if (isNamed(ev, call, scope, proxies)) return [{ owner: cls, name, loading: 'lazy', targets: [] }];
  if (!isNamed(ev, call, scope, columns)) return [];
  const isDeferred = lastName(call.callee) === 'deferred' || said(argument('deferred')) === 'True';
  return [{ owner: cls, name, loading: isDeferred ? 'deferred' : undefined, targets: [] }];
}

/** `sa_relationship_kwargs={"lazy": "selectin"}`: a display does not keep its keys apart, but nothing else has these words. */
function optionOf(expr: Expr | undefined): Expr | undefined {
  if (expr?.kind === 'call') return expr.args.find(({ name }) => name === 'lazy')?.value;
  if (expr?.kind !== 'collection') return undefined;
  return expr.items.find((item) => item.kind === 'string' && (EAGER.has(item.value) || BY_QUERY.has(item.value)));
}

function loadingOf(said: string): Loading | undefined {
  if (BY_QUERY.has(said)) return 'dynamic';
  return EAGER.has(said) ? undefined : 'lazy';
}

/** `backref="loans"`, `backref=backref("loans", lazy="dynamic")`. */
function backOf(
  expr: Expr | undefined,
  said: (expr: Expr | undefined) => string,
): { readonly name: string; readonly loading: Loading | undefined } | undefined {
  if (expr?.kind === 'string') return { name: expr.value, loading: 'lazy' };
  if (expr?.kind !== 'call' || expr.args[0]?.value.kind !== 'string') return undefined;
  const lazy = expr.args.find(({ name }) => name === 'lazy')?.value;
  return { name: expr.args[0].value.value, loading: loadingOf(said(lazy)) };
}

/** The classes a relationship leads to: by name, by class, by annotation. */
function targetsOf(
  ev: Evaluation,
  call: Call,
  scope: ProjectFunction,
  annotation: Expr | undefined,
): readonly ProjectClass[] {
  const given = call.args.find(({ name }) => name === undefined || name === 'argument')?.value;
  const named = given?.kind === 'string' ? lastWord(given.value) : undefined;
  if (named !== undefined) return ev.project.classes.filter(({ facts }) => facts.name === named);
  const values = given ? [...ev.of(given, scope)] : [];
  const classes = values.flatMap((value) => (value.kind === 'class' ? [value.class] : []));
  if (classes.length > 0 || annotation === undefined) return classes;
  const instances = ev.annotation(annotation, scope);
  return [...instances, ...ev.element(instances)].flatMap((value) => (value.kind === 'instance' ? [value.class] : []));
}

const lastWord = (text: string): string => text.replace(/^.*[.\s]/u, '').replace(/\W+$/u, '');
