import {
  eachExpression,
  type Evaluation,
  type Expr,
  type Program,
  type ProjectClass,
  type ProjectFunction,
  type Value,
  type Values,
} from '../../program/index.ts';
import type { Families } from './families.ts';
import type { FlipRequest, Site } from './model.ts';

/** `@property` alone, beside what only says something of it: `@abstractmethod`, `@override`. */
export function isPlainProperty(ev: Evaluation, fn: ProjectFunction): boolean {
  const { owner, facts, parent } = fn;
  if (owner === undefined) return false;
  const names = facts.decorators.map((expr) => {
    const [value, ...more] = [...ev.of(expr, parent ?? fn)];
    if (value?.kind !== 'external' || more.length > 0) return '';
    // Under another name the text of the decorator would not be found again.
    return value.name === 'builtins.property' && !(expr.kind === 'name' && expr.id === 'property') ? '' : value.name;
  });
  const others = names.filter((name) => name !== 'builtins.property');
  return others.length === names.length - 1 && others.every((name) => silent.test(name));
}

const silent = /^(?:abc\.abstractmethod|typing(?:_extensions)?\.(?:override|final))$/u;

/** Where properties are read: known where the receiver can be nothing else, by name alone where it can. */
export function readSites(ev: Evaluation): readonly Site[] {
  const named = Map.groupBy(
    ev.project.functions.filter((fn) => isPlainProperty(ev, fn)),
    (fn) => fn.facts.name,
  );
  if (named.size === 0) return [];
  return ev.project.functions.flatMap((scope) => {
    const found: Site[] = [];
    eachExpression(scope.facts, (expr) => {
      const all = expr.kind === 'attribute' ? named.get(expr.name) : undefined;
      if (expr.kind !== 'attribute' || all === undefined) return;
      const values = [...ev.of(expr.of, scope)];
      const read = values.map((value) => readOf(ev, value, expr.name));
      const isKnown =
        values.length > 0 &&
        values.every(({ kind }) => kind !== 'class') &&
        read.every((each) => each.length > 0 && each.every((fn) => all.includes(fn)));
      const mayBe = values.length === 0 || values.some(isOpen) ? all : read.flat();
      const targets = [...new Set(isKnown ? read.flat() : [])];
      const byName = isKnown ? [] : mayBe.filter((fn) => all.includes(fn));
      if (targets.length + byName.length > 0)
        found.push({ scope, expr, kind: 'call', targets, byName, seed: undefined, shape: 'read', hasOthers: false });
    });
    return found;
  });
}

/** Nobody can tell what it is: what a library hands on may be ours. */
function isOpen(value: Value): boolean {
  if (value.kind === 'external' || value.kind === 'object') return !/^builtins\.\w+$|\.[A-Z]\w*$/u.test(value.name);
  return value.kind === 'unknown' || value.kind === 'many' || value.kind === 'alias' || value.kind === 'some-member';
}

/** The methods that reading an attribute of the value may run, or take out of its class; empty where it is something else. */
function readOf(ev: Evaluation, value: Value, name: string): readonly ProjectFunction[] {
  if (value.kind !== 'instance' && value.kind !== 'super' && value.kind !== 'class') return [];
  const order = ev.classes.order(value.class);
  const own = (value.kind === 'super' ? order.slice(1) : order).find((cls) => cls.methods.has(name));
  const below = ev.classes.subclasses(value.class);
  return [...(own ? [own] : []), ...below].flatMap((cls) => cls.methods.get(name) ?? []);
}

/**
 * Why a property cannot become a method that is awaited; undefined when every read of it is ours and known. Reads that
 * nobody can see are those by text, by templates, by serialisers, and by classes that are compared by their attributes.
 */
export function propertyBoundary(
  program: Program,
  families: Families,
  request: FlipRequest,
): (fn: ProjectFunction) => string | undefined {
  const ev = program.evaluation;
  const hidden = hiddenReads(program, request);
  return (fn) => {
    if (!isPlainProperty(ev, fn) || fn.owner === undefined) return 'reading a property cannot be awaited';
    const { name } = fn.facts;
    const family = families.of(fn);
    if (!family.every((each) => isPlainProperty(ev, each))) return `${name} is no property everywhere in its family`;
    for (const cls of new Set(family.flatMap(({ owner }) => owner ?? []))) {
      const why = classProblem(ev, cls, name);
      if (why !== undefined) return why;
    }
    return hidden(name, new Set(family.flatMap(({ owner }) => (owner ? ev.classes.order(owner) : []))));
  };
}

