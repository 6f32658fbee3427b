import type {
  DatabaseSite,
  DependencyFile,
  Endpoint,
  ListenerSite,
  Module,
  ProjectClass,
  ProjectFunction,
  Refusal,
  RouterSite,
  TestSetup,
  UrlLiteral,
} from './model.ts';

export interface ProgramOptions {
  /** Larger Python files are refused, in bytes. Default 2 MiB. */
  readonly maxFileBytes?: number;
}

/** A whole project as plain data: no parse tree stays alive. */
export interface Program {
  readonly root: string;
  /** Every Python file that could be read, in path order. */
  readonly modules: readonly Module[];
  readonly refusals: readonly Refusal[];
  /** Folders from which modules are imported, relative to the root; `` is the root itself. */
  readonly sourceRoots: readonly string[];
  moduleNamed(name: string): Module | undefined;
  readonly functions: readonly ProjectFunction[];
  readonly classes: readonly ProjectClass[];
  readonly routers: readonly RouterSite[];
  readonly endpoints: readonly Endpoint[];
  readonly databases: readonly DatabaseSite[];
  readonly urls: readonly UrlLiteral[];
  readonly listeners: readonly ListenerSite[];
  readonly tests: TestSetup;
  readonly dependencyFiles: readonly DependencyFile[];
}
