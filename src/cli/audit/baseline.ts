import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Baseline } from '../../audit/index.ts';
import { FerryError } from '../../base/index.ts';
import { checkNamedFile } from '../output.ts';

/** What `--baseline` and `--write-baseline` ask for; `undefined` without either. */
export type BaselineUse =
  | { readonly kind: 'compare'; readonly file: string; readonly baseline: Baseline }
  | { readonly kind: 'write'; readonly file: string };

/**
 * Reads the baseline that was named in `cwd`, or makes sure that it can be written, before the work is done. Throws
 * `FERRY_USAGE` when it is not there or no file was named, and what `read` throws.
 */
export function baselineUse(
  options: { readonly baseline: string | undefined; readonly writeBaseline: boolean },
  cwd: string,
  read: (text: string, file: string) => Baseline,
): BaselineUse | undefined {
  const { baseline: file, writeBaseline } = options;
  if (file === undefined) {
    if (!writeBaseline) return undefined;
    throw usage('--write-baseline needs a file', undefined, 'Name it: --baseline audit-baseline.json --write-baseline');
  }
  const absolute = path.resolve(cwd, file);
  if (writeBaseline) {
    checkNamedFile(cwd, file);
    return { kind: 'write', file };
  }
  if (fs.statSync(absolute, { throwIfNoEntry: false })?.isFile() !== true) {
    throw usage('there is no such baseline', absolute, 'Write it first: the same command with --write-baseline.');
  }
  return { kind: 'compare', file, baseline: read(fs.readFileSync(absolute, 'utf8'), absolute) };
}

function usage(message: string, where: string | undefined, next: string): FerryError {
  return new FerryError({
    code: 'FERRY_USAGE',
    message,
    next,
    exitCode: 2,
    ...(where === undefined ? {} : { where }),
  });
}
