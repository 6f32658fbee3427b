import * as path from 'node:path';
import { FerryError } from '../base/index.ts';
import type { SeeOptions } from '../program/index.ts';
import { findEnvironment } from '../prove/index.ts';
import type { Config } from './config/load.ts';
import { TYPES } from './config/schema.ts';
import type { OptionTable, ValuesOf } from './options.ts';

/** Options of the commands that look at the application's calls. */
export const TYPE_OPTIONS = {
  python: {
    kind: 'text',
    value: 'path',
    help: "The application's Python: an interpreter or an environment's folder (default: the active one, .venv, venv)",
  },
  types: {
    kind: 'choice',
    values: TYPES,
    help: 'The language server that says what the text leaves open (default: pyright, with an environment); off asks none',
  },
} as const satisfies OptionTable;

export const TYPE_DETAILS =
  'With an environment, a language server says what it knows of calls that the text leaves open; the environment is read, never run. pyright comes with Ferryman; ty, many times faster, is taken from PATH.';

/** Where a language server finds the application's packages; undefined when it is not to be asked or there are none. */
export function typeChoice(
  root: string,
  options: ValuesOf<typeof TYPE_OPTIONS>,
  config: Config,
): SeeOptions | undefined {
  const server = options.types ?? config.types;
  const named = options.python ?? config.python;
  if (server === 'off') return undefined;
  const found = findEnvironment(root, named === undefined ? undefined : path.resolve(root, named));
  if (!found && server !== undefined) {
    throw new FerryError({
      code: 'FERRY_NO_PYTHON',
      message: `${server} needs the application's environment, and none was found`,
      where: root,
      next: 'Name it: --python .venv, or leave types out: --types off.',
      exitCode: 2,
    });
  }
  if (!found) return undefined;
  return { python: found.python, ...(server === undefined ? {} : { server, isWanted: true }) };
}
