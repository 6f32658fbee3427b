import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse as parseToml } from 'smol-toml';
import type { Place } from '../facts.ts';

/** An endpoint that the project's own settings keep in a thread. */
export interface ThreadedSetting {
  /** As written: `module:qualname` or `GET /path`. */
  readonly name: string;
  /** The string in the settings; offsets are UTF-16. */
  readonly place: Place;
}

/**
 * `threaded` of `ferryman.toml`, else of `[tool.ferryman]` in `pyproject.toml`. Settings that cannot be read say
 * nothing here: commands refuse them before they read the project.
 */
export function readThreaded(root: string): readonly ThreadedSetting[] {
  for (const file of ['ferryman.toml', 'pyproject.toml']) {
    const text = read(path.join(root, file));
    if (text === undefined) continue;
    const values = tableOf(text);
    const settings = file === 'ferryman.toml' ? values : table(table(values['tool'])['ferryman']);
    const names = settings['threaded'];
    if (!Array.isArray(names)) continue;
    const section = file === 'ferryman.toml' ? 0 : Math.max(0, text.search(/^\s*\[tool\.ferryman\b/mu));
    const key = text.indexOf('threaded', section);
    return names
      .filter((name): name is string => typeof name === 'string')
      .map((name) => ({ name, place: placeOf(file, text, name, Math.max(section, key)) }));
  }
  return [];
}

function placeOf(file: string, text: string, name: string, from: number): Place {
  const at = [`"${name}"`, `'${name}'`].map((quoted) => text.indexOf(quoted, from)).find((index) => index >= 0);
  // Written with escapes: the key stands for it.
  const start = at ?? from;
  const end = at === undefined ? start : at + name.length + 2;
  return { file, line: text.slice(0, start).split('\n').length, start, end };
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function tableOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return parseToml(text);
  } catch {
    return {};
  }
}

function table(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
