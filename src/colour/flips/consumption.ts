import {
  callTargets,
  type Definition,
  type Evaluation,
  type Expr,
  isReadAsAttribute,
  isTestModule,
  type ProjectClass,
  type ProjectFunction,
  type Read,
  spell,
  type Use,
  type Uses,
} from '../../program/index.ts';
import { parameterFor } from './arguments.ts';
import type { Call } from './model.ts';
import { implementations } from './protocols.ts';
import { takesIterators } from './tables.ts';

/** An expression that is gone through, entered, or asked for its next item. */
export interface Consumer {
  readonly expr: Expr;
  readonly scope: ProjectFunction;
  /** `next`: `iterator.__next__()`, which is awaited. */
  readonly how: 'through' | 'next';
}

/** An iterator given to a function of the project. */
export interface Handed {
  readonly fn: ProjectFunction;
  readonly parameter: string;
}

/** What becomes of an iterator or context manager that a call gives. */
export interface Consumption {
  readonly consumers: readonly Consumer[];
  /** Functions that hand it to their callers and never look into it. */
  readonly relays: ReadonlySet<ProjectFunction>;
  /** Parameters that it is given for; what their function does with them is among the consumers. */
  readonly handed: readonly Handed[];
  /** Expressions that it goes through, the call among them. */
  readonly seen: ReadonlySet<Expr>;
  /** What may stand in its place somewhere on the way, and has to be asynchronous as well. */
  readonly beside: readonly Read[];
  /** Where nobody can follow it any further. */
  readonly lost: (Read & { readonly why: string }) | undefined;
}

/** Builtins that go through what they are given at once; the text decides whether they have an asynchronous form. */
const throughs =
  /^builtins\.(?:list|tuple|set|frozenset|dict|sorted|sum|max|min|any|all|next|iter|enumerate|zip|map|filter|reversed|str\.join)$/u;

