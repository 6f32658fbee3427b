import type { Expr, ImportFacts } from '../facts.ts';
import type { Module, ProjectFunction } from '../model.ts';
import { union } from './annotations.ts';
import type { Definition, Evaluation } from './evaluation.ts';
import type { Value, Values } from './model.ts';
import { inReach, reaching } from './reaching.ts';

/**
 * What a name may be where it is read: local, enclosing, module, star imports, builtins. With `at`, the offset of the
 * read, definitions of the reader's own scope that cannot reach it are left out.
 */
export function nameValues(ev: Evaluation, id: string, from: ProjectFunction, at?: number): Values {
  for (let scope: ProjectFunction | undefined = from; scope; scope = scope.parent) {
    if (scope !== from && scope.facts.kind === 'class') continue; // class bodies are not seen by their methods
    if (scope.facts.globals.includes(id)) continue;
    const all = ev.scopes.definitions(scope, id);
    const definitions = all && inReach(all, scope, scope === from ? at : from.facts.span.start);
    if (definitions && definitions.length > 0) {
      const seen = at === undefined || scope !== from ? definitions : reaching(definitions, scope, at);
      const values = heldValues(ev, seen);
      return scope.parent ? values : union([values, storedInModule(ev, id, scope.module)]);
    }
    if (!scope.parent) {
      const starred = starValues(ev, id, scope.module, new Set());
      if (starred) return starred;
    }
  }
  return ev.pool.only(ev.pool.external(`builtins.${id}`));
}

/**
 * What definitions of one name or attribute give it. `desk.put(loan)` puts something into a container, unless what it is
 * done to is known to be a session, or of a class of the project that is no container.
 */
export function heldValues(ev: Evaluation, definitions: readonly Definition[]): Values {
  const bound = union(definitions.flatMap((each) => (each.kind === 'fill' ? [] : [definitionValues(ev, each)])));
  const fills = definitions.filter(({ kind }) => kind === 'fill');
  if (fills.length === 0 || holdsNothing(ev, bound)) return bound;
  return union([bound, ...fills.map((each) => definitionValues(ev, each))]);
}

/** None of the values is a container that something could be put into. */
function holdsNothing(ev: Evaluation, values: Values): boolean {
  return values.size > 0 && [...values].every((value) => isNoContainer(ev, value));
}

function isNoContainer(ev: Evaluation, value: Value): boolean {
  if (value.kind === 'object') return isSession(ev, value.name);
  if (value.kind !== 'instance') return false;
  return ev.classes.order(value.class).every((cls) => {
    const isOwn = ['__getitem__', '__iter__'].some((name) => cls.methods.has(name));
    return !isOwn && ev.classes.externalBases(cls).every((base) => plainBases.test(base) || isSession(ev, base));
  });
}

function isSession(ev: Evaluation, name: string): boolean {
  return ev.types
    .lineage(name)
    .some((base) => base === 'sqlalchemy.orm.Session' || base === 'sqlalchemy.ext.asyncio.AsyncSession');
}

/** Bases that hold nothing that could be taken out again. */
const plainBases =
  /^(?:builtins\.object|abc\.\w+|typing(?:_extensions)?\.(?:Protocol|Generic)|pydantic(?:\.\w+)*\.BaseModel)$/u;

/** Every definition counts, whatever the order: a superset. */
export function definitionValues(ev: Evaluation, definition: Definition): Values {
  const { pool } = ev;
  switch (definition.kind) {
    case 'parameter':
      return ev.parameter(definition.function, definition.name);
    case 'function':
      return pool.only(pool.function(definition.function, false));
    case 'class':
      return pool.only(pool.class(definition.class));
    case 'import':
      return importValues(ev, definition.item, definition.scope.module);
    case 'binding':
      return bindingValues(ev, definition);
    case 'fill': {
      const given = [...ev.of(definition.value, definition.scope)];
      if (definition.how === 'all')
        return pool.set(given.map((value) => (value.kind === 'many' ? value : pool.many(pool.unknown))));
      return pool.set(given.map((value) => pool.many(definition.isNested ? pool.many(value) : value)));
    }
  }
}

