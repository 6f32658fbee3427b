import type { RecipeContext } from '../../recipe.ts';
import { applicationModules, isTestModule } from '../../reach.ts';
import type { Wanted } from './list.ts';
import { readRequirement } from './requirement.ts';

/** What the application needs to run on the loop, and the databases whose driver could not be found out. */
export interface Needs extends Wanted {
  /** Drivernames without an asynchronous sibling that the runtime takes. */
  readonly without: readonly string[];
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

/** Drivers come from the URLs in the code and its tests, and from the drivers that dependency files name. */
export function needsOf(context: RecipeContext): Needs {
  const { program, knowledge } = context;
  const reached = applicationModules(context);
  const files = new Set(program.modules.filter((each) => reached.has(each) || isTestModule(each)).map((m) => m.file));
  const listed = program.dependencyFiles
    .filter((file) => file.kind !== 'lock')
    .flatMap((file) => file.requirements.map((requirement) => requirement.name));
  const drivernames = new Set([
    ...program.urls.filter((url) => files.has(url.place.file)).map((url) => url.drivername),
    ...listed.flatMap((name) => PACKAGES[name] ?? []),
  ]);
  const packages = new Set(['ferryman']);
  const without: string[] = [];
  const old = isSqlAlchemy1(context);
  for (const drivername of drivernames) {
    const known = knowledge.asyncDrivers(drivername);
    if (known?.isAsync) continue;
    // SQLAlchemy 1.4 has no dialect for psycopg 3.
    const siblings = (known?.siblings ?? []).filter((sibling) => !(old && sibling.driver.startsWith('psycopg')));
    const there = siblings.find((sibling) => listed.includes(readRequirement(sibling.requirement)?.name ?? ''));
    const [best] = siblings;
    if (!best) without.push(drivername);
    else if (!there) packages.add(withBinary(best.requirement, listed));
  }
  return { packages: [...packages], asyncioExtra: true, without, unknown: drivernames.size === 0 };
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
