import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import type { DependencyFile, Requirement } from '../model.ts';
import { parseRequirement } from './requirement.ts';

type Kind = DependencyFile['kind'];

/** Dependency files near the top of the project and what they pin. A file that cannot be read has no requirements. */
export function readDependencyFiles(root: string, files: readonly string[]): readonly DependencyFile[] {
  const found: DependencyFile[] = [];
  for (const file of files) {
    const kind = kindOf(file);
    if (!kind || file.split('/').length > 4) continue;
    let requirements: readonly Requirement[] = [];
    try {
      requirements = readers[kind](fs.readFileSync(path.join(root, file), 'utf8'), file);
    } catch {
      // a template or a broken file: located, nothing known of it
    }
    found.push({ file, kind, requirements });
  }
  return found;
}

function kindOf(file: string): Kind | undefined {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (name === 'pyproject.toml') return 'pyproject';
  if (name === 'setup.cfg' || name === 'setup.py' || name === 'Pipfile') return name;
  if (/^environment.*\.ya?ml$/u.test(name)) return 'environment.yml';
  if (/^(?:uv\.lock|poetry\.lock|Pipfile\.lock|pdm\.lock)$/u.test(name)) return 'lock';
  if (
    /^(?:.*requirements?.*|constraints.*)\.(?:txt|in)$/u.test(name) ||
    /(?:^|\/)requirements\/[^/]+\.(?:txt|in)$/u.test(file)
  )
    return 'requirements';
  return undefined;
}

const readers: Readonly<Record<Kind, (text: string, file: string) => readonly Requirement[]>> = {
  pyproject: readPyproject,
  requirements: (text, file) => readLines(text.split('\n'), 1, /dev|test|doc|lint/u.exec(file)?.[0] ?? 'main'),
  'setup.cfg': readSetupCfg,
  'setup.py': readSetupPy,
  Pipfile: (text) => {
    const toml = parseToml(text);
    return [...poetryTable(toml['packages'], 'main', text), ...poetryTable(toml['dev-packages'], 'dev', text)];
  },
  'environment.yml': readEnvironment,
  lock: () => [],
};

function readLines(lines: readonly string[], firstLine: number, group: string): readonly Requirement[] {
  return lines.flatMap((line, at) => parseRequirement(line, group, firstLine + at) ?? []);
}

function readPyproject(text: string): readonly Requirement[] {
  const toml = parseToml(text);
  const project = table(toml['project']);
  const poetry = table(table(toml['tool'])['poetry']);
  const list = (value: unknown, group: string) =>
    strings(value).flatMap((item) => parseRequirement(item, group, lineOf(text, item)) ?? []);
  const groups = Object.entries(table(project['optional-dependencies'])).concat(
    Object.entries(table(toml['dependency-groups'])),
  );
  return [
    ...list(project['dependencies'], 'main'),
    ...groups.flatMap(([group, items]) => list(items, group)),
    ...poetryTable(poetry['dependencies'], 'main', text),
    ...poetryTable(poetry['dev-dependencies'], 'dev', text),
    ...Object.entries(table(poetry['group'])).flatMap(([group, value]) =>
      poetryTable(table(value)['dependencies'], group, text),
    ),
  ];
}

/** Poetry and Pipenv: `name = "^1.4"` or `name = { version = "^1.4", extras = ["asyncio"] }`. */
function poetryTable(value: unknown, group: string, text: string): readonly Requirement[] {
  return Object.entries(table(value)).flatMap(([name, given]) => {
    if (name === 'python') return [];
    const version = typeof given === 'string' ? given : table(given)['version'];
    const requirement = parseRequirement(name, group, lineOf(text, name));
    const extras = strings(table(given)['extras']);
    return requirement
      ? [{ ...requirement, extras, specifier: typeof version === 'string' && version !== '*' ? version : '' }]
      : [];
  });
}

function readSetupCfg(text: string): readonly Requirement[] {
  const found: Requirement[] = [];
  let section = '';
  let key = '';
  text.split('\n').forEach((line, at) => {
    const header = /^\[([^\]]+)\]/u.exec(line);
    const setting = /^([\w-]+)\s*[=:]\s*(.*)$/u.exec(line);
    if (header) section = header[1] ?? '';
    else if (setting) key = setting[1] ?? '';
    const group = section === 'options.extras_require' ? key : 'main';
    const concerned = section === 'options.extras_require' || (section === 'options' && key === 'install_requires');
    const value = setting ? (setting[2] ?? '') : line.trim();
    if (concerned && !header && value !== '')
      found.push(...readLines(value.split(';')[0] === '' ? [] : [value], at + 1, group));
  });
  return found;
}

/** Strings inside `install_requires=[...]`: nothing is executed, so what is computed stays unknown. */
function readSetupPy(text: string): readonly Requirement[] {
  return [...text.matchAll(/install_requires\s*=\s*\[((?:"[^"]*"|'[^']*'|[^\]"'])*)\]/gu)].flatMap((list) =>
    [...(list[1] ?? '').matchAll(/(["'])((?:(?!\1).)+)\1/gu)].flatMap(
      (item) => parseRequirement(item[2] ?? '', 'main', lineOf(text, item[2] ?? '')) ?? [],
    ),
  );
}

function readEnvironment(text: string): readonly Requirement[] {
  const listed: unknown = table(parseYaml(text))['dependencies'];
  const items: readonly unknown[] = Array.isArray(listed) ? listed : [];
  return items.flatMap((item) => {
    const lines = typeof item === 'string' ? [item.replace(/^[\w-]+::/u, '')] : strings(table(item)['pip']);
    return lines.flatMap((line) => parseRequirement(line, 'main', lineOf(text, line)) ?? []);
  });
}

function table(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** 1-based line where the text first stands; 0 when nowhere. */
function lineOf(text: string, item: string): number {
  const at = text.indexOf(item);
  return at < 0 ? 0 : text.slice(0, at).split('\n').length;
}
