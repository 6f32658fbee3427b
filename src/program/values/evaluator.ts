import type { Expr } from '../facts.ts';
import type { ProjectFunction } from '../model.ts';
import type { Project } from '../project.ts';
import { annotationValues, union } from './annotations.ts';
import { callValues, elementValues, returnedValues } from './calls.ts';
import { tabulateClasses } from './classes.ts';
import type { CallSite, Evaluation } from './evaluation.ts';
import { collectFlow, type Flow, noFlow } from './flow.ts';
import { attributeValues, classMember } from './members.ts';
import { type Types, type Value, ValuePool, type Values } from './model.ts';
import { nameValues } from './names.ts';
import { parameterValues } from './parameters.ts';
import { indexScopes } from './scopes.ts';
import { type Hints, noHints, toldValues } from './told.ts';

/** Deeper than this, an expression is unknown: a guard against exhausting the stack, not a limit on real code. */
const deepest = 300;
const rounds = 12;

/** Values of one expression. Where dynamic code hands everything on to everything, sets grow without an end. */
const most = 256;

/**
 * Evaluate a project's expressions to sets of values. Parameters without annotation get what the calls found in the
 * round before give them, until nothing new is called or twelve rounds are over; a function that is also used as a
 * value, is decorated or has no known caller keeps `unknown` among its arguments.
 */
export function evaluateProject(project: Project, types: Types, hints: Hints = noHints): Evaluation {
  const pool = new ValuePool();
  const scopes = indexScopes(project);
  let before = new Map<string, Values>();
  let memo = new Map<string, Values>();
  let exprs = new Map<Expr, Values>();
  let exprsBefore = new Map<Expr, Values>();
  let running = new Set<string | Expr>();
  let depth = 0;
  let flow: Flow = noFlow;

  const guarded = <K extends string | Expr>(
    key: K,
    done: Map<K, Values>,
    earlier: Map<K, Values>,
    compute: () => Values,
  ): Values => {
    const known = done.get(key);
    if (known) return known;
    if (running.has(key)) return earlier.get(key) ?? new Set();
    if (depth > deepest) return new Set([pool.unknown]);
    running.add(key);
    depth += 1;
    try {
      const values = widened(compute());
      done.set(key, values);
      return values;
    } finally {
      depth -= 1;
      running.delete(key);
    }
  };
  /** Too many to be worth telling apart: what the project defines is kept whole, of the rest as much as fits. */
  const widened = (values: Values): Values => {
    if (values.size <= most) return values;
    const own = [...values].filter(({ kind }) => kind === 'function' || kind === 'class' || kind === 'instance');
    const others = [...values].filter(({ kind }) => kind !== 'function' && kind !== 'class' && kind !== 'instance');
    return new Set([pool.unknown, ...own, ...others.slice(0, Math.max(0, most - own.length))]);
  };
  const once = (key: string, compute: () => Values) => guarded(key, memo, before, compute);

  const ev: Evaluation = {
    project,
    types,
    pool,
    scopes,
    classes: tabulateClasses(project, (expr, cls) => ev.of(expr, cls.parent)),
    once,
    of: (expr, scope) =>
      expr.kind === 'name'
        ? (scopes.definitions(scope, expr.id)?.length ?? 0) > 1
          ? guarded(expr, exprs, exprsBefore, () => nameValues(ev, expr.id, scope, expr.start))
          : ev.name(expr.id, scope)
        : guarded(expr, exprs, exprsBefore, () => {
            const values = expressionValues(ev, expr, scope);
            const told = hints.get(expr);
            return told ? union([values, toldValues(ev, told)]) : values;
          }),
    isTold: (expr) => hints.get(expr)?.isWhole === true,
    name: (id, scope) => once(`name ${scope.id} ${id}`, () => nameValues(ev, id, scope)),
    annotation: (expr, scope) =>
      once(`annotation ${scope.id} ${expr.start} ${expr.end} ${quotedKey(expr)}`, () =>
        annotationValues(ev, expr, scope),
      ),
    attribute: (of, name) => attributeValues(ev, of, name),
    member: (cls, name, on) => once(`${on} ${cls.id} ${name}`, () => classMember(ev, cls, name, on)),
    returned: (fn) => once(`returned ${fn.id}`, () => returnedValues(ev, fn)),
    yielded: (fn) => once(`yielded ${fn.id}`, () => union(fn.facts.yields.map((expr) => ev.of(expr, fn)))),
    parameter: (fn, name) => once(`parameter ${fn.id} ${name}`, () => parameterValues(ev, fn, name)),
    element: (of) => elementValues(ev, of),
    callSites: (fn): readonly CallSite[] => flow.sites.get(fn) ?? [],
    constructions: (cls): readonly CallSite[] => flow.made.get(cls) ?? [],
    escapes: (fn) => flow.escaped.has(fn),
  };
  for (let round = 0; round < rounds; round++) {
    const next = collectFlow(ev);
    const settled = next.size === flow.size;
    flow = next;
    before = memo;
    exprsBefore = exprs;
    memo = new Map();
    exprs = new Map();
    running = new Set();
    if (settled) break;
  }
  return ev;
}

