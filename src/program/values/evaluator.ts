import type { Expr } from '../facts.ts';
import type { ProjectFunction } from '../model.ts';
import type { Project } from '../project.ts';
import { tabulateFixtures } from '../pytest/fixtures.ts';
import { annotationValues, union } from './annotations.ts';
import { callValues, elementValues, returnedValues } from './calls.ts';
import { tabulateClasses } from './classes.ts';
import type { CallSite, Evaluation } from './evaluation.ts';
import { areSameSites, type Flow, flowOf, mergeFlows, noFlow, type ScopeFlow } from './flow.ts';
import { attributeValues, classMember } from './members.ts';
import { type Answer, type Kept, Memo, unanswered } from './memo.ts';
import { remembered, type Types, type Value, ValuePool, type Values } from './model.ts';
import { nameValues } from './names.ts';
import { comprehensionOf } from './reaching.ts';
import { parameterValues } from './parameters.ts';
import { indexScopes } from './scopes.ts';
import { type Hints, noHints, toldValues } from './told.ts';

const rounds = 12;

/** Values of one expression. Where dynamic code hands everything on to everything, sets grow without an end. */
const most = 256;

/**
 * Evaluate a project's expressions to sets of values. Parameters without annotation get what the calls found in the
 * round before give them, until nothing new is called or twelve rounds are over; a function that is also used as a
 * value, is decorated or has no known caller keeps `unknown` among its arguments. `isOver` is told when a round is.
 */
export function evaluateProject(
  project: Project,
  known: Types,
  hints: Hints = noHints,
  isOver: (stage: string) => void = () => {},
): Evaluation {
  const types = remembered(known);
  const pool = new ValuePool();
  const scopes = indexScopes(project);
  let flow: Flow = noFlow;
  const facts = { sites: noAnswers(), made: noAnswers(), escaped: noAnswers() };
  /** Too many to be worth telling apart: `unknown` stands for them, beside what the project defines where that fits. */
  const widened = (values: Values): Values => {
    const own = [...values].filter((value) => runs(value) || value.kind === 'class' || value.kind === 'instance');
    return own.length > most ? pool.only(pool.unknown) : new Set([pool.unknown, ...own]);
  };
  const memo = new Memo(pool.only(pool.unknown), most, widened);
  const exprs = perModule(project);
  const names = perOwner();
  const members = { instance: perOwner(), class: perOwner(), super: perOwner() };
  const parameters = perOwner();
  const returned: Answer[] = [];
  const yielded: Answer[] = [];
  const others = new Map<string, Answer>();
  const answerFor = <K>(key: K, answers: Map<K, Answer>): Answer => {
    let answer = answers.get(key);
    if (answer === undefined) answers.set(key, (answer = unanswered()));
    return answer;
  };
  const ask = (answer: Answer, compute: () => Values) => memo.known(answer) ?? memo.workOut(answer, compute);
  const once = (key: string, compute: () => Values) => ask(answerFor(key, others), compute);
  const nameOf = (id: string, scope: ProjectFunction): Values =>
    ask(names(scope.id, id), () => nameValues(ev, id, scope));

  const ev: Evaluation = {
    project,
    types,
    pool,
    scopes,
    fixtures: tabulateFixtures(project),
    classes: tabulateClasses(
      project,
      (expr, cls) => ev.of(expr, cls.parent),
      () => memo.restsOnUnfinished(),
    ),
    once,
    of: (expr, scope) => {
      if (expr.kind === 'name') {
        const definitions = scopes.definitions(scope, expr.id) ?? [];
        const isOne = definitions.length < 2 && !definitions.some((each) => comprehensionOf(each, scope));
        if (isOne) return nameOf(expr.id, scope);
        return ask(answerFor(expr, exprs(scope)), () => nameValues(ev, expr.id, scope, expr.start));
      }
      // Nothing is to be remembered of what is known at sight.
      if ((expr.kind === 'string' || expr.kind === 'literal') && !hints.has(expr))
        return expressionValues(ev, expr, scope);
      const answer = answerFor(expr, exprs(scope));
      return (
        memo.known(answer) ??
        memo.workOut(answer, () => {
          const values = expressionValues(ev, expr, scope);
          const told = hints.get(expr);
          return told ? union([values, toldValues(ev, told)]) : values;
        })
      );
    },
    isTold: (expr) => hints.get(expr)?.isWhole === true,
    name: nameOf,
    annotation: (expr, scope) =>
      once(`annotation ${scope.id} ${expr.start} ${expr.end} ${quotedKey(expr)}`, () =>
        annotationValues(ev, expr, scope),
      ),
    attribute: (of, name) => attributeValues(ev, of, name),
    member: (cls, name, on) => ask(members[on](cls.id, name), () => classMember(ev, cls, name, on)),
    returned: (fn) => ask((returned[fn.id] ??= unanswered()), () => returnedValues(ev, fn)),
    yielded: (fn) =>
      ask((yielded[fn.id] ??= unanswered()), () => union(fn.facts.yields.map((expr) => ev.of(expr, fn)))),
    parameter: (fn, name) => ask(parameters(fn.id, name), () => parameterValues(ev, fn, name)),
    isWide: (fn, name) => ev.parameter(fn, name) !== undefined && parameters(fn.id, name).isWide,
    element: (of) => elementValues(ev, of),
    callSites(fn): readonly CallSite[] {
      memo.restsOn((facts.sites[fn.id] ??= unanswered()));
      return flow.sites.get(fn) ?? [];
    },
    constructions(cls): readonly CallSite[] {
      memo.restsOn((facts.made[cls.id] ??= unanswered()));
      return flow.made.get(cls) ?? [];
    },
    escapes(fn) {
      memo.restsOn((facts.escaped[fn.id] ??= unanswered()));
      return flow.escaped.has(fn);
    },
  };
  /** Those who asked for what is another one now have to ask again. */
  const exchange = (next: Flow) => {
    for (const fn of project.functions) {
      const { sites, escaped } = { sites: facts.sites[fn.id], escaped: facts.escaped[fn.id] };
      if (sites && !areSameSites(flow.sites.get(fn), next.sites.get(fn))) sites.version += 1;
      if (escaped && flow.escaped.has(fn) !== next.escaped.has(fn)) escaped.version += 1;
    }
    for (const cls of project.classes) {
      const made = facts.made[cls.id];
      if (made && !areSameSites(flow.made.get(cls), next.made.get(cls))) made.version += 1;
    }
    flow = next;
  };
  const flows: Kept<ScopeFlow>[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const scope of project.functions) flows[scope.id] = memo.keep(flows[scope.id], () => flowOf(ev, scope));
    const next = mergeFlows(flows.map(({ result }) => result));
    const settled = next.size === flow.size;
    memo.nextRound();
    exchange(next);
    isOver(`round ${round + 1}`);
    if (settled) break;
  }
  return ev;
}

