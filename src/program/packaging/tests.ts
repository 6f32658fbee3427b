import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse as parseToml } from 'smol-toml';

export interface PytestConfig {
  readonly config: { readonly file: string; readonly section: string } | undefined;
  readonly pythonpath: readonly string[];
  readonly testpaths: readonly string[];
  /** Globs of test files, prefixes or globs of test classes and functions; pytest's own where nothing is set. */
  readonly pythonFiles: readonly string[];
  readonly pythonClasses: readonly string[];
  readonly pythonFunctions: readonly string[];
}

const DEFAULTS = {
  pythonpath: [],
  testpaths: [],
  pythonFiles: ['test_*.py', '*_test.py'],
  pythonClasses: ['Test'],
  pythonFunctions: ['test'],
};

/** The file pytest itself would read: pytest.ini, pyproject.toml, tox.ini, setup.cfg, in this order. */
export function readPytestConfig(root: string): PytestConfig {
  for (const [file, section] of places) {
    const text = read(path.join(root, file));
    if (text === undefined) continue;
    const settings = file === 'pyproject.toml' ? fromToml(text) : fromIni(text, section);
    // pytest.ini counts even when it is empty
    if (!settings && !/^\.?pytest\.ini$/u.test(file)) continue;
    const words = (key: string, otherwise: readonly string[]) => settings?.get(key) ?? otherwise;
    return {
      config: { file, section },
      pythonpath: words('pythonpath', DEFAULTS.pythonpath),
      testpaths: words('testpaths', DEFAULTS.testpaths),
      pythonFiles: words('python_files', DEFAULTS.pythonFiles),
      pythonClasses: words('python_classes', DEFAULTS.pythonClasses),
      pythonFunctions: words('python_functions', DEFAULTS.pythonFunctions),
    };
  }
  return { config: undefined, ...DEFAULTS };
}

const places = [
  ['pytest.ini', 'pytest'],
  ['.pytest.ini', 'pytest'],
  ['pyproject.toml', 'tool.pytest.ini_options'],
  ['tox.ini', 'pytest'],
  ['setup.cfg', 'tool:pytest'],
] as const;

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function fromToml(text: string): ReadonlyMap<string, readonly string[]> | undefined {
  let at: unknown;
  try {
    at = parseToml(text);
  } catch {
    return undefined;
  }
  for (const key of ['tool', 'pytest', 'ini_options'])
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  if (typeof at !== 'object' || at === null) return undefined;
  return new Map(
    Object.entries(at).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map(String) : String(value).split(/\s+/u),
    ]),
  );
}

function fromIni(text: string, section: string): ReadonlyMap<string, readonly string[]> | undefined {
  const start = text.split('\n').findIndex((line) => line.trim() === `[${section}]`);
  if (start < 0) return undefined;
  const settings = new Map<string, readonly string[]>();
  let key = '';
  for (const line of text.split('\n').slice(start + 1)) {
    if (line.startsWith('[')) break;
    const setting = /^([\w-]+)\s*[=:]\s*(.*)$/u.exec(line);
    if (setting) key = setting[1] ?? '';
    const value = (setting ? (setting[2] ?? '') : line).trim();
    if (key !== '' && !/^[#;]/u.test(value))
      settings.set(key, [...(settings.get(key) ?? []), ...value.split(/\s+/u).filter((word) => word !== '')]);
  }
  return settings;
}
