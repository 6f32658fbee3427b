import {
  callTargets,
  type Evaluation,
  type Expr,
  type ProjectFunction,
  spell,
  type Use,
  type Uses,
} from '../../program/index.ts';
import { parameterFor } from './arguments.ts';
import type { Call } from './model.ts';
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
  readonly argument: Expr;
}

/** What becomes of an iterator or context manager that a call gives. */
export interface Consumption {
  readonly consumers: readonly Consumer[];
  /** Functions that hand it to their callers and never look into it. */
  readonly relays: readonly ProjectFunction[];
  /** Parameters that it is given for; what their function does with them is among the consumers. */
  readonly handed: readonly Handed[];
  /** Where nobody can follow it any further. */
  readonly lost: { readonly expr: Expr; readonly scope: ProjectFunction; readonly why: string } | undefined;
}

/** Builtins that go through what they are given at once; the text decides whether they have an asynchronous form. */
const throughs =
  /^builtins\.(?:list|tuple|set|frozenset|dict|sorted|sum|max|min|any|all|next|iter|enumerate|zip|map|filter|reversed)$/u;

/** Follows what a call gives through variables, attributes and returns, to where it is gone through or entered. */
export function consumptionOf(ev: Evaluation, uses: Uses, call: Expr, scope: ProjectFunction): Consumption {
  const consumers: Consumer[] = [];
  const relays = new Set<ProjectFunction>();
  const handed: Handed[] = [];
  const seen = new Set<Expr>();
  /** What is followed because one of its parts is. */
  const choices: { readonly parts: readonly Expr[]; readonly at: ProjectFunction }[] = [];
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
          choices.push({ parts: at.facts.returns, at });
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
      choices.push({ parts: parent.of, at });
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
    const targets = callTargets(ev, parent, at);
    if (targets.length > 0 && values.every(({ kind }) => kind === 'function' || kind === 'class')) {
      for (const { function: fn, how } of targets) {
        const parameter = how === 'resolved' ? parameterFor(ev, parent, at, fn, expr) : undefined;
        if (parameter === undefined || ev.scopes.definitions(fn, parameter)?.length !== 1)
          return lose(expr, at, `it is given to ${spell(parent.callee)}`);
        handed.push({ fn, parameter, argument: expr });
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
      const definitions = home && ev.scopes.definitions(home, target.id);
      if (home === undefined || definitions?.length !== 1) return lose(expr, at, `${target.id} may be something else`);
      for (const read of uses.reads(home, target.id)) follow(read.expr, read.scope);
      return;
    }
    if (target.kind !== 'attribute') return lose(expr, at, 'nobody knows where it is stored');
    const owners = [...ev.of(target.of, at)];
    for (const owner of owners) {
      if (owner.kind !== 'instance') return lose(expr, at, `nobody knows whose ${target.name} it becomes`);
      const stores = ev.scopes
        .attributes(owner.class, target.name)
        .filter((item) => item.kind !== 'binding' || item.binding.value !== undefined);
      if (stores.length > 1) return lose(expr, at, `${target.name} may be something else`);
    }
    for (const read of uses.attributes(target.name)) {
      if (read.expr.kind !== 'attribute') continue;
      const receivers = [...ev.of(read.expr.of, read.scope)];
      if (receivers.some((value) => value.kind === 'unknown'))
        return lose(read.expr, read.scope, `nobody knows whether it is that ${target.name}`);
      const isSame = receivers.some(
        (value) =>
          value.kind === 'instance' &&
          owners.some(
            (owner) =>
              owner.kind === 'instance' &&
              (ev.classes.order(value.class).includes(owner.class) ||
                ev.classes.order(owner.class).includes(value.class)),
          ),
      );
      if (isSame) follow(read.expr, read.scope);
    }
  };
  follow(call, scope);
  for (const { parts, at } of choices) {
    const other = parts.find((part) => part.kind !== 'choice' && !seen.has(part) && !isSame(ev, part, at, call, scope));
    if (other) lose(other, at, `it may be ${spell(other)}`);
  }
  return { consumers, relays: [...relays], handed, lost };
}

/** It calls the same; or it is `None`, which nobody goes through. */
function isSame(ev: Evaluation, part: Expr, at: ProjectFunction, call: Expr, scope: ProjectFunction): boolean {
  if (part.kind === 'literal' && part.type === 'None') return true;
  if (part.kind !== 'call' || call.kind !== 'call') return false;
  const values = ev.of(call.callee, scope);
  const others = [...ev.of(part.callee, at)];
  return others.length > 0 && others.every((value) => value.kind !== 'unknown' && values.has(value));
}
