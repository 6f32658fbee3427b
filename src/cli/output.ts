import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError, openRoot } from '../base/index.ts';
import { type CommandSpec, DOCUMENT_FORMATS, type GlobalOptions } from './options.ts';

/**
 * Refuses a file name that cannot be written, before the work is done. `file` is as it was typed in `cwd` (absolute).
 * Throws `FERRY_USAGE`: a folder, or a file in a folder that is not there.
 */
export function checkNamedFile(cwd: string, file: string): void {
  const absolute = path.resolve(cwd, file);
  const isFolder = file === '' || fs.statSync(absolute, { throwIfNoEntry: false })?.isDirectory() === true;
  const hasFolder = fs.statSync(path.dirname(absolute), { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder && hasFolder) return;
  throw new FerryError({
    code: 'FERRY_USAGE',
    message: isFolder ? 'the file to write is a folder' : 'the folder of the file to write is not there',
    where: absolute,
    next: isFolder ? 'Name a file in it.' : 'Make the folder, or name another file.',
    exitCode: 2,
  });
}

/** Writes a file that the user named. Inside `cwd` no link leads out of it; elsewhere only that file is written. */
export function writeNamedFile(cwd: string, file: string, text: string): void {
  checkNamedFile(cwd, file);
  const absolute = path.resolve(cwd, file);
  const relative = path.relative(cwd, absolute);
  const isInside = !path.isAbsolute(file) && relative.split(path.sep)[0] !== '..';
  const folder = isInside ? cwd : path.dirname(absolute);
  openRoot(folder).write(isInside ? relative : path.basename(absolute), text);
}

/** What a file's name asks for, among the formats of the command; undefined when it says nothing. */
export function formatOfFile(
  file: string | undefined,
  { formats = [] }: Pick<CommandSpec, 'formats'>,
): GlobalOptions['format'] {
  const ending = file === undefined ? '' : path.extname(file).toLowerCase();
  if (ending === '.json') return 'json';
  return formats.find((format) => DOCUMENT_FORMATS[format] === ending);
}
