import type { Semantics } from '../semantics/index.ts';
import { readFiles } from './extract/read-files.ts';
import type { FunctionFacts, ModuleFacts } from './facts.ts';
import { listFiles } from './listing.ts';
import type { DependencyFile, Module, Refusal, TestSetup } from './model.ts';
import { nameModules } from './naming.ts';
import { readDependencyFiles } from './packaging/files.ts';
import { configuredSourceRoots } from './packaging/roots.ts';
import { type EntryScript, readScripts } from './packaging/scripts.ts';
import { readThreaded, type ThreadedSetting } from './packaging/settings.ts';
import { readPytestConfig } from './packaging/tests.ts';
import { collectTests } from './pytest/tests.ts';
import { buildProject, type Project } from './project.ts';
import { roleOf } from './roles.ts';
import { decideByTypes, type DecideOptions } from './typed/decide.ts';
import type { Evaluation } from './values/evaluation.ts';
import { evaluateProject } from './values/evaluator.ts';
import { noTypes, type Types } from './values/model.ts';
import { type Hints, noHints } from './values/told.ts';
import { readWiring, type Wiring } from './wiring/wiring.ts';

export interface ProgramOptions {
  /** Larger Python files are refused, in bytes. Default 2 MiB. */
  readonly maxFileBytes?: number;
  /** What is known of libraries; without it their objects are told apart by name alone. */
  readonly types?: Types;
  /** Told when a stage is over: `listing`, `reading`, `naming`, `round 1`, ..., `wiring`. For those who time them. */
  readonly onStage?: (name: string) => void;
}

/** A whole project as plain data: no parse tree stays alive. */
export interface Program extends Wiring {
  readonly root: string;
  /** Every Python file that could be read, in path order. */
  readonly modules: readonly Module[];
  readonly refusals: readonly Refusal[];
  /** Folders from which modules are imported, relative to the root, deepest first; `` is the root itself. */
  readonly sourceRoots: readonly string[];
  readonly project: Project;
  /** What every expression may be. */
  readonly evaluation: Evaluation;
  /** The language server that was asked about what the text leaves open: `pyright 1.1.414`. */
  readonly typedBy: string | undefined;
  readonly tests: TestSetup;
  readonly dependencyFiles: readonly DependencyFile[];
  /** Commands that installing the project makes. */
  readonly scripts: readonly EntryScript[];
  /** Endpoints that the project's settings keep in threads. */
  readonly threaded: readonly ThreadedSetting[];
}

/**
 * Read a project. Nothing of it is executed or written. What cannot be read (links out of the root, undecodable or
 * huge files, Python 2) is in `refusals`; everything else goes on without it. Throws only when `root` is no folder.
 */
export async function openProgram(root: string, options: ProgramOptions = {}): Promise<Program> {
  const listing = listFiles(root);
  const refusals: Refusal[] = [...listing.refusals];
  const isOver = options.onStage ?? (() => {});
  isOver('listing');
  const read: { file: string; facts: ModuleFacts }[] = [];
  const answers = await readFiles(root, listing.python, options.maxFileBytes ?? 2 << 20);
  for (const [at, facts] of answers.entries()) {
    if ('code' in facts) refusals.push(facts);
    else read.push({ file: listing.python[at] ?? '', facts });
  }
  isOver('reading');
  const pytest = readPytestConfig(root);
  const naming = nameModules({
    files: read.map((item) => item.file),
    configured: [...configuredSourceRoots(root), ...pytest.pythonpath.filter((folder) => folder !== '.')],
    imported: new Set(read.flatMap((item) => absoluteImports(item.facts.body))),
  });
  const modules = read.map(({ file, facts }): Module => {
    const names = naming.namesOf(file);
    return {
      file,
      facts,
      names,
      name: names[0] ?? file,
      isPackage: file.endsWith('__init__.py'),
      role: roleOf(file, facts),
    };
  });
  const project = buildProject(modules);
  const types = options.types ?? noTypes;
  isOver('naming');
  const evaluation = evaluateProject(project, types, noHints, isOver);
  const wiring = readWiring(evaluation);
  isOver('wiring');
  const dependencyFiles = readDependencyFiles(root, [
    ...listing.others,
    ...listing.python.filter((file) => file.endsWith('setup.py')),
  ]);
  return {
    root,
    modules,
    refusals,
    sourceRoots: naming.sourceRoots,
    project,
    evaluation,
    typedBy: undefined,
    ...wiring,
    tests: {
      ...pytest,
      functions: collectTests(project, evaluation.fixtures, pytest),
      fixtures: evaluation.fixtures.all,
      conftests: modules.filter((module) => module.role === 'conftest'),
      testModules: modules.filter((module) => module.role === 'test'),
    },
    dependencyFiles,
    scripts: readScripts(root, dependencyFiles),
    threaded: readThreaded(root),
  };
}

/**
 * The same project, seen with the types of a language server: calls on receivers that its own text leaves unknown are
 * asked about. What the server knows adds to what names and values say, it takes nothing away.
 */
export async function withTypes(program: Program, semantics: Semantics, options: DecideOptions = {}): Promise<Program> {
  const { root, project } = program;
  const { types } = program.evaluation;
  const evaluate = (hints: Hints) => (hints.size === 0 ? program.evaluation : evaluateProject(project, types, hints));
  const evaluation = await decideByTypes(root, project, semantics, types, evaluate, options);
  return { ...program, evaluation, typedBy: `${semantics.server} ${semantics.version}`, ...readWiring(evaluation) };
}

function absoluteImports(facts: FunctionFacts): readonly string[] {
  return [
    ...facts.imports.filter((item) => item.level === 0).map((item) => item.module),
    ...facts.functions.flatMap(absoluteImports),
    ...facts.classes.flatMap((cls) => absoluteImports(cls.body)),
  ];
}