/** A function, by itself or among many; any method of a class. */
function runs(value: Value): boolean {
  return value.kind === 'many' ? runs(value.of) : value.kind === 'function' || value.kind === 'some-member';
}

const noAnswers = (): Answer[] => [];

/** A table for each module: one for all of them would be too large for the processor's caches. */
function perModule({ functions }: Project): (scope: ProjectFunction) => Map<Expr, Answer> {
  const tables = new Map(functions.map(({ module }) => [module, new Map<Expr, Answer>()]));
  const byScope = functions.map(({ module }) => tables.get(module));
  return (scope) => {
    const table = byScope[scope.id];
    if (table === undefined) throw new TypeError(`${scope.qualname} is no scope of this project`);
    return table;
  };
}

/** Answers by the number of a function or class, and by a name. */
function perOwner(): (owner: number, name: string) => Answer {
  const tables: Map<string, Answer>[] = [];
  return (owner, name) => {
    const answers = (tables[owner] ??= new Map());
    let answer = answers.get(name);
    if (answer === undefined) answers.set(name, (answer = unanswered()));
    return answer;
  };
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
              ? pool.only(pool.alias(expr, scope))
              : subscripted(ev, value),
        ),
      );
    }
    case 'string':
      return pool.only(pool.object('builtins.str'));
    case 'literal':
      return expr.type === 'None' ? new Set() : pool.only(pool.object(`builtins.${expr.type}`));
    case 'collection': {
      const items = union(expr.items.map((item) => ev.of(item, scope)));
      return pool.set((items.size > 0 ? [...items] : [pool.unknown]).map((value) => pool.many(value)));
    }
    case 'await':
      return ev.of(expr.of, scope);
    case 'choice':
      return union(expr.of.map((part) => ev.of(part, scope)));
    case 'lambda': {
      const fn = scope.facts.functions.find((inner) => inner.kind === 'lambda' && inner.span.start === expr.start);
      const found = fn && ev.project.functionOf(fn);
      return pool.only(found ? pool.function(found, false) : pool.unknown);
    }
    case 'other':
      return operatorValues(ev, expr, scope);
  }
}

function subscripted(ev: Evaluation, value: Value): Values {
  // a slice of a list is a list of the same
  if (value.kind === 'many') return new Set([value.of, value]);
  return ev.element(ev.pool.only(value));
}

function operatorValues(ev: Evaluation, expr: Extract<Expr, { kind: 'other' }>, scope: ProjectFunction): Values {
  const { pool } = ev;
  switch (expr.type) {
    case 'str':
      return pool.only(pool.object('builtins.str'));
    case 'comparison_operator':
    case 'not_operator':
      return pool.only(pool.object('builtins.bool'));
    case 'binary_operator': {
      const parts = union(expr.parts.map((part) => ev.of(part, scope)));
      const types = [...parts].filter(
        (value) => value.kind === 'class' || value.kind === 'alias' || value.kind === 'external',
      );
      if (types.length > 0) return pool.only(pool.alias(expr, scope)); // `Loan | None`
      return pool.set([...parts].map((value) => (value.kind === 'object' ? pool.object(value.name) : value)));
    }
    case 'list_splat':
    case 'unary_operator':
      return expr.parts[0] ? ev.of(expr.parts[0], scope) : pool.only(pool.unknown);
    default:
      return pool.only(pool.unknown);
  }
}
