import { createRequire } from 'node:module';
import type * as Ruff from '@astral-sh/ruff-wasm-nodejs';

/** The project's own formatter settings, as ruff and black name them. */
export interface FormatterSettings {
  /** Columns. Default 88. */
  readonly lineLength?: number;
  readonly quoteStyle?: 'double' | 'single' | 'preserve';
  readonly indentStyle?: 'space' | 'tab';
  readonly magicTrailingComma?: 'respect' | 'ignore';
  /** `py310`, ... */
  readonly targetVersion?: string;
}

let ruff: typeof Ruff | undefined;
const workspaces = new Map<string, Ruff.Workspace>();

/**
 * Whether `ruff format` (and, but for rare cases, black) with these settings would leave the text as it is. False for a
 * text that does not parse. The first call loads 10 MB of WebAssembly.
 */
export function formatterClean(text: string, settings: FormatterSettings = {}): boolean {
  return formatted(text, settings) === text;
}

/** The text as `ruff format` writes it; undefined when it does not parse. */
export function formatted(text: string, settings: FormatterSettings = {}): string | undefined {
  try {
    return workspace(settings).format(text);
  } catch {
    return undefined;
  }
}

/** Whether ruff's import sorter (isort's default profile for that width) would leave the imports as they are. */
export function importsSorted(text: string, settings: FormatterSettings = {}): boolean {
  try {
    return workspace(settings).check(text).length === 0;
  } catch {
    return false;
  }
}

function workspace(settings: FormatterSettings): Ruff.Workspace {
  const key = JSON.stringify(settings);
  const known = workspaces.get(key);
  if (known) return known;
  ruff ??= createRequire(import.meta.url)('@astral-sh/ruff-wasm-nodejs') as typeof Ruff;
  const made = new ruff.Workspace(
    {
      'line-length': settings.lineLength ?? 88,
      'indent-width': 4,
      ...(settings.targetVersion !== undefined && { 'target-version': settings.targetVersion }),
      lint: { select: ['I001'] },
      format: {
        'indent-style': settings.indentStyle ?? 'space',
        'quote-style': settings.quoteStyle ?? 'double',
        'skip-magic-trailing-comma': settings.magicTrailingComma === 'ignore',
      },
    },
    ruff.PositionEncoding.Utf16,
  );
  workspaces.set(key, made);
  return made;
}
