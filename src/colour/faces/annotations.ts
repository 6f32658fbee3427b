import type { Knowledge } from '../../knowledge/index.ts';
import type { Evaluation, Expr, ProjectFunction } from '../../program/index.ts';

/** A name of a session's class in an annotation. */
export interface Spot {
  readonly scope: ProjectFunction;
  readonly expr: Expr;
}

/** Where the class of the session stands in an annotation; undefined where it is written in a way that cannot be changed. */
export function classIn(
  ev: Evaluation,
  knowledge: Knowledge,
  expr: Expr,
  scope: ProjectFunction,
  depth = 0,
): Spot | undefined {
  if (depth > 8) return undefined;
  if (expr.kind === 'subscript') {
    const [first] = expr.index.length === 1 && expr.index[0]?.kind === 'collection' ? expr.index[0].items : expr.index;
    const isWrapper = [...ev.of(expr.of, scope)].some(
      (value) => value.kind === 'external' && wrappers.test(value.name),
    );
    return isWrapper && first ? classIn(ev, knowledge, first, scope, depth + 1) : undefined;
  }
  if (expr.kind !== 'name' && expr.kind !== 'attribute') return undefined;
  const [value, ...more] = [...ev.of(expr, scope)];
  if (value === undefined || more.length > 0) return undefined;
  if (value.kind === 'alias') return classIn(ev, knowledge, value.expr, value.scope, depth + 1);
  const name =
    value.kind === 'external'
      ? value.name
      : value.kind === 'class'
        ? ev.types.publicName(value.class.module.name, value.class.qualname)
        : undefined;
  return name !== undefined && (knowledge.face(name) ?? knowledge.faceNamed(name)) ? { expr, scope } : undefined;
}

/** What is annotated with `Iterator[Session]` gives sessions, one after the other. */
const wrappers =
  /^(?:typing|typing_extensions|collections\.abc)\.(?:Annotated|(?:Async)?(?:Iterator|Iterable|Generator))$/u;
