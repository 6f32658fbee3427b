import { isTestModule, type Module } from '../../../program/index.ts';
import { applicationsOf } from '../../applications.ts';
import type { RecipeContext } from '../../recipe.ts';
import type { Wanted } from './list.ts';
import { readRequirement } from './requirement.ts';

/** What the application needs to run on the loop, and the databases whose driver could not be found out. */
export interface Needs extends Wanted {
  /** Drivernames without an asynchronous sibling that the runtime takes. */
  readonly without: readonly string[];
  /** Drivers to add where a package is listed that they stand in for: requirement to that package's name. */
  readonly beside: ReadonlyMap<string, string>;
  /** No URL and no driver is named anywhere in the project. */
  readonly unknown: boolean;
}

/** Which driver a package serves. */
const PACKAGES: Readonly<Record<string, string>> = {
  psycopg2: 'postgresql+psycopg2',
  'psycopg2-binary': 'postgresql+psycopg2',
  pg8000: 'postgresql+pg8000',
  psycopg: 'postgresql+psycopg',
  asyncpg: 'postgresql+asyncpg',
  pymysql: 'mysql+pymysql',
  mysqlclient: 'mysql+mysqldb',
  'mysql-connector-python': 'mysql+mysqlconnector',
  aiomysql: 'mysql+aiomysql',
  asyncmy: 'mysql+asyncmy',
  pyodbc: 'mssql+pyodbc',
  aiosqlite: 'sqlite+aiosqlite',
  oracledb: 'oracle+oracledb',
};

/** Drivers come from the URLs in the code, its tests' SQLite ones, and the drivers that dependency files name. */
export function needsOf(context: RecipeContext): Needs {
  const { program, knowledge } = context;
  const listed = program.dependencyFiles
    .filter((file) => file.kind !== 'lock')
    .flatMap((file) => file.requirements.map((requirement) => requirement.name));
  const drivers = drivernames(context, listed);
  const packages = new Set(['ferryman']);
  const beside = new Map<string, string>();
  const without: string[] = [];
  const old = isSqlAlchemy1(context);
  for (const [drivername, from] of drivers) {
    const known = knowledge.asyncDrivers(drivername);
    if (known?.isAsync) continue;
    // SQLAlchemy 1.4 has no dialect for psycopg 3.
    const siblings = (known?.siblings ?? []).filter((sibling) => !(old && sibling.driver.startsWith('psycopg')));
    const there = siblings.find((sibling) => listed.includes(readRequirement(sibling.requirement)?.name ?? ''));
    const [best] = siblings;
    if (!best) without.push(drivername);
    else if (there) continue;
    else if (from === undefined) packages.add(withBinary(best.requirement, listed));
    else beside.set(withBinary(best.requirement, listed), from);
  }
  for (const name of packages) beside.delete(name);
  return { packages: [...packages], asyncioExtra: true, beside, without, unknown: drivers.size === 0 };
}

/** Drivername to the package that says so; undefined when a URL does. */
function drivernames(context: RecipeContext, listed: readonly string[]): ReadonlyMap<string, string | undefined> {
  const { program } = context;
  const reached = applicationsOf(context).imported;
  const found = new Map<string, string | undefined>();
  if (!urlsAreWritten(context, reached)) {
    for (const name of listed) {
      const drivername = PACKAGES[name];
      if (drivername !== undefined) found.set(drivername, name);
    }
  }
  for (const module of program.modules) {
    // A test may hold any URL as mere text; SQLite is the one that tests run on.
    const counts = (drivername: string) =>
      reached.has(module) || (isTestModule(module) && drivername.startsWith('sqlite'));
    for (const drivername of writtenIn(context, module).filter(counts)) {
      const [dialect = ''] = drivername.split('+');
      found.set(
        drivername,
        listed.find((name) => PACKAGES[name]?.startsWith(`${dialect}+`)),
      );
    }
  }
  return found;
}

/** Every engine's URL is written beside it, and nothing there reads settings: then no other database can be meant. */
function urlsAreWritten(context: RecipeContext, reached: ReadonlySet<Module>): boolean {
  const engines = context.program.databases.filter((site) => site.kind === 'engine' && reached.has(site.module));
  return engines.every(
    ({ module }) =>
      writtenIn(context, module).length > 0 && !/environ|getenv|settings|config/i.test(context.text(module.file) ?? ''),
  );
}

/** Drivernames of the database URLs in a module, f-strings included. */
function writtenIn({ text }: RecipeContext, module: Module): readonly string[] {
  const urls = (text(module.file) ?? '').matchAll(
    /["']((?:sqlite|postgres|postgresql|mysql|mariadb|oracle|mssql)(?:\+\w+)?):\/\//g,
  );
  return [...urls].flatMap((url) => url[1] ?? []);
}

/** psycopg comes with its C library where psycopg2 did. */
function withBinary(requirement: string, listed: readonly string[]): string {
  if (readRequirement(requirement)?.name !== 'psycopg') return requirement;
  return listed.includes('psycopg2') && !listed.includes('psycopg2-binary') ? 'psycopg' : 'psycopg[binary]';
}

/** The project asks for a SQLAlchemy below 2. */
export function isSqlAlchemy1({ program }: RecipeContext): boolean {
  return program.dependencyFiles
    .flatMap((file) => file.requirements)
    .some(({ name, specifier }) => name === 'sqlalchemy' && /<\s*2(\.0)*(\.?\*)?\s*(,|$)|[=~^]\s*1\./.test(specifier));
}
