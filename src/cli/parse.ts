import { Command as Program, CommanderError, InvalidArgumentError, Option } from 'commander';
import { closest, FerryError } from '../base/index.ts';
import type { Command } from './command.ts';
import {
  type CommandSpec,
  GLOBAL_OPTIONS,
  type GlobalOptions,
  globalOptionsOf,
  longFlag,
  type OptionSpec,
  type OptionTable,
  usage,
} from './options.ts';
import type { Terminal } from './terminal.ts';

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: 'help'; readonly text: string; readonly exitCode: 0 | 2 }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'run';
      readonly command: Command;
      /** As typed; `.` when not given. */
      readonly path: string;
      readonly options: Readonly<Record<string, unknown>>;
      readonly global: GlobalOptions;
      /** The words after `--`. */
      readonly rest: readonly string[];
    };

const SUMMARY = 'Carries Python web applications from threads to the event loop, one proven step at a time.';

/** Reads the arguments (without node and script). Throws `FERRY_USAGE` with the nearest right word. */
export function parseArguments(
  argv: readonly string[],
  commands: readonly Command[],
  terminal: Pick<Terminal, 'columns'>,
): Invocation {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const rest = end === -1 ? [] : argv.slice(end + 1);
  const printed: string[] = [];
  let invocation: Invocation | undefined;

  const program = configure(new Program('ferryman'), terminal, printed)
    .description(SUMMARY)
    .usage('<command> [path] [options]')
    .option('--version', 'Print the version')
    // What stands behind a command is that command's: it may have formats of its own.
    .enablePositionalOptions()
    .helpCommand('help [command]', 'Show what a command does and takes')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 findings or failed proof, 2 usage or configuration,\n            3 environment',
    );
  const formats = commands.flatMap(({ spec }) => spec.formats ?? []);
  addOptions(program, globalOptionsOf({ formats: [...new Set(formats)] }));
  program.action(() => {
    invocation = program.opts()['version']
      ? { kind: 'version' }
      : { kind: 'help', text: program.helpInformation(), exitCode: 2 };
  });
  for (const command of commands) {
    const { spec } = command;
    const sub = program
      .command(spec.name)
      .argument('[path]', "The project's folder; this one when not given")
      .summary(spec.summary)
      .description([spec.summary, ...spec.details].join('\n\n'))
      .usage(`[path] [options]${spec.rest === undefined ? '' : ` [-- ${spec.rest}]`}`)
      .addHelpText('after', examples(command));
    configure(sub, terminal, printed);
    addOptions(sub, spec.options);
    addOptions(sub, globalOptionsOf(spec));
    sub.action((path: string | undefined) => {
      if (rest.length > 0 && spec.rest === undefined)
        throw usageError(`${spec.name} takes nothing after \`--\``, spec.name);
      const own = { ...given(program), ...given(sub) };
      checkFormat(own['format'], spec);
      invocation = {
        kind: 'run',
        command,
        path: path ?? '.',
        options: valuesOf(spec.options, own),
        global: valuesOf(GLOBAL_OPTIONS, own) as GlobalOptions,
        rest,
      };
    });
  }

  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'help', text: printed.join(''), exitCode: 0 };
    throw asUsageError(error, words, commands);
  }
  if (invocation === undefined) throw usageError('nothing to do', undefined);
  return invocation;
}

/** A format before the command is any command's. */
function checkFormat(format: unknown, spec: CommandSpec): void {
  const values = [...GLOBAL_OPTIONS.format.values, ...(spec.formats ?? [])];
  if (typeof format !== 'string' || values.some((value) => value === format)) return;
  throw usageError(`\`${spec.name}\` has no format ${format}`, spec.name, `Its formats are ${values.join(', ')}.`);
}

function configure(command: Program, terminal: Pick<Terminal, 'columns'>, printed: string[]): Program {
  const width = Math.min(terminal.columns, 100);
  return command
    .exitOverride()
    .allowExcessArguments(false)
    .showSuggestionAfterError(true)
    .helpOption('-h, --help', 'Show this')
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: (text) => void printed.push(text),
      writeErr: () => {},
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

/** What was typed; commander's defaults of one level must not hide what was typed at the other. */
function given(command: Program): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === 'cli'),
  );
}

function addOptions(command: Program, table: OptionTable): void {
  for (const [key, spec] of Object.entries(table)) {
    const option = new Option(spec.kind === 'choice' ? `${longFlag(key)} <name>` : usage(key, spec), spec.help);
    if (spec.kind === 'choice') option.choices(spec.values);
    if (spec.kind === 'number') option.argParser((text) => readNumber(text, spec.least));
    command.addOption(option);
  }
}

function readNumber(text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least) {
    throw new InvalidArgumentError(`It must be a number, ${least} or more.`);
  }
  return value;
}

function valuesOf(table: OptionTable, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(table).map(([key, spec]) => [key, valueOf(key, spec, given)]));
}

function valueOf(key: string, spec: OptionSpec, given: Readonly<Record<string, unknown>>): unknown {
  // commander reads `--no-color` as the negation of an option `color`
  if (key.startsWith('no') && spec.kind === 'flag') return given[key.charAt(2).toLowerCase() + key.slice(3)] === false;
  return spec.kind === 'flag' ? given[key] === true : given[key];
}

function examples(command: Command): string {
  const lines = command.spec.examples.map(([line, meaning]) => `  ${line}\n      ${meaning}`);
  return lines.length === 0 ? '' : `\nExamples:\n${lines.join('\n')}`;
}

function asUsageError(error: CommanderError, words: readonly string[], commands: readonly Command[]): FerryError {
  const [first = '', hint = ''] = error.message.replace(/^error: /, '').split('\n');
  const known = commands.find((command) => words.includes(command.spec.name));
  const suggestion = /Did you mean (.+)\?/.exec(hint)?.[1];
  if (suggestion !== undefined) return usageError(first, known?.spec.name, `Did you mean ${suggestion}?`);
  const names = commands.map((command) => command.spec.name);
  const typed = words.find((word) => !word.startsWith('-') && word !== 'help');
  if (known === undefined && typed !== undefined) {
    const near = closest(typed, names);
    const next = near === undefined ? `The commands are ${names.join(', ')}.` : `Did you mean \`ferryman ${near}\`?`;
    return usageError(`unknown command '${typed}'`, undefined, next);
  }
  return usageError(first, known?.spec.name);
}

function usageError(message: string, command: string | undefined, next?: string): FerryError {
  const help = command === undefined ? 'ferryman --help' : `ferryman ${command} --help`;
  return new FerryError({
    code: 'FERRY_USAGE',
    message,
    next: next ?? `\`${help}\` shows what it takes.`,
    exitCode: 2,
  });
}
