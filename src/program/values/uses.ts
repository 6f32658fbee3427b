import type { Argument, Binding, Expr, ImportFacts, WithItem } from '../facts.ts';
import type { ProjectFunction } from '../model.ts';
import type { Evaluation } from './evaluation.ts';

type Tested = ProjectFunction['facts']['usage']['tested'][number];

/** What becomes of one expression. Several for `if loan := load():` and `a = b = load()`. */
export type Use =
  | { readonly kind: 'bare' }
  | { readonly kind: 'tested'; readonly how: Tested['how'] }
  | { readonly kind: 'returned' }
  | { readonly kind: 'yielded'; readonly delegated: boolean }
  | { readonly kind: 'bound'; readonly binding: Binding }
  | { readonly kind: 'entered'; readonly item: WithItem }
  /** `load().title = ...`: something is stored into it. */
  | { readonly kind: 'filled'; readonly how: 'attribute' | 'subscript' }
  /** A decorator, a base class, a default value, or a statement of which only that matters. */
  | { readonly kind: 'target' }
  | { readonly kind: 'callee'; readonly parent: Extract<Expr, { kind: 'call' }> }
  | { readonly kind: 'argument'; readonly parent: Extract<Expr, { kind: 'call' }>; readonly argument: Argument }
  | { readonly kind: 'part'; readonly parent: Expr };

export interface Read {
  readonly expr: Expr;
  readonly scope: ProjectFunction;
}

/** An expression's surroundings, for the whole project. */
export interface Uses {
  of(expr: Expr): readonly Use[];
  scopeOf(expr: Expr): ProjectFunction | undefined;
  /** Reads of a name that lives in `home`. */
  reads(home: ProjectFunction, id: string): readonly Read[];
  attributes(name: string): readonly Read[];
  /** Import statements that take `name` from the module. */
  importers(module: ProjectFunction, name: string): readonly { item: ImportFacts; scope: ProjectFunction }[];
  /** Where a name that is read or bound in `scope` lives. */
  home(scope: ProjectFunction, id: string): ProjectFunction | undefined;
  /** Every call and every attribute that is read, in the order of files and scopes. */
  readonly calls: readonly (Read & { readonly expr: Extract<Expr, { kind: 'call' }> })[];
  readonly dotted: readonly (Read & { readonly expr: Extract<Expr, { kind: 'attribute' }> })[];
  isAsyncIterated(expr: Expr): boolean;
  isRemainder(expr: Expr): boolean;
}

const known = new WeakMap<Evaluation, Uses>();

/** What becomes of every expression of the project; gone through once, however many ask. */
export function indexUses(evaluation: Evaluation): Uses {
  const uses = known.get(evaluation) ?? visitAll(evaluation);
  known.set(evaluation, uses);
  return uses;
}

