import type { ProjectClass, ProjectFunction } from '../model.ts';
import { lastName, union } from './annotations.ts';
import { isReadAsAttribute } from './descriptors.ts';
import type { Definition, Evaluation } from './evaluation.ts';
import { heldValues, moduleMember, storedValues } from './names.ts';
import type { Value, Values } from './model.ts';

/** `value.name` for each value. */
export function attributeValues(ev: Evaluation, of: Values, name: string): Values {
  return union([...of].map((value) => attributeOf(ev, value, name)));
}

function attributeOf(ev: Evaluation, value: Value, name: string): Values {
  const { pool, types } = ev;
  switch (value.kind) {
    case 'module':
      return moduleMember(ev, value.name, name) ?? pool.only(pool.unknown);
    case 'external': {
      const find = () => {
        const dotted = types.canonical(`${value.name}.${name}`);
        const known = types.attribute(dotted);
        return known === undefined ? pool.external(dotted) : pool.object(known);
      };
      return pool.only(pool.attribute(value, name, find));
    }
    case 'object':
      return union([
        pool.only(pool.attribute(value, name, () => objectMember(ev, value.name, name))),
        anyStored(ev, name, 'foreign'),
      ]);
    case 'instance':
      return ev.member(value.class, name, 'instance');
    case 'class':
      return ev.member(value.class, name, 'class');
    case 'super':
      return ev.member(value.class, name, 'super');
    case 'function': {
      // `send_reminder.delay` of a Celery task: the decorator decides what the attribute is
      const decorated = value.function.facts.decorators.flatMap((expr) => [
        ...ev.of(expr, value.function.parent ?? value.function),
      ]);
      const outside = decorated.filter((item) => item.kind === 'external' || item.kind === 'object');
      return pool.set(outside.map((item) => pool.external(`${item.name.replace(/\(\)$/u, '')}().${name}`)));
    }
    case 'many':
      return pool.only(pool.external(`builtins.list.${name}`));
    case 'alias':
    case 'some-member':
      return pool.only(pool.unknown);
    case 'unknown':
      return union([pool.only(pool.unknown), anyStored(ev, name, 'any')]);
  }
}

/** What anybody assigns to an attribute of that name: the receiver may be the one that is read from. */
function anyStored(ev: Evaluation, name: string, from: 'foreign' | 'any'): Values {
  const definitions = ev.scopes.stores(name, from);
  if (definitions.length === 0) return new Set();
  return ev.once(`stored ${from} ${name}`, () => {
    const values = heldValues(ev, definitions);
    return new Set([...values].filter((value) => value.kind !== 'unknown'));
  });
}

function objectMember(ev: Evaluation, type: string, name: string): Value {
  for (const base of ev.types.lineage(type)) {
    const known = ev.types.attribute(`${base}.${name}`);
    if (known === 'unknown') return ev.pool.unknown;
    if (known !== undefined) return ev.pool.object(known);
  }
  return ev.pool.external(`${type}.${name}`);
}

/**
 * A member by Python's lookup, and, because an instance may be of a derived class, every override below it.
 * `super` starts after the class itself.
 */
export function classMember(
  ev: Evaluation,
  cls: ProjectClass,
  name: string,
  on: 'instance' | 'class' | 'super',
): Values {
  const { pool } = ev;
  const order = ev.classes.order(cls);
  const found: Values[] = [];
  const own = described(ev, firstMember(ev, on === 'super' ? order.slice(1) : order, name, on));
  if (own) found.push(own);
  if (on !== 'super') {
    for (const derived of ev.classes.subclasses(cls)) {
      const override = firstMember(ev, [derived], name, on);
      if (override) found.push(override);
    }
  } else {
    // With several bases, `super()` may go to a sibling that only a derived class brings in.
    for (const derived of ev.classes.subclasses(cls)) {
      const line = ev.classes.order(derived);
      const next = firstMember(ev, line.slice(line.indexOf(cls) + 1), name, on);
      if (next) found.push(next);
    }
  }
  if (own) {
    const family = new Set([...order, ...ev.classes.subclasses(cls)]);
    const isOurs = (value: Value) => (value.kind === 'class' || value.kind === 'instance') && family.has(value.class);
    if (on !== 'super') found.push(storedValues(ev, name, isOurs, own));
    // A default stands beside what constructor calls give; nobody gives a value in the place of a method.
    if (on === 'instance' && (own.size === 0 || own.has(pool.unknown) || [...own].some(isKept)))
      found.push(...fieldValues(ev, cls, name));
    return union(found);
  }
  if (on !== 'super') found.push(anyStored(ev, name, 'foreign'));
  const outside = ev.classes.externalBases(cls);
  const external = outside.filter((base) => base !== '?').map((base) => objectMember(ev, base, name));
  const blind = outside.includes('?') || (union(found).size === 0 && external.length === 0);
  return pool.set([...union(found), ...external, ...(blind ? [pool.unknown] : [])]);
}

