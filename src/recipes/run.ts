import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Knowledge } from '../knowledge/index.ts';
import type { Program } from '../program/index.ts';
import { readSource } from '../syntax/index.ts';
import { formatterSettings, keptFormatted } from './formatting.ts';
import type { Finding, Fitness, NativeWork, RecipeContext, ThreadedCall } from './recipe.ts';
import { recipes } from './registry.ts';
import { createRewriter, decodeText, type RewrittenFile, type Surroundings } from './rewriter.ts';

/** What all recipes together find and change. */
export interface Draft {
  readonly files: readonly RewrittenFile[];
  readonly findings: readonly Finding[];
}

/** What was decided before recipes run. */
export interface Judgement {
  readonly fitness: readonly Fitness[];
  readonly threadedCalls: readonly ThreadedCall[];
  /** With it the recipes for native functions run, and no others. */
  readonly native?: NativeWork;
}

/** Text of a project's files as recipes see it: undefined for what is missing, a link, or not text. */
export function textsOf(program: Program): (file: string) => string | undefined {
  return textReader(reader(program.root));
}

/** Runs every recipe over a project. Nothing is written; links are not followed. */
export function runRecipes(program: Program, knowledge: Knowledge, judgement: Judgement): Draft {
  const read = reader(program.root);
  const context: RecipeContext = { program, knowledge, native: undefined, ...judgement, text: textReader(read) };
  const rewriter = createRewriter(read, surroundings(program, context.text));
  const stage = judgement.native === undefined ? undefined : 'native';
  const findings = recipes
    .filter((recipe) => recipe.stage === stage)
    .flatMap((recipe) => recipe.run(context, rewriter));
  return { files: rewriter.files(), findings };
}

/** Bytes of a project's file, read once; undefined when it is missing or reached through a link. */
function reader(root: string): (file: string) => Buffer | undefined {
  const known = new Map<string, Buffer | undefined>();
  const real = fs.realpathSync(root);
  return (file) => {
    if (!known.has(file)) known.set(file, readPlain(path.join(real, file)));
    return known.get(file);
  };
}

function readPlain(absolute: string): Buffer | undefined {
  try {
    return fs.realpathSync(absolute) === absolute ? fs.readFileSync(absolute) : undefined;
  } catch {
    return undefined; // missing, a folder, or not ours to read: recipes say what that means for them
  }
}

function textReader(read: (file: string) => Buffer | undefined): (file: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (file) => {
    if (!known.has(file)) known.set(file, textOf(file, read(file)));
    return known.get(file);
  };
}

function textOf(file: string, bytes: Buffer | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  if (file.endsWith('.py')) {
    const source = readSource(file, bytes);
    return source.kind === 'source' ? source.text : undefined;
  }
  try {
    return decodeText(file, bytes);
  } catch {
    return undefined;
  }
}

function surroundings(program: Program, text: (file: string) => string | undefined): Surroundings {
  const settings = formatterSettings(text);
  const imported = new Map<string, Set<string>>();
  for (const scope of program.project.functions) {
    for (const fact of scope.facts.imports) {
      if (fact.name === undefined) continue;
      const from = program.project.moduleNamed(program.project.importedFrom(fact, scope.module));
      if (!from || from === scope.module) continue;
      imported.set(from.file, (imported.get(from.file) ?? new Set()).add(fact.name));
    }
  }
  return {
    firstParty: new Set(program.modules.flatMap((each) => each.names.map((name) => name.split('.')[0] ?? name))),
    importedFrom: (file) => imported.get(file) ?? new Set(),
    format: (before, edited) => keptFormatted(before, edited, settings),
  };
}
