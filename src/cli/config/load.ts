import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';
import { closest, FerryError } from '../../base/index.ts';
import { type ConfigValues, configSchema } from './schema.ts';

/** A project's own settings, and the file they came from. */
export interface Config extends ConfigValues {
  /** Absolute path; undefined when the project has none. */
  readonly file: string | undefined;
}

/**
 * Reads `ferryman.toml`, else `[tool.ferryman]` of `pyproject.toml`, in `root` (absolute). Throws `FERRY_CONFIG`:
 * unreadable TOML, an unknown key (with the nearest known one), a value of the wrong type, or both files at once.
 */
export function loadConfig(root: string): Config {
  const own = readToml(path.join(root, 'ferryman.toml'));
  const project = readToml(path.join(root, 'pyproject.toml'));
  const section = table(table(project?.values)?.['tool'])?.['ferryman'];
  if (own !== undefined && section !== undefined) {
    throw new FerryError({
      code: 'FERRY_CONFIG',
      message: 'there are settings in ferryman.toml and in [tool.ferryman] of pyproject.toml',
      where: own.file,
      next: 'Keep one of the two.',
      exitCode: 2,
    });
  }
  if (own !== undefined) return check(own.values, own.file, own.text);
  if (project !== undefined && section !== undefined) return check(section, project.file, project.text);
  return { file: undefined };
}

interface TomlFile {
  readonly file: string;
  readonly text: string;
  readonly values: unknown;
}

function readToml(file: string): TomlFile | undefined {
  if (!fs.existsSync(file)) return undefined;
  const text = fs.readFileSync(file, 'utf8');
  try {
    return { file, text, values: parse(text) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new FerryError({
      code: 'FERRY_CONFIG',
      message: `${path.basename(file)} is not valid TOML: ${error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '')}`,
      where: `${file}:${error.line}`,
      next: 'Correct the line, then run the command again.',
      exitCode: 2,
    });
  }
}

function check(values: unknown, file: string, text: string): Config {
  const result = configSchema.safeParse(values);
  if (result.success) return { ...result.data, file };
  const issue = result.error.issues[0];
  throw issue?.code === 'unrecognized_keys' ? unknownKey(issue, file, text) : wrongValue(issue, file, text);
}

function unknownKey(issue: z.core.$ZodIssueUnrecognizedKeys, file: string, text: string): FerryError {
  const key = issue.keys[0] ?? '';
  const known = Object.keys(configSchema.shape);
  const near = closest(key, known);
  const misplaced = key === 'tool' ? 'Here settings stand at the top, without [tool.ferryman]. ' : '';
  return new FerryError({
    code: 'FERRY_CONFIG',
    message: `unknown setting "${key}"`,
    where: place(file, text, key),
    next: near === undefined ? `${misplaced}The settings are ${known.join(', ')}.` : `Did you mean "${near}"?`,
    exitCode: 2,
  });
}

function wrongValue(issue: z.core.$ZodIssue | undefined, file: string, text: string): FerryError {
  const key = String(issue?.path[0] ?? 'ferryman');
  return new FerryError({
    code: 'FERRY_CONFIG',
    message: `setting "${key}": ${issue?.message.replace(/^Invalid input: /, '') ?? 'not a table'}`,
    where: place(file, text, key),
    next: 'docs/cli.md lists the settings and their types.',
    exitCode: 2,
  });
}

/** `file:line` (1-based) of the line that sets `key`, or just the file. */
function place(file: string, text: string, key: string): string {
  const lines = text.split('\n');
  const start = file.endsWith('pyproject.toml') ? lines.findIndex((line) => /^\s*\[tool\.ferryman\b/.test(line)) : 0;
  const index = lines.findIndex((line, at) => at >= start && line.trimStart().replace(/^["']/, '').startsWith(key));
  return index === -1 ? file : `${file}:${index + 1}`;
}

function table(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