function visitAll(evaluation: Evaluation): Uses {
  const { project } = evaluation;
  const uses = new Map<Expr, Use[]>();
  const scopes = new Map<Expr, ProjectFunction>();
  const reads = new Map<string, Read[]>();
  const attributes = new Map<string, Read[]>();
  const importers = new Map<string, { item: ImportFacts; scope: ProjectFunction }[]>();
  const calls: (Read & { expr: Extract<Expr, { kind: 'call' }> })[] = [];
  const dotted: (Read & { expr: Extract<Expr, { kind: 'attribute' }> })[] = [];
  const asyncIterated = new Set<Expr>();
  const remainders = new Set<Expr>();

  const home = (from: ProjectFunction, id: string): ProjectFunction | undefined => {
    for (let scope: ProjectFunction | undefined = from; scope; scope = scope.parent) {
      if (scope !== from && scope.facts.kind === 'class') continue;
      if (scope.facts.globals.includes(id)) continue;
      if (evaluation.scopes.definitions(scope, id)) return scope;
    }
    return undefined;
  };
  const visit = (expr: Expr, scope: ProjectFunction, use: Use): void => {
    add(uses, expr, use);
    if (scopes.has(expr)) return; // a walrus: seen before, with its parts
    scopes.set(expr, scope);
    const part = (inner: Expr) => visit(inner, scope, { kind: 'part', parent: expr });
    switch (expr.kind) {
      case 'name': {
        const at = home(scope, expr.id);
        if (at) add(reads, `${at.id} ${expr.id}`, { expr, scope });
        return;
      }
      case 'attribute':
        add(attributes, expr.name, { expr, scope });
        dotted.push({ expr, scope });
        return part(expr.of);
      case 'call':
        calls.push({ expr, scope });
        visit(expr.callee, scope, { kind: 'callee', parent: expr });
        for (const argument of expr.args) visit(argument.value, scope, { kind: 'argument', parent: expr, argument });
        return;
      case 'subscript':
        part(expr.of);
        return expr.index.forEach(part);
      case 'collection':
        return expr.items.forEach(part);
      case 'await':
        return part(expr.of);
      case 'choice':
        return expr.of.forEach(part);
      case 'other':
        return expr.parts.forEach(part);
      case 'string':
      case 'literal':
      case 'lambda':
        return;
    }
  };
  const visitTarget = (target: Expr, scope: ProjectFunction): void => {
    if (target.kind === 'attribute') visit(target.of, scope, { kind: 'filled', how: 'attribute' });
    else if (target.kind === 'subscript') {
      visit(target.of, scope, { kind: 'filled', how: 'subscript' });
      for (const index of target.index) visit(index, scope, { kind: 'part', parent: target });
    } else if (target.kind === 'collection') for (const item of target.items) visitTarget(item, scope);
    else if (target.kind === 'other') for (const item of target.parts) visitTarget(item, scope);
  };
  for (const scope of project.functions) {
    const { facts } = scope;
    const bare = new Set(facts.usage.bare);
    const delegated = new Set(facts.usage.delegated);
    for (const expr of facts.usage.asyncIterated) asyncIterated.add(expr);
    for (const expr of facts.usage.remainders) remainders.add(expr);
    for (const { expr, how } of facts.usage.tested) add(uses, expr, { kind: 'tested', how });
    for (const item of facts.imports)
      if (item.name !== undefined)
        add(importers, `${project.importedFrom(item, scope.module)} ${item.name}`, { item, scope });
    for (const item of facts.withs) visit(item.context, scope, { kind: 'entered', item });
    for (const binding of facts.bindings) {
      visitTarget(binding.target, scope);
      if (binding.value && binding.how !== 'enter') visit(binding.value, scope, { kind: 'bound', binding });
    }
    for (const expr of facts.expressions) visit(expr, scope, bare.has(expr) ? { kind: 'bare' } : { kind: 'target' });
    for (const expr of facts.returns) visit(expr, scope, { kind: 'returned' });
    for (const expr of facts.yields) visit(expr, scope, { kind: 'yielded', delegated: delegated.has(expr) });
    for (const inner of [...facts.functions, ...facts.classes])
      for (const expr of inner.decorators) visit(expr, scope, { kind: 'target' });
    for (const inner of facts.functions)
      for (const parameter of inner.parameters)
        if (parameter.default) visit(parameter.default, scope, { kind: 'target' });
    for (const inner of facts.classes) for (const base of inner.bases) visit(base.value, scope, { kind: 'target' });
  }
  return {
    of: (expr) => uses.get(expr) ?? [],
    scopeOf: (expr) => scopes.get(expr),
    reads: (at, id) => reads.get(`${at.id} ${id}`) ?? [],
    attributes: (name) => attributes.get(name) ?? [],
    importers: ({ module }, name) => module.names.flatMap((from) => importers.get(`${from} ${name}`) ?? []),
    home,
    calls,
    dotted,
    isAsyncIterated: (expr) => asyncIterated.has(expr),
    isRemainder: (expr) => remainders.has(expr),
  };
}

function add<K, V>(into: Map<K, V[]>, key: K, value: V): void {
  const list = into.get(key);
  if (list) list.push(value);
  else into.set(key, [value]);
}