function classProblem(ev: Evaluation, cls: ProjectClass, name: string): string | undefined {
  for (const each of [...ev.classes.order(cls), ...ev.classes.subclasses(cls)]) {
    if ((each.methods.get(name)?.length ?? 0) > 1) return `${name} is more than read: it has a setter or a deleter`;
    if (ev.scopes.attributes(each, name).some(({ kind }) => kind !== 'fill')) return `${name} is stored somewhere, too`;
    const base = ev.classes.externalBases(each).find((outside) => !plainBases.test(outside));
    if (base !== undefined) return `${base === '?' ? 'a base class that nobody knows' : base} may read ${name}`;
    const isDecorated = each.facts.decorators.some((expr) =>
      [...ev.of(expr, each.parent)].some(
        (value) => value.kind !== 'external' || !value.name.startsWith('dataclasses.'),
      ),
    );
    if (isDecorated) return `a decorator of ${each.qualname} may read ${name}`;
    if (each.methods.has('__getattribute__') || each.methods.has('__getattr__'))
      return `${each.qualname} finds its attributes itself`;
  }
  return undefined;
}

const plainBases =
  /^(?:builtins\.(?:object|\w*(?:Exception|Error))|abc\.ABC|typing(?:_extensions)?\.(?:Protocol|Generic))$/u;

/** Why reads of an attribute of the classes may not be in sight. */
function hiddenReads(
  program: Program,
  request: FlipRequest,
): (name: string, classes: ReadonlySet<ProjectClass>) => string | undefined {
  const ev = program.evaluation;
  const known = new Map<string, string | undefined>();
  let everywhere: Hidden | undefined;
  return (name, classes) => {
    everywhere ??= lookAround(program);
    const read = everywhere.reads.find(({ of }) => of.size === 0 || [...of].some((value) => mayBeOne(value, classes)));
    if (read !== undefined) return read.why;
    if (known.has(name)) return known.get(name);
    let why: string | undefined;
    const word = new RegExp(`^(?:[\\w.]+\\.)?${name}$|\\{[^{}]*\\b${name}\\b`, 'u');
    if (everywhere.strings.some((text) => word.test(text))) why ??= `a text names ${name}, and may be used to read it`;
    for (const scope of ev.project.functions) {
      if (why !== undefined) break;
      if (scope.facts.bindings.some(({ target }) => stores(target, name))) why = `${name} is stored somewhere, too`;
      // A model made from attributes reads those that it has fields for; a Protocol asks for them.
      const isField = scope.facts.kind === 'class' && scope.facts.bindings.some(({ target }) => isName(target, name));
      if (isField) why = `${scope.qualname} has an attribute of that name, and may be filled from it`;
    }
    const matched = new RegExp(`\\bcase\\b[^\\n]*\\b${name}\\s*=`, 'u');
    for (const { file } of program.modules)
      if (why === undefined && matched.test(request.text?.(file) ?? '')) why = `a \`case\` may read ${name}`;
    known.set(name, why);
    return why;
  };
}

function stores(target: Expr, name: string): boolean {
  if (target.kind === 'collection') return target.items.some((each) => stores(each, name));
  return target.kind === 'attribute' && target.name === name;
}

const isName = (target: Expr, name: string): boolean => target.kind === 'name' && target.id === name;

function mayBeOne(value: Value, classes: ReadonlySet<ProjectClass>): boolean {
  return isOpen(value) || value.kind === 'super' || (value.kind === 'instance' && classes.has(value.class));
}

/** What may read attributes without naming them in sight. */
interface Hidden {
  /** What is read from; empty for whatever there is. */
  readonly reads: readonly { readonly of: Values; readonly why: string }[];
  /** All texts of the project: one of them may be a name. */
  readonly strings: readonly string[];
}

function lookAround({ evaluation: ev }: Program): Hidden {
  const reads: { of: Values; why: string }[] = [];
  const strings: string[] = [];
  for (const scope of ev.project.functions) {
    for (const { module } of scope.facts.imports)
      if (templates.test(module)) reads.push({ of: new Set(), why: `templates of ${module} may read it` });
    eachExpression(scope.facts, (expr) => {
      if (expr.kind === 'string') strings.push(expr.value);
      if (expr.kind !== 'call') return;
      const callee = [...ev.of(expr.callee, scope)].flatMap((value) => (value.kind === 'external' ? [value.name] : []));
      const reader = callee.find((each) => readers.test(each));
      const [object, name] = expr.args;
      if (reader === undefined || (reader.startsWith('builtins.') && name?.value.kind === 'string')) return;
      const of =
        object === undefined || reader === 'operator.attrgetter' ? new Set<Value>() : ev.of(object.value, scope);
      reads.push({ of, why: `${reader} in ${scope.qualname} may read it` });
    });
  }
  return { reads, strings };
}

const readers =
  /^(?:builtins\.(?:getattr|hasattr|setattr|delattr)|inspect\.getmembers\w*|operator\.attrgetter|copy\.replace)$|^jsonpickle\./u;

const templates = /^(?:jinja2|mako|chameleon|django|fastapi\.templating|starlette\.templating|flask)(?:\.|$)/u;
