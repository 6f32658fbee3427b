import * as fs from 'node:fs';
import * as path from 'node:path';

/** Asynchronous drivers, each with the packages that it is installed as. */
const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  aiosqlite: ['aiosqlite'],
  asyncpg: ['asyncpg'],
  psycopg: ['psycopg', 'psycopg-binary'],
  aiomysql: ['aiomysql', 'pymysql'],
  asyncmy: ['asyncmy'],
};

/**
 * The asynchronous drivers that the project's dependency files name: after a migration, what its own environment may
 * not have yet. Looks in `root` and one folder below it.
 */
export async function declaredDrivers(root: string): Promise<readonly string[]> {
  const { readDependencyFiles } = await import('../program/index.ts');
  const files = fs.readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return [entry.name];
    if (!entry.isDirectory() || !/requirements|deps/i.test(entry.name)) return [];
    return fs.readdirSync(path.join(root, entry.name)).map((name) => `${entry.name}/${name}`);
  });
  const named = new Set(
    readDependencyFiles(root, files)
      .filter(({ kind }) => kind !== 'lock')
      .flatMap(({ requirements }) => requirements.map(({ name }) => name)),
  );
  return Object.entries(DRIVERS).flatMap(([name, packages]) => (named.has(name) ? packages : []));
}
