import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { FerryError } from '../base/index.ts';
import { indexKnowledge } from './indexing.ts';
import {
  driversFileSchema,
  type DriverFamily,
  type Knowledge,
  type Library,
  librarySchema,
  type PackageFact,
  packagesFileSchema,
} from './model.ts';

const shipped = path.join(import.meta.dirname, 'libraries');

/**
 * Ferryman's own knowledge, and on top of it the YAML files of `folders` (a user's own, same schema): their entries
 * win over shipped ones for the same name. Throws `FERRY_KNOWLEDGE_INVALID` naming the file and the key.
 */
export function loadKnowledge(folders: readonly string[] = []): Knowledge {
  const libraries: Library[] = [];
  const drivers: DriverFamily[] = [];
  const packages: PackageFact[] = [];
  for (const folder of [shipped, ...folders]) {
    for (const file of list(folder)) {
      const content = readYaml(file);
      if (typeof content === 'object' && content !== null && 'drivers' in content)
        drivers.push(...validate(driversFileSchema, content, file).drivers);
      else if (typeof content === 'object' && content !== null && 'packages' in content)
        packages.push(...validate(packagesFileSchema, content, file).packages);
      else libraries.push(validate(librarySchema, content, file));
    }
  }
  return indexKnowledge(libraries, drivers, packages);
}

function list(folder: string): readonly string[] {
  let names: string[];
  try {
    names = fs.readdirSync(folder);
  } catch (cause) {
    throw new FerryError({
      code: 'FERRY_KNOWLEDGE_MISSING',
      message: `The knowledge folder cannot be read: ${folder}`,
      where: folder,
      next: 'Correct the path in the configuration, or create the folder.',
      exitCode: 2,
      cause,
    });
  }
  return names
    .filter((name) => /\.ya?ml$/u.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

function readYaml(file: string): unknown {
  try {
    return parse(fs.readFileSync(file, 'utf8'));
  } catch (cause) {
    throw invalid(file, cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause), cause);
  }
}

function validate<T>(schema: z.ZodType<T>, content: unknown, file: string): T {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const problem = result.error.issues[0];
  throw invalid(file, `${problem?.path.join('.') ?? ''}: ${problem?.message ?? 'not valid'}`, result.error);
}

function invalid(file: string, message: string, cause: unknown): FerryError {
  return new FerryError({
    code: 'FERRY_KNOWLEDGE_INVALID',
    message: `A knowledge file is not valid: ${message}`,
    where: file,
    next: 'Correct the file; its keys are described in docs/knowledge.md.',
    exitCode: 2,
    cause,
  });
}
