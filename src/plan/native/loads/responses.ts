import {
  type Endpoint,
  type Evaluation,
  eachPart,
  type Expr,
  indexUses,
  type Program,
  type ProjectClass,
  type ProjectFunction,
  type Values,
} from '../../../program/index.ts';
import type { Remainder } from '../model.ts';
import type { MappedAttribute, Mapping } from './mapped.ts';
import { nameOf } from './reach.ts';
import { type OnLoop, reachedBy } from './reads.ts';

const models = /^(?:pydantic|pydantic_settings|sqlmodel|fastapi)\b/u;
const validates = new Set(['model_validate', 'from_orm', 'validate', 'parse_obj', 'validate_python']);

/** A field of a response model that reads an attribute of a mapped object. */
export interface FieldRead {
  readonly attribute: MappedAttribute;
  readonly model: ProjectClass;
}

/**
 * Relationships that are loaded while a response model, or one that is validated in the code, reads its fields off a mapped
 * object.
 */
export function responseReads(
  program: Program,
  mapping: Mapping,
  isOnLoop: OnLoop,
  requests: (fn: ProjectFunction) => string,
): readonly Remainder[] {
  return modelReads(program, mapping, isOnLoop).flatMap(({ model, objects, scope, line, endpoint }) =>
    fieldReads(program.evaluation, mapping, model, objects)
      .filter(({ attribute }) => mapping.loads(attribute))
      .map(({ attribute, model: by }): Remainder => {
        const sentence = `the ${endpoint ? `response model ${by.facts.name}` : `model ${by.facts.name}`} reads it`;
        return {
          kind: 'lazy',
          file: scope.module.file,
          line,
          what: `${attribute.owner.facts.name}.${attribute.name}`,
          why: reachedBy(sentence, endpoint ? nameOf(endpoint) : requests(scope)),
        };
      }),
  );
}

/** A model that is filled from mapped objects. */
export interface ModelRead {
  readonly model: ProjectClass;
  readonly objects: readonly ProjectClass[];
  readonly scope: ProjectFunction;
  readonly line: number;
  /** The endpoint whose response it is; undefined for a call in the code. */
  readonly endpoint: Endpoint | undefined;
  /** What it is filled from, and when. */
  readonly given: readonly { readonly expr: Expr; readonly at: number }[];
}

/** Response models of endpoints, and calls of `Model.model_validate(object)`. */
export function modelReads(program: Program, mapping: Mapping, isOnLoop: OnLoop): readonly ModelRead[] {
  const ev = program.evaluation;
  const mapped = (values: Values) => [...new Set(instancesIn(ev, values))].filter((cls) => mapping.isMapped(cls));
  const responses = program.endpoints
    .filter(({ inTests }) => !inTests)
    .flatMap((endpoint): ModelRead[] => {
      const { function: fn } = endpoint;
      const objects = mapped(new Set(fn.facts.returns.flatMap((expr) => [...ev.of(expr, fn)])));
      const scope = fn.parent ?? fn;
      const model = responseModelOf(fn) ?? fn.facts.returnAnnotation;
      const classes = model ? modelsIn(ev, model, scope) : [];
      const line = fn.facts.span.line;
      // What is returned is read when everything in the function has run.
      const given = fn.facts.returns.map((expr) => ({ expr, at: fn.facts.span.end }));
      return classes.map((cls) => ({ model: cls, objects, scope: fn, line, endpoint, given }));
    });
  const calls = indexUses(ev).calls.flatMap(({ expr, scope }): ModelRead[] => {
    const { callee, args } = expr;
    if (callee.kind !== 'attribute' || !validates.has(callee.name) || !isOnLoop(scope)) return [];
    const given = args[0]?.value;
    const classes = modelsIn(ev, callee.of, scope);
    if (given === undefined || classes.length === 0) return [];
    const objects = mapped(ev.of(given, scope));
    const read = [{ expr: given, at: expr.start }];
    return classes.map((model) => ({ model, objects, scope, line: expr.line, endpoint: undefined, given: read }));
  });
  return [...responses, ...calls, ...constructions(ev, isOnLoop, mapped)];
}