/** Parts of one quoted annotation share a place and are told apart by what they say. */
function quotedKey(expr: Expr): string {
  return expr.kind === 'name'
    ? expr.id
    : expr.kind === 'attribute'
      ? `${quotedKey(expr.of)}.${expr.name}`
      : expr.kind === 'subscript'
        ? `${quotedKey(expr.of)}[${expr.index.map(quotedKey).join()}]`
        : expr.kind === 'choice'
          ? expr.of.map(quotedKey).join('|')
          : expr.kind;
}

function expressionValues(ev: Evaluation, expr: Expr, scope: ProjectFunction): Values {
  const { pool } = ev;
  switch (expr.kind) {
    case 'name':
      return ev.name(expr.id, scope);
    case 'attribute':
      return ev.attribute(ev.of(expr.of, scope), expr.name);
    case 'call':
      return callValues(ev, expr, scope);
    case 'subscript': {
      const values = [...ev.of(expr.of, scope)];
      return union(
        values.map(
          (value): Values =>
            value.kind === 'external' || value.kind === 'class' || value.kind === 'alias'
              ? new Set([pool.alias(expr, scope)])
              : subscripted(ev, value),
        ),
      );
    }
    case 'string':
      return new Set([pool.object('builtins.str')]);
    case 'literal':
      return new Set(expr.type === 'None' ? [] : [pool.object(`builtins.${expr.type}`)]);
    case 'collection': {
      const items = union(expr.items.map((item) => ev.of(item, scope)));
      return new Set((items.size > 0 ? [...items] : [pool.unknown]).map((value) => pool.many(value)));
    }
    case 'await':
      return ev.of(expr.of, scope);
    case 'choice':
      return union(expr.of.map((part) => ev.of(part, scope)));
    case 'lambda': {
      const fn = scope.facts.functions.find((inner) => inner.kind === 'lambda' && inner.span.start === expr.start);
      const found = fn && ev.project.functionOf(fn);
      return new Set([found ? pool.function(found, false) : pool.unknown]);
    }
    case 'other':
      return operatorValues(ev, expr, scope);
  }
}

function subscripted(ev: Evaluation, value: Value): Values {
  // a slice of a list is a list of the same
  if (value.kind === 'many') return new Set([value.of, value]);
  return ev.element(new Set([value]));
}

function operatorValues(ev: Evaluation, expr: Extract<Expr, { kind: 'other' }>, scope: ProjectFunction): Values {
  const { pool } = ev;
  switch (expr.type) {
    case 'str':
      return new Set([pool.object('builtins.str')]);
    case 'comparison_operator':
    case 'not_operator':
      return new Set([pool.object('builtins.bool')]);
    case 'binary_operator': {
      const parts = union(expr.parts.map((part) => ev.of(part, scope)));
      const types = [...parts].filter(
        (value) => value.kind === 'class' || value.kind === 'alias' || value.kind === 'external',
      );
      if (types.length > 0) return new Set([pool.alias(expr, scope)]); // `Loan | None`
      return new Set([...parts].map((value) => (value.kind === 'object' ? pool.object(value.name) : value)));
    }
    case 'list_splat':
    case 'unary_operator':
      return expr.parts[0] ? ev.of(expr.parts[0], scope) : new Set([pool.unknown]);
    default:
      return new Set([pool.unknown]);
  }
}
