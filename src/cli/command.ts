import type { Emit } from '../base/index.ts';
import type { Config } from './config/load.ts';
import type { CommandSpec, DocumentFormat, OptionTable, ValuesOf } from './options.ts';
import type { Paint } from './terminal.ts';

/** What every command is given beside its own options. */
export interface Context {
  /** Absolute path of the project: the folder named on the command line, or the working directory. */
  readonly root: string;
  /** Absolute path of the working directory, for files named on the command line. */
  readonly cwd: string;
  readonly config: Config;
  readonly emit: Emit;
  /** Raised at the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What a command hands back; it prints nothing itself. */
export interface CommandResult {
  readonly exitCode: 0 | 1 | 2 | 3;
  /** The JSON document, without the `schema`, `version` and `exitCode` that every document has. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The text for standard output, and the summary beside it for standard error. */
  render(paint: Paint, columns: number): { readonly out: string; readonly err?: string };
  /** One of the command's own formats. */
  document?(format: DocumentFormat): string;
  /** A file that takes standard output's place, as it was named on the command line. */
  readonly output?: string | undefined;
}

export interface Command {
  readonly spec: CommandSpec;
  run(options: Readonly<Record<string, unknown>>, rest: readonly string[], context: Context): Promise<CommandResult>;
}

/** Joins a command's table of options with the function that gets their values. */
export function defineCommand<const Table extends OptionTable>(
  spec: CommandSpec & { readonly options: Table },
  run: (options: ValuesOf<Table>, rest: readonly string[], context: Context) => Promise<CommandResult>,
): Command {
  // The parser builds exactly the values of the table; this is where that is promised to the type checker.
  return { spec, run: (options, rest, context) => run(options as ValuesOf<Table>, rest, context) };
}