/** A function that an attribute keeps, and no method. */
function isKept(value: Value): boolean {
  return value.kind === 'function' && !value.function.owner;
}

/** A class attribute with a `__get__` of its own gives what that returns. */
function described(ev: Evaluation, values: Values | undefined): Values | undefined {
  if (!values) return undefined;
  const getters = [...values].flatMap((value) =>
    value.kind === 'instance' ? ev.classes.order(value.class).flatMap((cls) => cls.methods.get('__get__') ?? []) : [],
  );
  return getters.length > 0 ? union([values, ...getters.map((getter) => ev.returned(getter))]) : values;
}

/** `Figure(build=draw_map)`: what constructor calls give the field of a dataclass or model, by keyword or position. */
function fieldValues(ev: Evaluation, cls: ProjectClass, name: string): readonly Values[] {
  const fields = cls.body.facts.bindings.flatMap(({ target, annotation }) =>
    annotation && target.kind === 'name' ? [target.id] : [],
  );
  const position = fields.indexOf(name);
  return ev.constructions(cls).flatMap((site) => {
    const named = site.args.find((arg) => arg.name === name);
    const positional = position < 0 ? undefined : site.args.filter((arg) => arg.name === undefined)[position];
    const given = named ?? positional;
    return given ? [ev.of(given.value, site.scope)] : [];
  });
}

function firstMember(
  ev: Evaluation,
  order: readonly ProjectClass[],
  name: string,
  on: 'instance' | 'class' | 'super',
): Values | undefined {
  /** Something is put into it here, and it is made in a base: `self.shelves.put(shelf)`. */
  const fills: Definition[] = [];
  for (const cls of order) {
    const methods = cls.methods.get(name);
    const definitions = ev.scopes.attributes(cls, name);
    if (!methods && definitions.every(({ kind }) => kind === 'fill')) {
      fills.push(...definitions);
      continue;
    }
    const held = heldValues(ev, [...definitions, ...fills]);
    return union([...(methods ?? []).map((method) => methodValues(ev, method, on)), held]);
  }
  if (fills.length > 0) return heldValues(ev, fills);
  return undefined;
}

function methodValues(ev: Evaluation, method: ProjectFunction, on: 'instance' | 'class' | 'super'): Values {
  if (on !== 'class' && isReadAsAttribute(ev, method)) return ev.returned(method);
  const form = methodForm(method);
  return ev.pool.only(ev.pool.function(method, form === 'class' || (form === 'instance' && on !== 'class')));
}

/** Asked wherever an attribute of that name is read. */
const forms = new WeakMap<ProjectFunction, MethodForm>();

type MethodForm = 'instance' | 'class' | 'static';

/** What the first parameter of a method is. */
export function methodForm(method: ProjectFunction): MethodForm {
  let known = forms.get(method);
  if (known === undefined) forms.set(method, (known = readForm(method)));
  return known;
}

function readForm(method: ProjectFunction): MethodForm {
  const names = method.facts.decorators.map((expr) => lastName(expr.kind === 'call' ? expr.callee : expr));
  if (names.includes('staticmethod')) return 'static';
  if (names.includes('classmethod')) return 'class';
  if (names.some((name) => name.endsWith('validator')) && method.facts.parameters[0]?.name === 'cls') return 'class';
  return ['__new__', '__init_subclass__', '__class_getitem__'].includes(method.facts.name) ? 'class' : 'instance';
}