function bindingValues(ev: Evaluation, definition: Extract<Definition, { kind: 'binding' }>): Values {
  const { binding, scope } = definition;
  const { pool } = ev;
  if (binding.how === 'augment' || binding.value === undefined) {
    if (binding.annotation) return ev.annotation(binding.annotation, scope);
    return new Set(binding.how === 'augment' ? [] : [pool.unknown]);
  }
  if (binding.annotation) {
    const allowed = ev.annotation(binding.annotation, scope);
    if (allowed.size > 0 && !allowed.has(pool.unknown)) return allowed;
  }
  let value: Values;
  let path = definition.path;
  if (binding.how === 'assign') {
    let expr = binding.value;
    while (path[0] !== undefined && expr.kind === 'collection' && expr.items[path[0]]) {
      expr = expr.items[path[0]] ?? expr;
      path = path.slice(1);
    }
    value = ev.of(expr, scope);
  } else if (binding.how === 'element' && path[0] === 1 && itemsOf(ev, binding.value, scope)) {
    value = itemsOf(ev, binding.value, scope) ?? pool.only(pool.unknown);
    path = path.slice(1);
  } else {
    value = ev.of(binding.value, scope);
    value = binding.how === 'element' ? ev.element(value) : enterValues(ev, value);
  }
  for (const _ of path) value = ev.element(value);
  return value;
}

/** The second halves of what `prices.items()` gives, where `prices` is a mapping that is known. */
function itemsOf(ev: Evaluation, call: Expr, scope: ProjectFunction): Values | undefined {
  if (call.kind !== 'call' || call.callee.kind !== 'attribute' || call.callee.name !== 'items') return undefined;
  const mappings = [...ev.of(call.callee.of, scope)];
  const values = mappings.flatMap((value) => (value.kind === 'many' ? [value.of] : []));
  return values.length > 0 && values.length === mappings.length ? ev.pool.set(values) : undefined;
}

/** What `with` binds. */
export function enterValues(ev: Evaluation, context: Values): Values {
  return union([...context].map((value) => entered(ev, value)));
}

function entered(ev: Evaluation, value: Value): Values {
  const { pool, types } = ev;
  switch (value.kind) {
    case 'many':
      return pool.only(value.of);
    case 'object': {
      const known = types.returns(`${value.name}.__enter__`);
      return pool.only(known === undefined ? value : pool.object(known));
    }
    case 'instance': {
      const own = ['__enter__', '__aenter__'].flatMap((name) => [...ev.member(value.class, name, 'instance')]);
      const results = own.flatMap((member) => (member.kind === 'function' ? [...ev.returned(member.function)] : []));
      return pool.set(results.length > 0 ? results : [value]);
    }
    default:
      return pool.only(pool.unknown);
  }
}

export function importValues(ev: Evaluation, item: ImportFacts, module: Module): Values {
  const from = ev.project.importedFrom(item, module);
  if (item.name === undefined) return moduleValues(ev, from);
  return (
    moduleMember(ev, from, item.name) ?? ev.pool.only(ev.pool.external(ev.types.canonical(`${from}.${item.name}`)))
  );
}

/** The module of that name: the project's own, one of its folders, or one from outside. */
export function moduleValues(ev: Evaluation, name: string): Values {
  const module = ev.project.moduleNamed(name);
  if (module || ev.project.isNamespace(name)) return ev.pool.only(ev.pool.module(name, module));
  return ev.pool.only(ev.pool.external(ev.types.canonical(name)));
}

