import type { Expr } from '../facts.ts';
import type { DatabaseSite, ProjectFunction, UrlLiteral } from '../model.ts';
import type { Evaluation } from '../values/evaluation.ts';
import { placeOf } from './places.ts';
import { argument } from './routers.ts';

type Call = Extract<Expr, { kind: 'call' }>;

const kinds: ReadonlyMap<string, DatabaseSite['kind']> = new Map(
  Object.entries({
    create_engine: 'engine',
    engine_from_config: 'engine',
    create_async_engine: 'async-engine',
    async_engine_from_config: 'async-engine',
    sessionmaker: 'session-factory',
    async_sessionmaker: 'async-session-factory',
    scoped_session: 'scoped-session',
    async_scoped_session: 'scoped-session',
  } as const),
);

/** The database site a call is, if it is one. `boundTo` is the name its result is assigned to. */
export function databaseSite(
  ev: Evaluation,
  call: Call,
  scope: ProjectFunction,
  boundTo: string | undefined,
): DatabaseSite | undefined {
  for (const value of ev.of(call.callee, scope)) {
    if (value.kind !== 'external') continue;
    const kind = kinds.get(value.name.slice(value.name.lastIndexOf('.') + 1));
    if (!kind || !/^(?:sqlalchemy|sqlmodel|ferryman)\./u.test(value.name)) continue;
    const first = argument(call.args, 'url') ?? call.args.find((arg) => arg.name === undefined)?.value;
    const scopeFunction =
      argument(call.args, 'scopefunc') ?? call.args.filter((arg) => arg.name === undefined)[1]?.value;
    return {
      kind,
      callee: value.name,
      module: scope.module,
      inside: scope,
      call,
      place: placeOf(scope, call),
      boundTo,
      hasScopeFunction: kind === 'scoped-session' && scopeFunction !== undefined,
      url: first?.kind === 'string' ? urlLiteral(first, scope) : undefined,
    };
  }
  return undefined;
}

/** The text is a database URL: a dialect SQLAlchemy knows, a driver perhaps, and `://`. */
export function urlLiteral(expr: Extract<Expr, { kind: 'string' }>, scope: ProjectFunction): UrlLiteral | undefined {
  const match = /^((?:sqlite|postgres|postgresql|mysql|mariadb|oracle|mssql|cockroachdb)(?:\+\w+)?):\/\//iu.exec(
    expr.value,
  );
  if (!match?.[1]) return undefined;
  return { value: expr.value, drivername: match[1].toLowerCase(), place: placeOf(scope, expr) };
}
