import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError } from '../base/index.ts';

/** Where an application's installed packages are. */
export interface Environment {
  /** The folder it is in, links followed. */
  readonly folder: string;
  /** `3.11` */
  readonly version: string;
  /** Existing folders, in the order Python searches them; those named by `.pth` files come last. */
  readonly packages: readonly string[];
}

/**
 * What an interpreter would find, read from its folders without running it: an environment may lie inside the project,
 * and then its interpreter and the code lines of its `.pth` files are the project's word. `python` is an interpreter or
 * an environment's folder. Throws `FERRY_NO_ENVIRONMENT`.
 */
export function readEnvironment(python: string): Environment {
  const given = path.resolve(python);
  if (!fs.existsSync(given)) throw noEnvironment(given, `There is no ${given}`);
  const isFolder = fs.statSync(given).isDirectory();
  const prefix = isFolder ? given : path.dirname(path.dirname(given));
  const settings = readText(path.join(prefix, 'pyvenv.cfg'));
  const interpreter = isFolder ? path.join(prefix, 'bin', 'python') : given;
  const real = fs.existsSync(interpreter) ? fs.realpathSync(interpreter) : interpreter;
  const base = path.dirname(path.dirname(real));
  const inherits = settings !== undefined && /^include-system-site-packages\s*=\s*true/im.test(settings);
  const prefixes = settings === undefined ? [base] : inherits ? [prefix, base] : [prefix];
  const version =
    /^version(?:_info)?\s*=\s*(3\.\d+)/im.exec(settings ?? '')?.[1] ??
    /^python(3\.\d+)/.exec(path.basename(real))?.[1] ??
    onlyVersion(prefixes);
  if (version === undefined) throw noEnvironment(given, `The Python version of ${given} cannot be told`);
  const sites = unique(prefixes.flatMap((each) => siteFolders(each, version)));
  if (sites.length === 0) throw noEnvironment(given, `${given} has no folder for installed packages`);
  return {
    folder: fs.realpathSync(prefix),
    version,
    packages: unique([...sites, ...sites.flatMap(foldersOfPthFiles)]),
  };
}

function siteFolders(prefix: string, version: string): string[] {
  const roots = prefix === '/usr' ? ['/usr/local', '/usr'] : [prefix];
  const names = [`python${version}/site-packages`, `python${version}/dist-packages`, 'python3/dist-packages'];
  return roots
    .flatMap((root) => ['lib', 'lib64'].flatMap((lib) => names.map((name) => path.join(root, lib, name))))
    .filter((folder) => isDirectory(folder))
    .map((folder) => fs.realpathSync(folder));
}

/** The version of a prefix that holds exactly one. */
function onlyVersion(prefixes: readonly string[]): string | undefined {
  const found = unique(
    prefixes.flatMap((prefix) =>
      entries(path.join(prefix, 'lib')).flatMap((name) => /^python(3\.\d+)$/.exec(name)?.[1] ?? []),
    ),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** The folders that `.pth` files add (documentation of Python's `site` module), as far as they are plain paths. */
function foldersOfPthFiles(site: string): string[] {
  return entries(site)
    .filter((name) => name.endsWith('.pth'))
    .sort()
    .flatMap((name) => (readText(path.join(site, name)) ?? '').split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !/^import\s/.test(line))
    .map((line) => path.resolve(site, line))
    .filter((folder) => isDirectory(folder));
}

function readText(file: string): string | undefined {
  try {
    return fs.statSync(file).size > 64 << 10 ? undefined : fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function entries(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

function isDirectory(folder: string): boolean {
  return fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

function noEnvironment(where: string, message: string): FerryError {
  return new FerryError({
    code: 'FERRY_NO_ENVIRONMENT',
    message,
    where,
    next: "Name the interpreter of the application's own environment, such as .venv/bin/python.",
    exitCode: 3,
  });
}