/** `LoanList(loans=loans)`: the model of the field reads what it is given. */
function constructions(
  ev: Evaluation,
  isOnLoop: OnLoop,
  mapped: (values: Values) => readonly ProjectClass[],
): readonly ModelRead[] {
  return indexUses(ev).calls.flatMap(({ expr, scope }): ModelRead[] => {
    const keywords = expr.args.filter(({ name }) => name !== undefined && !name.startsWith('*'));
    if (keywords.length === 0 || !isOnLoop(scope)) return [];
    const made = [...ev.of(expr.callee, scope)].flatMap((value) => (value.kind === 'class' ? [value.class] : []));
    return made
      .filter((cls) => isModel(ev, cls))
      .flatMap((cls) =>
        keywords.flatMap(({ name, value }): ModelRead[] => {
          const objects = mapped(ev.of(value, scope));
          const field = objects.length > 0 ? fieldsOf(ev, cls).find((each) => each.name === name) : undefined;
          const inner = field?.annotation ? modelsIn(ev, field.annotation, field.scope) : [];
          const given = [{ expr: value, at: expr.start }];
          return inner.map((model) => ({ model, objects, scope, line: expr.line, endpoint: undefined, given }));
        }),
      );
  });
}

function isModel(ev: Evaluation, cls: ProjectClass): boolean {
  return ev.classes.externalBases(cls).some((base) => models.test(base));
}

/** The mapped attributes that a model reads off objects of these classes; off any where nobody knows what it is given. */
export function fieldReads(
  ev: Evaluation,
  mapping: Mapping,
  model: ProjectClass,
  objects: readonly ProjectClass[],
  above: readonly ProjectClass[] = [],
): readonly FieldRead[] {
  if (above.includes(model) || above.length > 8) return [];
  const found = new Map<MappedAttribute, FieldRead>();
  for (const { name, annotation, scope } of fieldsOf(ev, model)) {
    const attributes = objects.flatMap((cls) => mapping.of(cls)).filter((each) => each.name === name);
    for (const attribute of attributes) {
      found.set(attribute, { attribute, model });
      const inner = annotation && attribute.targets.length > 0 ? modelsIn(ev, annotation, scope) : [];
      for (const cls of inner)
        for (const read of fieldReads(ev, mapping, cls, attribute.targets, [...above, model]))
          if (!found.has(read.attribute)) found.set(read.attribute, read);
    }
  }
  return [...found.values()];
}

interface Field {
  readonly name: string;
  readonly annotation: Expr | undefined;
  readonly scope: ProjectFunction;
}

function fieldsOf(ev: Evaluation, model: ProjectClass): readonly Field[] {
  return ev.classes
    .order(model)
    .flatMap(({ body }) =>
      body.facts.bindings.flatMap(({ target, annotation }) =>
        target.kind === 'name' && annotation ? [{ name: target.id, annotation, scope: body }] : [],
      ),
    );
}

function responseModelOf(fn: ProjectFunction): Expr | undefined {
  return fn.facts.decorators
    .flatMap((decorator) => (decorator.kind === 'call' ? decorator.args : []))
    .find(({ name, value }) => name === 'response_model' && !(value.kind === 'literal'))?.value;
}

/** Pydantic's classes that are named in an expression: `list[BookOut]`, `Page[BookOut] | None`, `"BookOut"`. */
function modelsIn(ev: Evaluation, expr: Expr, scope: ProjectFunction): readonly ProjectClass[] {
  const found = new Set<ProjectClass>();
  const take = (cls: ProjectClass) => {
    if (isModel(ev, cls)) found.add(cls);
  };
  eachPart(expr, (part) => {
    if (part.kind === 'string') {
      const words = new Set(part.value.match(/[\p{L}_][\p{L}\p{N}_]*/gu));
      for (const cls of ev.project.classes) if (words.has(cls.facts.name)) take(cls);
    }
    if (part.kind !== 'name' && part.kind !== 'attribute') return;
    for (const value of ev.of(part, scope)) {
      if (value.kind === 'class') take(value.class);
      else if (value.kind === 'alias') for (const cls of modelsIn(ev, value.expr, value.scope)) found.add(cls);
    }
  });
  return [...found];
}

/** Classes of the objects that are among the values, or in containers of them. */
export function instancesIn(ev: Evaluation, values: Values, depth = 0): readonly ProjectClass[] {
  const own = [...values].flatMap((value) => (value.kind === 'instance' ? [value.class] : []));
  if (depth > 3 || ![...values].some(({ kind }) => kind === 'many')) return own;
  return [...own, ...instancesIn(ev, ev.element(values), depth + 1)];
}
