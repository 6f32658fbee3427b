/** How one option is given. Its name on the command line is its key in kebab-case: `dryRun` is `--dry-run`. */
export type OptionSpec =
  | { readonly kind: 'flag'; readonly help: string }
  | { readonly kind: 'text'; readonly value: string; readonly help: string }
  | { readonly kind: 'number'; readonly value: string; readonly help: string; readonly least: number }
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly help: string };

export type OptionTable = Readonly<Record<string, OptionSpec>>;

type ValueOf<Spec extends OptionSpec> = Spec extends { readonly kind: 'flag' }
  ? boolean
  : Spec extends { readonly kind: 'number' }
    ? number | undefined
    : Spec extends { readonly kind: 'choice'; readonly values: readonly (infer Value)[] }
      ? Value | undefined
      : string | undefined;

/** What a command gets for its table: flags are false when not given, everything else undefined. */
export type ValuesOf<Table extends OptionTable> = { readonly [Key in keyof Table]: ValueOf<Table[Key]> };

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** Paragraphs below the summary in `--help` and in docs/cli.md. */
  readonly details: readonly string[];
  readonly options: OptionTable;
  /** Formats that the command has besides those of every command. */
  readonly formats?: readonly DocumentFormat[];
  /** What words after `--` are, when the command takes any. */
  readonly rest?: string;
  readonly examples: readonly (readonly [command: string, meaning: string])[];
}

/** Documents that some commands can make, and the endings of the files that ask for them. */
export const DOCUMENT_FORMATS = { markdown: '.md', sarif: '.sarif', html: '.html' } as const;

export type DocumentFormat = keyof typeof DOCUMENT_FORMATS;

/** Accepted by every command. */
export const GLOBAL_OPTIONS = {
  format: {
    kind: 'choice',
    values: ['text', 'json', 'ndjson'],
    help: 'How results are printed: text (default), one JSON document, or one JSON event a line',
  },
  noColor: { kind: 'flag', help: 'No colours (also: the environment variable NO_COLOR)' },
  quiet: { kind: 'flag', help: 'No progress, only the result' },
  debug: { kind: 'flag', help: 'Stack traces with errors' },
} as const satisfies OptionTable;

export type GlobalOptions = Omit<ValuesOf<typeof GLOBAL_OPTIONS>, 'format'> & {
  readonly format: 'text' | 'json' | 'ndjson' | DocumentFormat | undefined;
};

/** The options of every command, as this one takes them: its own formats are among the choices. */
export function globalOptionsOf({ formats = [] }: Pick<CommandSpec, 'formats'>): OptionTable {
  const { format } = GLOBAL_OPTIONS;
  const documents = formats.length === 0 ? '' : `; or a document: ${formats.join(', ')}`;
  return {
    ...GLOBAL_OPTIONS,
    format: { ...format, values: [...format.values, ...formats], help: `${format.help}${documents}` },
  };
}

/** `--dry-run` for `dryRun`. */
export function longFlag(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `--timeout <seconds>`: the option as help and docs show it. */
export function usage(key: string, spec: OptionSpec): string {
  switch (spec.kind) {
    case 'flag':
      return longFlag(key);
    case 'choice':
      return `${longFlag(key)} <${spec.values.join('|')}>`;
    case 'text':
    case 'number':
      return `${longFlag(key)} <${spec.value}>`;
  }
}
