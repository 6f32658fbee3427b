import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse as parseToml } from 'smol-toml';
import type { DependencyFile } from '../model.ts';

/** A command that installing the project makes: `ferry = "harbour.cli:main"`. */
export interface EntryScript {
  readonly name: string;
  /** Dotted name of the module: `harbour.cli`. */
  readonly module: string;
  /** What is called in it, dotted: `main`, `Desk.open`. */
  readonly object: string;
  /** The file that says so, relative to the root. */
  readonly file: string;
}

/**
 * Commands that `[project.scripts]`, `[project.gui-scripts]`, `[tool.poetry.scripts]`, and the `console_scripts` and
 * `gui_scripts` of `setup.cfg` and `setup.py` declare, each once. Nothing is executed; broken files declare none.
 */
export function readScripts(root: string, files: readonly DependencyFile[]): readonly EntryScript[] {
  const found = files.flatMap(({ file, kind }) => {
    const reader = readers[kind];
    if (reader === undefined) return [];
    try {
      return reader(fs.readFileSync(path.join(root, file), 'utf8')).flatMap(([name, target]) => {
        const [, module, object] = /^\s*([\w.]+)\s*:\s*([\w.]+)\s*(?:\[[^\]]*\]\s*)?$/u.exec(target) ?? [];
        return module === undefined || object === undefined ? [] : [{ name, module, object, file }];
      });
    } catch {
      return []; // a template or a broken file
    }
  });
  return [...new Map(found.map((each) => [JSON.stringify([each.name, each.module, each.object]), each])).values()];
}

type Declared = readonly (readonly [name: string, target: string])[];

const readers: Readonly<Partial<Record<DependencyFile['kind'], (text: string) => Declared>>> = {
  pyproject(text) {
    const toml = table(parseToml(text));
    const project = table(toml['project']);
    const poetry = table(table(toml['tool'])['poetry']);
    return [project['scripts'], project['gui-scripts'], poetry['scripts']].flatMap((scripts) =>
      Object.entries(table(scripts)).flatMap(([name, given]) => {
        // Poetry: `ferry = { reference = "harbour.cli:main", type = "console" }`, or `callable` in older releases.
        const target = typeof given === 'string' ? given : (table(given)['reference'] ?? table(given)['callable']);
        return typeof target === 'string' ? [[name, target] as const] : [];
      }),
    );
  },
  'setup.cfg'(text) {
    const found: (readonly [string, string])[] = [];
    let section = '';
    let isScripts = false;
    for (const line of text.split('\n')) {
      const header = /^\[([^\]]+)\]/u.exec(line);
      if (header) section = header[1] ?? '';
      else if (/^\S/u.test(line)) isScripts = /^(?:console|gui)_scripts\s*[=:]/u.test(line);
      if (section !== 'options.entry_points' || !isScripts || header) continue;
      found.push(...lineOf(line.replace(/^(?:console|gui)_scripts\s*[=:]/u, '')));
    }
    return found;
  },
  /** Strings inside `"console_scripts": [...]`: nothing is executed, so what is computed stays unknown. */
  'setup.py': (text) =>
    [...text.matchAll(/["'](?:console|gui)_scripts["']\s*:\s*\[((?:"[^"]*"|'[^']*'|[^\]"'])*)\]/gu)].flatMap((list) =>
      [...(list[1] ?? '').matchAll(/(["'])((?:(?!\1).)+)\1/gu)].flatMap((item) => lineOf(item[2] ?? '')),
    ),
};

/** `ferry = harbour.cli:main`. */
function lineOf(line: string): Declared {
  const [, name, target] = /^\s*([^\s=#;][^=]*?)\s*=\s*(\S.*)$/u.exec(line) ?? [];
  return name === undefined || target === undefined ? [] : [[name, target]];
}

function table(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
