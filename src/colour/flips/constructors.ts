import {
  eachExpression,
  type Evaluation,
  type Expr,
  indexUses,
  metaclasses,
  type Program,
  type ProjectClass,
  type ProjectFunction,
  type Use,
  type Uses,
  type Value,
} from '../../program/index.ts';
import type { FlipRequest, Site } from './model.ts';

/** What the two halves of a constructor that waits are called. */
const HALVES = ['create', '_start'];

/** Where objects are made: known where the callee can be nothing else. */
export function madeSites(ev: Evaluation, uses: Uses): readonly Site[] {
  return uses.calls.flatMap(({ expr, scope }): Site[] => {
    const runs = [...ev.of(expr.callee, scope)].flatMap((value) => initsOf(ev, value));
    const may = [...new Set(runs.flatMap((each) => each ?? []))];
    if (may.length === 0) return [];
    const isKnown = !runs.includes(undefined);
    const [targets, byName] = isKnown ? [may, []] : [[], may];
    return [{ scope, expr, kind: 'call', targets, byName, seed: undefined, shape: 'made', hasOthers: false }];
  });
}

/** What calling the value runs: `__init__` of a class and, where it may be a derived one, of those; undefined for else. */
function initsOf(ev: Evaluation, value: Value): readonly (ProjectFunction | undefined)[] {
  if (value.kind !== 'class') return [undefined];
  const derived = value.orDerived ? ev.classes.subclasses(value.class) : [];
  return [value.class, ...derived].map((cls) => initOf(ev, cls));
}

function initOf(ev: Evaluation, cls: ProjectClass): ProjectFunction | undefined {
  return ev.classes
    .order(cls)
    .find((each) => each.methods.has('__init__'))
    ?.methods.get('__init__')?.[0];
}

/**
 * Why `__init__` cannot be split into a factory that is awaited and a method that it awaits; undefined when every place
 * that makes the object is ours and known, and nothing else is done as it is made.
 */
export function constructorBoundary(
  program: Program,
  request: FlipRequest,
): (fn: ProjectFunction) => string | undefined {
  const ev = program.evaluation;
  const made = new Set(program.endpoints.flatMap(({ dependencies }) => dependencies.map(({ function: fn }) => fn)));
  return (fn) => {
    const { owner } = fn;
    if (owner === undefined) return 'it is no method';
    if (made.has(fn)) return `FastAPI makes ${owner.qualname} itself`;
    const family = [owner, ...ev.classes.subclasses(owner)];
    for (const cls of family) {
      const why = classProblem(ev, cls, owner);
      if (why !== undefined) return why;
    }
    return (
      bodyProblem(ev, fn) ??
      mentionProblem(ev, new Set(family)) ??
      textProblem(program, request, new Set(family.map(({ facts }) => facts.name)))
    );
  };
}

function classProblem(ev: Evaluation, cls: ProjectClass, owner: ProjectClass): string | undefined {
  if (cls.facts.decorators.length > 0) return `a decorator of ${cls.qualname} may make it, or what it makes`;
  if (metaclasses(ev, cls).length > 0 || cls.facts.bases.some(({ name }) => name !== undefined))
    return `${cls.qualname} has a metaclass, or arguments for one`;
  const base = ev.classes.externalBases(cls).find((each) => !plainBases.test(each));
  if (base !== undefined) return `${base === '?' ? 'a base class that nobody knows' : base} may make it`;
  for (const each of ev.classes.order(cls)) {
    if (each.methods.has('__new__')) return `${each.qualname} makes its objects in \`__new__\``;
    if (each !== owner && each.methods.has('__init__')) return `${each.qualname} has an \`__init__\`, too`;
    const taken = HALVES.find((name) => each.methods.has(name) || ev.scopes.attributes(each, name).length > 0);
    if (taken !== undefined) return `${each.qualname} has something else by the name ${taken}`;
  }
  return undefined;
}

