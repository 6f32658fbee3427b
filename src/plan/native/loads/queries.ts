import { type Evaluation, type Expr, indexUses, type Program, type ProjectFunction } from '../../../program/index.ts';
import type { Remainder } from '../model.ts';
import { type OnLoop, spot } from './reads.ts';

/** What goes through all of what it is given, or may. */
const through = /^(?:builtins|itertools|collections|functools)\.\w+$/u;

/** Queries that run because somebody goes through them, and tables that are read off the database when they are made. */
export function implicitQueries(program: Program, isOnLoop: OnLoop): readonly Remainder[] {
  const ev = program.evaluation;
  const found: Remainder[] = [];
  const told = (scope: ProjectFunction, expr: Expr, what: string, why: string) =>
    void found.push({ kind: 'implicit', file: scope.module.file, line: expr.line, what, why: `${spot(scope)} ${why}` });
  const gone = 'goes through a query, which runs it';
  for (const scope of ev.project.functions) {
    if (!isOnLoop(scope)) continue;
    for (const { how, value } of scope.facts.bindings)
      if (how === 'element' && value && isQuery(ev, value, scope))
        told(scope, value, 'for ... in sqlalchemy.orm.Query', gone);
  }
  for (const { expr, scope } of indexUses(ev).calls) {
    if (!isOnLoop(scope)) continue;
    const callees = [...ev.of(expr.callee, scope)];
    const names = callees.flatMap((value) => (value.kind === 'external' ? [value.name] : []));
    if (names.some((name) => through.test(name)) && expr.args.some(({ value }) => isQuery(ev, value, scope)))
      told(scope, expr, 'for ... in sqlalchemy.orm.Query', gone);
    const isTable = names.some((name) => /^sqlalchemy\b.*\.(?:Table|MetaData|automap_base\(\)\.prepare)$/u.test(name));
    // `Table = __import__("sqlalchemy").Table` and the like: nothing else has an argument of that name.
    const reflects = expr.args.some(({ name }) => name === 'autoload_with' || (isTable && name === 'autoload'));
    if (reflects) told(scope, expr, 'sqlalchemy.Table(autoload_with=...)', 'reads the table off the database');
  }
  return found;
}

function isQuery(ev: Evaluation, expr: Expr, scope: ProjectFunction): boolean {
  return [...ev.of(expr, scope)].some(
    (value) => value.kind === 'object' && ev.types.canonical(value.name) === 'sqlalchemy.orm.Query',
  );
}
