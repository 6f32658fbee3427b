import { type Expr, lastName, type ProjectClass, type ProjectFunction } from '../../program/index.ts';
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
      isMapped
        ? (annotation !== undefined && isMappedType(annotation)) || (value !== undefined && isColumn(a, value, scope))
        : annotation !== undefined && isExact(a, annotation, scope),
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

/** Containers whose contents nobody checks unless it is said what they are. */
const containers =
  /^(?:builtins|typing|collections|collections\.abc)\.(?:list|dict|set|frozenset|tuple|deque|List|Dict|Set|FrozenSet|Tuple|Deque|Sequence|Mapping|MutableMapping|MutableSequence|Collection|defaultdict|DefaultDict|OrderedDict)$/u;

/** Names in the annotation are classes and containers that no coroutine is one of, or is in. */
function isExact(a: Analysis, annotation: Expr, scope: ProjectFunction, depth = 0): boolean {
  if (depth > 12) return false;
  const inner = (part: Expr) => isExact(a, part, scope, depth + 1);
  switch (annotation.kind) {
    case 'subscript':
      return isExactName(a, annotation.of, scope, depth, 'of something') && annotation.index.every(inner);
    case 'collection':
      return annotation.items.every(inner);
    case 'choice':
      return annotation.of.every(inner);
    case 'other':
      return annotation.type === 'binary_operator' && annotation.parts.every(inner);
    case 'string':
    case 'literal':
      return true;
    case 'name':
    case 'attribute':
      return isExactName(a, annotation, scope, depth, 'as it is');
    default:
      return false;
  }
}

function isExactName(
  a: Analysis,
  name: Expr,
  scope: ProjectFunction,
  depth: number,
  how: 'as it is' | 'of something',
): boolean {
  const values = [...a.ev.of(name, scope)];
  return (
    values.length > 0 &&
    values.every((value) => {
      switch (value.kind) {
        case 'class':
          return !a.ev.classes.externalBases(value.class).some((base) => /(?:^|\.)(?:Protocol|Generic)$/u.test(base));
        case 'external':
          return !loose.test(value.name) && (how === 'of something' || !containers.test(value.name));
        case 'alias':
          return isExact(a, value.expr, value.scope, depth + 1);
        default:
          return false;
      }
    })
  );
}

/** `Mapped[int]`, `relationship.Mapped[list["Book"]]`. */
function isMappedType(annotation: Expr): boolean {
  return annotation.kind === 'subscript' && /^(?:WriteOnly|Dynamic)?Mapped$/u.test(lastName(annotation.of));
}

function isColumn(a: Analysis, value: Expr, scope: ProjectFunction): boolean {
  if (value.kind !== 'call') return false;
  const callees = [...a.ev.of(value.callee, scope)];
  return (
    callees.length > 0 &&
    callees.every((callee) => callee.kind === 'external' && /^(?:sqlalchemy|sqlmodel)\./u.test(callee.name))
  );
}
