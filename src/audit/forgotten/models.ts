import { eachPart, type Expr, type ProjectClass, type ProjectFunction } from '../../program/index.ts';
import { mappedBases, validatedBases } from './libraries.ts';
import type { Analysis } from './model.ts';

/**
 * Whether the class checks what its declared attribute gets, so that no coroutine is ever kept in it: a Pydantic model
 * validates what it is made of, SQLAlchemy maps columns and relationships. False where the declaration allows anything.
 */
export function isChecked(a: Analysis, cls: ProjectClass, name: string, how: 'made' | 'set'): boolean {
  const bases = a.ev.classes.externalBases(cls).flatMap((base) => a.knowledge.lineage(base));
  const isMapped = bases.some((base) => mappedBases.test(base));
  // Pydantic does not validate what is assigned later
  const isValidated = how === 'made' && bases.some((base) => validatedBases.test(base));
  if (!isMapped && !isValidated) return false;
  const declared = a.ev.classes
    .order(cls)
    .flatMap(({ body }) =>
      body.facts.bindings.flatMap(({ target, annotation, value }) =>
        target.kind === 'name' && target.id === name ? [{ annotation, value, scope: body }] : [],
      ),
    );
  return (
    declared.length > 0 &&
    declared.every(({ annotation, value, scope }) =>
      annotation ? isExact(a, annotation, scope) : isMapped && value !== undefined && isColumn(a, value, scope),
    )
  );
}

/** Every reader of the class's attributes is in the project, or a library that takes values. */
export function isModel(a: Analysis, cls: ProjectClass): boolean {
  return a.ev.classes
    .externalBases(cls)
    .flatMap((base) => a.knowledge.lineage(base))
    .some((base) => mappedBases.test(base) || validatedBases.test(base));
}

const loose =
  /(?:^|\.)(?:Any|Awaitable|Coroutine|Future|Task|Callable|Generator|Iterator|Iterable|Async\w+|SkipValidation|object|TypeVar|Protocol|Generic)(?:\(\))?$/u;

/** Names in the annotation are classes and containers that no coroutine is one of. */
function isExact(a: Analysis, annotation: Expr, scope: ProjectFunction, depth = 0): boolean {
  if (depth > 5) return false;
  let isFine = true;
  eachPart(annotation, (part) => {
    if (part.kind === 'call' || part.kind === 'lambda') isFine = false;
    if (part.kind !== 'name' && part.kind !== 'attribute') return;
    const values = [...a.ev.of(part, scope)];
    const isKnown = values.every((value) => {
      switch (value.kind) {
        case 'class':
          return !a.ev.classes.externalBases(value.class).some((base) => /(?:^|\.)Protocol$/u.test(base));
        case 'external':
          return !loose.test(value.name);
        case 'alias':
          return isExact(a, value.expr, value.scope, depth + 1);
        case 'module':
          return true;
        default:
          return false;
      }
    });
    if (values.length === 0 || !isKnown) isFine = false;
  });
  return isFine;
}

function isColumn(a: Analysis, value: Expr, scope: ProjectFunction): boolean {
  if (value.kind !== 'call') return false;
  const callees = [...a.ev.of(value.callee, scope)];
  return (
    callees.length > 0 &&
    callees.every((callee) => callee.kind === 'external' && /^(?:sqlalchemy|sqlmodel)\./u.test(callee.name))
  );
}