/** A name taken from a module of the project; undefined when the module is not the project's. */
export function moduleMember(ev: Evaluation, from: string, name: string): Values | undefined {
  const module = ev.project.moduleNamed(from);
  const inside = `${from}.${name}`;
  const submodule = () =>
    ev.project.moduleNamed(inside) || ev.project.isNamespace(inside) ? moduleValues(ev, inside) : undefined;
  if (!module) return ev.project.isNamespace(from) ? (submodule() ?? ev.pool.only(ev.pool.unknown)) : undefined;
  return ev.once(`member ${module.file} ${name}`, () => {
    const definitions = ev.scopes.definitions(ev.project.bodyOf(module), name);
    // A package that takes its own submodule (`from . import loans`) binds exactly that.
    const others = definitions?.filter((item) => !importsItself(ev, item, module, name));
    const own =
      others && others.length > 0 ? union(others.map((definition) => definitionValues(ev, definition))) : undefined;
    const inner = others?.length === definitions?.length ? undefined : submodule();
    const stored = storedInModule(ev, name, module);
    if (own && (own.size > 0 || stored.size > 0)) return union([own, stored, inner ?? new Set()]);
    const found = inner ?? submodule() ?? own ?? starValues(ev, name, module, new Set());
    return found ?? fallbackValues(ev, module);
  });
}

/** A module's own `__getattr__` answers for names that nothing binds. */
function fallbackValues(ev: Evaluation, module: Module): Values {
  const { pool } = ev;
  const hooks = ev.scopes.definitions(ev.project.bodyOf(module), '__getattr__') ?? [];
  const answers = hooks.flatMap((item) => (item.kind === 'function' ? [...ev.returned(item.function)] : []));
  return new Set([...answers, pool.unknown]);
}

/**
 * What is assigned to an attribute of that name, or put into it, from outside, on receivers that match. `held` is what
 * the attribute is made by its own class.
 */
export function storedValues(
  ev: Evaluation,
  name: string,
  matches: (receiver: Value) => boolean,
  held: Values = new Set(),
): Values {
  const isNoContainer = holdsNothing(ev, held);
  return union(
    ev.scopes.stores(name, 'foreign').flatMap((definition) => {
      if (!('receiver' in definition) || !definition.receiver) return [];
      if (definition.kind === 'fill' && isNoContainer) return [];
      const fits = [...ev.of(definition.receiver, definition.scope)].some(matches);
      return fits ? [definitionValues(ev, definition)] : [];
    }),
  );
}

/** `hooks.handler = ring` in another module. */
function storedInModule(ev: Evaluation, name: string, module: Module): Values {
  return storedValues(ev, name, (value) => value.kind === 'module' && value.module === module);
}

/** The names that `from module import *` brings; undefined when its `__all__` is more than a list of strings. */
function exportsOf(ev: Evaluation, module: Module): ReadonlySet<string> | undefined {
  const definitions = ev.scopes.definitions(ev.project.bodyOf(module), '__all__');
  const [only, ...more] = definitions ?? [];
  if (only?.kind !== 'binding' || more.length > 0 || only.binding.value?.kind !== 'collection') return undefined;
  const { items } = only.binding.value;
  const names = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  return names.length === items.length ? new Set(names) : undefined;
}

function importsItself(ev: Evaluation, definition: Definition, module: Module, name: string): boolean {
  return (
    definition.kind === 'import' &&
    definition.item.name === name &&
    module.names.includes(ev.project.importedFrom(definition.item, module))
  );
}

/** `from m import *` for names that nothing else binds. */
function starValues(ev: Evaluation, name: string, module: Module, seen: Set<Module>): Values | undefined {
  if (seen.has(module)) return undefined;
  seen.add(module);
  const found: Values[] = [];
  for (const definition of ev.scopes.definitions(ev.project.bodyOf(module), '*') ?? []) {
    if (definition.kind !== 'import') continue;
    const target = ev.project.moduleNamed(ev.project.importedFrom(definition.item, module));
    if (!target) continue;
    const exported = exportsOf(ev, target);
    if (exported && !exported.has(name)) continue;
    const definitions = ev.scopes.definitions(ev.project.bodyOf(target), name);
    const values = definitions
      ? union(definitions.map((item) => definitionValues(ev, item)))
      : starValues(ev, name, target, seen);
    if (values) found.push(values);
  }
  return found.length > 0 ? union(found) : undefined;
}
