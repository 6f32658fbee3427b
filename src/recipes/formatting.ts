import { parse } from 'smol-toml';
import { type FormatterSettings, formatted, formatterClean } from '../syntax/index.ts';

type Table = Readonly<Record<string, unknown>>;

/**
 * The settings of the project's own formatter: ruff's (`ruff.toml`, `.ruff.toml`, `pyproject.toml`, in ruff's order),
 * else black's, else the defaults that both share. A file that cannot be read counts as missing.
 */
export function formatterSettings(read: (file: string) => string | undefined): FormatterSettings {
  const pyproject = tableAt(toml(read('pyproject.toml')), 'tool');
  const own = [read('.ruff.toml'), read('ruff.toml')].find((text) => text !== undefined);
  const ruff = own === undefined ? tableAt(pyproject, 'ruff') : toml(own);
  if (Object.keys(ruff).length > 0) return ofRuff(ruff);
  const black = tableAt(pyproject, 'black');
  return {
    ...numberAt(black, 'line-length'),
    ...(black['skip-string-normalization'] === true && { quoteStyle: 'preserve' as const }),
    ...(black['skip-magic-trailing-comma'] === true && { magicTrailingComma: 'ignore' as const }),
  };
}

/**
 * `after` as the project's formatter leaves it, when it would have left `before` alone; else `after` as it is: whoever
 * does not use a formatter does not get one.
 */
export function keptFormatted(before: string, after: string, settings: FormatterSettings): string {
  return formatterClean(before, settings) ? (formatted(after, settings) ?? after) : after;
}

function ofRuff(ruff: Table): FormatterSettings {
  const format = tableAt(ruff, 'format');
  const quotes = format['quote-style'];
  return {
    ...numberAt(ruff, 'line-length'),
    ...((quotes === 'single' || quotes === 'double' || quotes === 'preserve') && { quoteStyle: quotes }),
    ...(format['indent-style'] === 'tab' && { indentStyle: 'tab' as const }),
    ...(format['skip-magic-trailing-comma'] === true && { magicTrailingComma: 'ignore' as const }),
    ...(typeof ruff['target-version'] === 'string' && { targetVersion: ruff['target-version'] }),
  };
}

function numberAt(table: Table, key: string): { readonly lineLength?: number } {
  const value = table[key];
  return typeof value === 'number' ? { lineLength: value } : {};
}

function toml(text: string | undefined): Table {
  try {
    return parse(text ?? '');
  } catch {
    return {};
  }
}

function tableAt(table: Table, key: string): Table {
  const value = table[key];
  return typeof value === 'object' && value !== null ? (value as Table) : {};
}
