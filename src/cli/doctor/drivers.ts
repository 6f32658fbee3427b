import { type Check, ok, problem, warning } from './check.ts';
import type { Interpreter } from '../../prove/index.ts';

/** Database drivers by distribution name, each with the one that serves the event loop. */
const SIBLINGS: Readonly<Record<string, string>> = {
  psycopg2: 'psycopg[binary]',
  'psycopg2-binary': 'psycopg[binary]',
  pymysql: 'aiomysql',
  mysqlclient: 'aiomysql',
};
const ASYNCHRONOUS = ['aiosqlite', 'asyncpg', 'psycopg', 'aiomysql', 'asyncmy', 'oracledb', 'aioodbc'];

/** What the application's environment has for day one: SQLAlchemy, greenlet, FastAPI, drivers, rivals of the loop. */
export function checkPackages({ packages }: Interpreter): readonly Check[] {
  return [
    checkSqlalchemy(packages),
    checkGreenlet(packages),
    checkFastapi(packages),
    ...checkPydantic(packages),
    ...checkDrivers(packages),
    ...['gevent', 'eventlet']
      .filter((name) => packages[name] !== undefined)
      .map((name) =>
        warning(
          'rival-loop',
          `${name} ${packages[name]} is installed`,
          `If the application is patched by ${name}, Ferryman refuses it: the two would take the same greenlets.`,
        ),
      ),
    packages['ferryman'] === undefined
      ? warning(
          'runtime',
          'the runtime package ferryman is not installed there',
          '`ferryman migrate` adds it to the dependency files; install them afterwards.',
        )
      : ok('runtime', `runtime package ferryman ${packages['ferryman']}`),
  ];
}

function checkSqlalchemy(packages: Interpreter['packages']): Check {
  const version = packages['sqlalchemy'];
  if (version === undefined) {
    return problem(
      'sqlalchemy',
      'SQLAlchemy is not installed there',
      'Install the application with its dependencies into that environment.',
    );
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 1 || (major === 1 && minor >= 4)) return ok('sqlalchemy', `SQLAlchemy ${version}`);
  return problem(
    'sqlalchemy',
    `SQLAlchemy ${version} has no asyncio support`,
    'Upgrade to SQLAlchemy 1.4 or newer first.',
  );
}

/** Pydantic's native half may be suspended since its 2.7; see the runtime's `_native.py`. */
function checkPydantic({ pydantic }: Interpreter['packages']): readonly Check[] {
  const [major, minor = 0] = (pydantic ?? '').split('.').map(Number);
  if (major !== 2 || minor >= 7) return [];
  return [
    warning(
      'pydantic',
      `Pydantic ${pydantic} cannot be suspended in the middle of a validation`,
      'Upgrade to 2.7 or newer. Until then responses are validated in threads, and other validations that wait are refused.',
    ),
  ];
}

function checkGreenlet(packages: Interpreter['packages']): Check {
  const version = packages['greenlet'];
  if (version !== undefined) return ok('greenlet', `greenlet ${version}`);
  return warning(
    'greenlet',
    'greenlet is not installed there',
    '`pip install "sqlalchemy[asyncio]"`; `ferryman migrate` adds it to the dependency files.',
  );
}

function checkFastapi(packages: Interpreter['packages']): Check {
  const version = packages['fastapi'];
  if (version === undefined) {
    return problem(
      'fastapi',
      'FastAPI is not installed there',
      'Day one is for FastAPI applications; others are carried by later versions.',
    );
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 0 || minor >= 79) return ok('fastapi', `FastAPI ${version}`);
  return problem(
    'fastapi',
    `FastAPI ${version} is older than any that was tried`,
    'Upgrade to FastAPI 0.79 or newer first.',
  );
}

function checkDrivers(packages: Interpreter['packages']): readonly Check[] {
  const checks: Check[] = [];
  const asynchronous = ASYNCHRONOUS.filter((name) => packages[name] !== undefined);
  if (asynchronous.length > 0) {
    checks.push(
      ok('driver', `drivers for the loop: ${asynchronous.map((name) => `${name} ${packages[name]}`).join(', ')}`),
    );
  }
  for (const [driver, sibling] of Object.entries(SIBLINGS)) {
    if (packages[driver] === undefined || packages[sibling.replace(/\[.*/, '')] !== undefined) continue;
    checks.push(
      warning(
        'driver',
        `${driver} ${packages[driver]} cannot run on the loop`,
        `Its sibling is ${sibling}: \`pip install "${sibling}"\`.`,
      ),
    );
  }
  if (checks.length > 0) return checks;
  return [
    warning(
      'driver',
      'no database driver for the loop is installed there',
      'SQLite: `pip install aiosqlite`; PostgreSQL: `pip install "psycopg[binary]"` or asyncpg.',
    ),
  ];
}
