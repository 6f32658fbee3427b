import { eachExpression, type ProjectFunction } from '../../../program/index.ts';
import { isSqlAlchemy1 } from '../../dependencies/add-runtime/wanted.ts';
import type { RecipeContext, Site } from '../../recipe.ts';

/** asyncpg takes the place of a PostgreSQL driver that binds parameters as text: SQLAlchemy 1.4 has nothing else. */
export function bindsByType(context: RecipeContext): boolean {
  const listed = new Set(
    context.program.dependencyFiles
      .filter((file) => file.kind !== 'lock')
      .flatMap((file) => file.requirements.map(({ name }) => name)),
  );
  const before = [...listed].some((name) => /^(?:psycopg2(?:-binary|cffi)?|psycopg)$/u.test(name));
  return before && (isSqlAlchemy1(context) || (listed.has('asyncpg') && !listed.has('psycopg')));
}

/** `text("... :days ...")`: the server decides what type the parameter has, and asyncpg makes the value fit that. */
export function typedParameters({ program }: RecipeContext, fn: ProjectFunction): readonly Site<never>[] {
  const sites: Site<never>[] = [];
  eachExpression(fn.facts, (expr) => {
    const [first] = expr.kind === 'call' ? expr.args : [];
    if (expr.kind !== 'call' || first?.value.kind !== 'string' || !PARAMETER.test(first.value.value)) return;
    const isText = [...program.evaluation.of(expr.callee, fn)].some(
      (value) => value.kind === 'external' && TEXT.test(value.name),
    );
    if (!isText) return;
    sites.push({
      file: fn.module.file,
      line: expr.line,
      what: 'SQL text with parameters',
      why: 'On asyncpg the server says what type a parameter has: text for a number is refused, a decimal for a number may be cut, and SET takes none.',
      applicability: 'needs-review',
      next: 'Pass values of the type that the statement needs, or cast them in it: CAST(:price AS numeric).',
    });
  });
  return sites;
}

const TEXT = /^(?:sqlalchemy|sqlmodel)\.(?:\w+\.)*text$/u;
/** `:name`, and neither `::type` nor an escaped colon. */
const PARAMETER = /(?<![:\w\\]):(?=[A-Za-z_])/u;
