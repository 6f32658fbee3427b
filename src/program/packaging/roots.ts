import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse as parseToml } from 'smol-toml';

/** Folders that packaging configuration says modules are imported from, relative to the root. */
export function configuredSourceRoots(root: string): readonly string[] {
  const found: string[] = [];
  let toml: unknown;
  try {
    toml = parseToml(fs.readFileSync(path.join(root, 'pyproject.toml'), 'utf8'));
  } catch {
    toml = {}; // none, or broken
  }
  const at = (...keys: readonly string[]): unknown =>
    keys.reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      toml,
    );
  const packageDir = at('tool', 'setuptools', 'package-dir');
  if (typeof packageDir === 'object' && packageDir !== null) found.push(...Object.values(packageDir).map(String));
  for (const where of list(at('tool', 'setuptools', 'packages', 'find', 'where'))) found.push(String(where));
  for (const item of list(at('tool', 'poetry', 'packages'))) {
    if (typeof item === 'object' && item !== null && 'from' in item) found.push(String(item.from));
  }
  for (const item of list(at('tool', 'hatch', 'build', 'targets', 'wheel', 'packages')))
    found.push(path.posix.dirname(String(item)));
  return found
    .map((folder) => path.posix.normalize(folder).replace(/\/$/u, ''))
    .filter((folder) => folder !== '.' && !folder.startsWith('..'));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