/** Follows what a call gives through variables, attributes and returns, to where it is gone through or entered. */
export function consumptionOf(ev: Evaluation, uses: Uses, call: Expr, scope: ProjectFunction): Consumption {
  const consumers: Consumer[] = [];
  const relays = new Set<ProjectFunction>();
  const handed: Handed[] = [];
  const seen = new Set<Expr>();
  const beside: Read[] = [];
  const besides = (own: Expr, at: ProjectFunction, parts: readonly Expr[]) => {
    for (const part of parts)
      if (part.kind !== 'choice' && part !== own && !isNone(part)) beside.push({ expr: part, scope: at });
  };
  let lost: Consumption['lost'];
  const lose = (expr: Expr, at: ProjectFunction, why: string) => {
    lost ??= { expr, scope: at, why };
  };
  const follow = (expr: Expr, at: ProjectFunction): void => {
    if (seen.has(expr)) return;
    seen.add(expr);
    for (const use of uses.of(expr)) step(expr, at, use);
  };
  const step = (expr: Expr, at: ProjectFunction, use: Use): void => {
    switch (use.kind) {
      case 'bare':
      case 'tested':
        return;
      case 'entered':
        if (!use.item.isAsync) consumers.push({ expr, scope: at, how: 'through' });
        return;
      case 'returned':
        if (at.facts.kind === 'function' && !at.facts.isGenerator) {
          relays.add(at);
          besides(expr, at, at.facts.returns);
          if (at.owner && isReadAsAttribute(ev, at)) attribute(expr, at, at.facts.name, [at.owner]);
        } else lose(expr, at, 'nobody knows who goes through what it returns');
        return;
      case 'yielded':
        if (use.delegated) consumers.push({ expr, scope: at, how: 'through' });
        else lose(expr, at, 'it is yielded to somebody');
        return;
      case 'bound':
        if (use.binding.how === 'element') {
          if (!uses.isAsyncIterated(expr)) consumers.push({ expr, scope: at, how: 'through' });
        } else if (use.binding.how === 'assign') bound(expr, at, use.binding.target);
        else lose(expr, at, 'it is bound in a way that nobody can follow');
        return;
      case 'part':
        part(expr, at, use.parent);
        return;
      case 'argument':
        given(expr, at, use.parent);
        return;
      default:
        lose(expr, at, `of what ${spell(expr)} becomes`);
    }
  };
  const part = (expr: Expr, at: ProjectFunction, parent: Expr): void => {
    if (parent.kind === 'choice') {
      besides(expr, at, parent.of);
      return follow(parent, at);
    }
    const called = uses.of(parent).find((use) => use.kind === 'callee');
    if (parent.kind === 'attribute' && parent.name === '__next__' && called?.kind === 'callee')
      consumers.push({ expr: called.parent, scope: at, how: 'next' });
    else lose(expr, at, `${spell(parent)} is asked of it`);
  };
  const given = (expr: Expr, at: ProjectFunction, parent: Call): void => {
    const values = [...ev.of(parent.callee, at)];
    const isAll = (pattern: RegExp) =>
      values.length > 0 && values.every((value) => value.kind === 'external' && pattern.test(value.name));
    const targets = callTargets(ev, parent, at).filter(({ how }) => how === 'resolved');
    if (targets.length > 0 && values.every(({ kind }) => kind === 'function' || kind === 'class')) {
      for (const { function: fn, isBound } of targets.flatMap((target) => [
        { function: target.function, isBound: undefined },
        ...implementations(ev, target.function).map((each) => ({ function: each, isBound: true })),
      ])) {
        const parameter = parameterFor(ev, parent, at, fn, expr, isBound);
        if (parameter === undefined || ev.scopes.definitions(fn, parameter)?.length !== 1)
          return lose(expr, at, `it is given to ${spell(parent.callee)}`);
        handed.push({ fn, parameter });
        for (const read of uses.reads(fn, parameter)) follow(read.expr, read.scope);
      }
      return;
    }
    if (isAll(throughs)) consumers.push({ expr, scope: at, how: 'through' });
    else if (!isAll(takesIterators)) lose(expr, at, `it is given to ${spell(parent.callee)}`);
  };
  const bound = (expr: Expr, at: ProjectFunction, target: Expr): void => {
    if (target.kind === 'name') {
      const home = uses.home(at, target.id);
      if (home === undefined) return lose(expr, at, `${target.id} may be something else`);
      others(expr, at, target.id, ev.scopes.definitions(home, target.id) ?? []);
      for (const read of uses.reads(home, target.id)) follow(read.expr, read.scope);
      return;
    }
    if (target.kind !== 'attribute') return lose(expr, at, 'nobody knows where it is stored');
    const owners = [...ev.of(target.of, at)];
    const classes = owners.flatMap((owner) => (owner.kind === 'instance' ? [owner.class] : []));
    if (classes.length < owners.length) return lose(expr, at, `nobody knows whose ${target.name} it becomes`);
    attribute(expr, at, target.name, classes);
  };
  /** It is an attribute of objects of these classes, by a store or a property. */
  const attribute = (expr: Expr, at: ProjectFunction, name: string, owners: readonly ProjectClass[]): void => {
    const isOwner = (cls: ProjectClass) =>
      owners.some((owner) => ev.classes.order(cls).includes(owner) || ev.classes.order(owner).includes(cls));
    const classes = ev.project.classes.filter(isOwner);
    others(
      expr,
      at,
      name,
      classes.flatMap((cls) => ev.scopes.attributes(cls, name)),
    );
    for (const definition of ev.scopes.stores(name, 'foreign')) {
      if (!('receiver' in definition) || !definition.receiver) continue;
      const receivers = [...ev.of(definition.receiver, definition.scope)];
      if (receivers.some(({ kind }) => kind === 'unknown')) lose(expr, at, `${name} may be something else`);
      if (receivers.some((value) => value.kind === 'instance' && isOwner(value.class)))
        others(expr, at, name, [definition]);
    }
    for (const read of uses.attributes(name)) {
      if (read.expr.kind !== 'attribute') continue;
      const receivers = [...ev.of(read.expr.of, read.scope)];
      // In tests what is unknown is mostly a library's.
      if (receivers.some((value) => value.kind === 'unknown') && !isTestModule(read.scope.module))
        return lose(expr, at, `nobody knows whether ${spell(read.expr)} is that ${name}`);
      if (receivers.some((value) => value.kind === 'instance' && isOwner(value.class))) follow(read.expr, read.scope);
    }
  };
  /** Whatever else a name or attribute may hold. */
  const others = (expr: Expr, at: ProjectFunction, name: string, definitions: readonly Definition[]): void => {
    for (const definition of definitions) {
      if (definition.kind === 'binding') {
        const { value, how } = definition.binding;
        if (value === expr || value === undefined) continue;
        if (how === 'assign' && definition.path.length === 0) {
          besides(expr, definition.scope, [value]);
          continue;
        }
      }
      lose(expr, at, `${name} may be something else`);
    }
  };
  follow(call, scope);
  return { consumers, relays, handed, seen, beside, lost };
}

/** Nobody goes through `None`. */
const isNone = (expr: Expr): boolean => expr.kind === 'literal' && expr.type === 'None';