const plainBases = /^(?:builtins\.object|abc\.ABC|typing(?:_extensions)?\.(?:Protocol|Generic))$/u;

function bodyProblem(ev: Evaluation, { facts, owner }: ProjectFunction): string | undefined {
  const [self, ...own] = facts.parameters;
  if (facts.decorators.length > 0 || (owner?.methods.get('__init__')?.length ?? 0) > 1)
    return 'it is decorated, or defined more than once';
  if (self === undefined || self.form !== 'plain' || self.default || self.annotation)
    return 'its first parameter is out of the ordinary';
  if (own.some(({ name }) => name === 'cls')) return 'it has a parameter called cls';
  let why: string | undefined;
  for (const { default: given } of own)
    if (given && !/^(?:literal|string|name|attribute)$/u.test(given.kind))
      why = 'a default is worked out as it is defined';
  eachExpression(facts, (expr) => {
    if (expr.kind === 'name' && (expr.id === 'super' || expr.id === '__class__')) why = 'it calls super()';
  });
  for (const { expr, scope } of indexUses(ev).calls) {
    const { callee } = expr;
    if (callee.kind !== 'attribute' || callee.name !== '__init__') continue;
    const isIt = [...ev.of(callee, scope)].some((value) => value.kind === 'function' && value.function.owner === owner);
    if (isIt) why ??= `${scope.qualname} calls it by its name`;
  }
  return why;
}

/** The class as a value: somebody may make objects of it who does not await. */
function mentionProblem(ev: Evaluation, classes: ReadonlySet<ProjectClass>): string | undefined {
  const uses = indexUses(ev);
  for (const scope of ev.project.functions) {
    let why: string | undefined;
    const bases = new Set(scope.facts.classes.flatMap((inner) => inner.bases.map(({ value }) => value)));
    eachExpression(scope.facts, (expr) => {
      if (why !== undefined || (expr.kind !== 'name' && expr.kind !== 'attribute' && expr.kind !== 'call')) return;
      if (bases.has(expr) || ![...ev.of(expr, scope)].some((value) => isOneOf(value, classes))) return;
      if (!uses.of(expr).every((use) => isHarmless(ev, use, scope)))
        why = `its class is handed on in ${scope.facts.kind === 'module' ? scope.module.name : scope.qualname}`;
    });
    if (why !== undefined) return why;
  }
  return undefined;
}

function isOneOf(value: Value, classes: ReadonlySet<ProjectClass>): boolean {
  return value.kind === 'class' && classes.has(value.class);
}

/** It is called, asked for an attribute, or compared. */
function isHarmless(ev: Evaluation, use: Use, scope: ProjectFunction): boolean {
  if (use.kind === 'callee') return true;
  if (use.kind === 'part') return use.parent.kind === 'attribute' && !use.parent.name.startsWith('__init');
  if (use.kind !== 'argument') return false;
  return [...ev.of(use.parent.callee, scope)].every(
    (value) => value.kind === 'external' && /^builtins\.(?:isinstance|issubclass)$/u.test(value.name),
  );
}

/** A text or a `case` names the class. */
function textProblem(program: Program, request: FlipRequest, names: ReadonlySet<string>): string | undefined {
  const word = new RegExp(`(?:^|[.:])(?:${[...names].join('|')})$`, 'u');
  for (const scope of program.project.functions) {
    let isNamed = false;
    eachExpression(scope.facts, (expr: Expr) => {
      if (expr.kind === 'string' && word.test(expr.value)) isNamed = true;
    });
    if (isNamed) return 'a text names its class, and may be used to make it';
  }
  const matched = new RegExp(`\\bcase\\b[^\\n]*\\b(?:${[...names].join('|')})\\s*\\(`, 'u');
  const file = program.modules.find((module) => matched.test(request.text?.(module.file) ?? ''));
  return file === undefined ? undefined : 'a `case` names its class';
}
