import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError } from '../base/index.ts';
import type { Command, CommandResult } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { loadConfig } from './config/load.ts';
import type { GlobalOptions } from './options.ts';
import { formatOfFile, writeNamedFile } from './output.ts';
import { type Invocation, parseArguments } from './parse.ts';
import { liveView, ndjsonView, plainView, type ProgressView, quietView } from './progress.ts';
import { errorData, exitCodeOf, renderError } from './render-error.ts';
import { painter, type Terminal } from './terminal.ts';
import { version } from './version.ts';

export interface RunCliOptions {
  readonly terminal: Terminal;
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/** The whole CLI: reads `argv` (without node and script), runs the command, prints, and returns the exit code. */
export async function runCli(argv: readonly string[], options: RunCliOptions): Promise<number> {
  const { terminal } = options;
  let invocation: Invocation;
  try {
    invocation = parseArguments(argv, COMMANDS, terminal);
  } catch (error) {
    return fail(error, guessFormat(argv), argv.includes('--debug'), terminal);
  }
  switch (invocation.kind) {
    case 'help':
      terminal.out(invocation.text);
      return invocation.exitCode;
    case 'version':
      terminal.out(`${version()}\n`);
      return 0;
    case 'run':
      return runCommand(invocation, options);
  }
}

async function runCommand(
  { command, path: where, options, global, rest }: Extract<Invocation, { kind: 'run' }>,
  { terminal: plain, cwd, signal }: RunCliOptions,
): Promise<number> {
  const terminal = global.noColor ? { ...plain, colour: false } : plain;
  const view = viewFor(global, terminal);
  try {
    const root = projectRoot(path.resolve(cwd, where));
    const result = await command.run(options, rest, { root, cwd, config: loadConfig(root), emit: view.emit, signal });
    view.close();
    print(result, command, global, terminal, cwd);
    return result.exitCode;
  } catch (error) {
    view.close();
    return fail(error, global.format, global.debug, terminal);
  }
}

function projectRoot(folder: string): string {
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return fs.realpathSync(folder);
  throw new FerryError({
    code: 'FERRY_USAGE',
    message: fs.existsSync(folder) ? 'the path is a file, not a folder' : 'there is no such folder',
    where: folder,
    next: 'Name the folder of a Python project, the one with its pyproject.toml or requirements.txt.',
    exitCode: 2,
  });
}

function viewFor(global: GlobalOptions, terminal: Terminal): ProgressView {
  if (global.format === 'ndjson') return ndjsonView(terminal);
  if (global.quiet) return quietView(terminal);
  return terminal.redraws ? liveView(terminal) : plainView(terminal);
}

function print(result: CommandResult, { spec }: Command, global: GlobalOptions, terminal: Terminal, cwd: string): void {
  const { output } = result;
  const format = global.format ?? formatOfFile(output, spec) ?? 'text';
  const { out, err } = rendered(result, spec.name, format, output === undefined ? terminal : { ...terminal, ...PLAIN });
  if (output === undefined) {
    if (out !== '') terminal.out(out);
  } else {
    writeNamedFile(cwd, output, out);
    if (!global.quiet) terminal.err(`Wrote ${output}\n`);
  }
  if (err !== undefined && !global.quiet) terminal.err(err);
}

/** How text is written into a file. */
const PLAIN = { columns: 80, colour: false } as const;

function rendered(
  result: CommandResult,
  name: string,
  format: NonNullable<GlobalOptions['format']>,
  terminal: Pick<Terminal, 'columns' | 'colour'>,
): { readonly out: string; readonly err?: string } {
  const head = { schema: `ferryman/${name}`, version: 1, exitCode: result.exitCode };
  switch (format) {
    case 'json':
      return { out: `${JSON.stringify({ ...head, ...result.data }, null, 2)}\n` };
    case 'ndjson':
      return { out: `${JSON.stringify({ kind: 'result', ...head, ...result.data })}\n` };
    case 'text':
      return result.render(painter(terminal.colour), Math.min(terminal.columns, 100));
    case 'markdown':
    case 'sarif':
    case 'html':
      if (result.document !== undefined) return { out: result.document(format) };
      throw new FerryError({
        code: 'FERRY_USAGE',
        message: `this result of \`ferryman ${name}\` cannot be written as ${format}`,
        next: 'Ask for it as text or json.',
        exitCode: 2,
      });
  }
}

function fail(error: unknown, format: GlobalOptions['format'], debug: boolean, terminal: Terminal): number {
  const exitCode = exitCodeOf(error);
  const document = { schema: 'ferryman/error', version: 1, exitCode, error: errorData(error) };
  if (format === 'json') terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  else if (format === 'ndjson') terminal.out(`${JSON.stringify({ kind: 'error', ...document })}\n`);
  else terminal.err(renderError(error, painter(terminal.colour), { debug, columns: Math.min(terminal.columns, 100) }));
  return exitCode;
}

/** The format of an error about the arguments themselves, which could not be parsed. */
function guessFormat(argv: readonly string[]): GlobalOptions['format'] {
  const text = argv.join(' ');
  if (/--format[ =]json\b/.test(text)) return 'json';
  return /--format[ =]ndjson\b/.test(text) ? 'ndjson' : 'text';
}

/** Throws `FERRY_USAGE` when this command line (without `ferryman`) would be refused; runs nothing. */
export function checkArguments(argv: readonly string[]): void {
  parseArguments(argv, COMMANDS, { columns: 80 });
}
