import { FerryError } from '../base/index.ts';
import { withTree } from './python.ts';
import { encodeSource, type SourceFile } from './source.ts';
import { syntaxProblem } from './syntax-problem.ts';

/**
 * The bytes to write for an edited file, once it is known to parse and to fit the file's encoding. Throws
 * `FERRY_EDIT_BROKE_FILE` or `FERRY_UNENCODABLE`; nothing may be written then.
 */
export function checkEdited(file: SourceFile, text: string): Uint8Array {
  const problem = withTree(text, (root) => syntaxProblem(root, text));
  if (problem) {
    throw new FerryError({
      code: 'FERRY_EDIT_BROKE_FILE',
      message: `The edited file would not parse. ${problem.message}`,
      where: `${file.path}:${problem.line}`,
      next: 'This is a mistake in Ferryman: report it with this file. Nothing was written.',
      exitCode: 1,
    });
  }
  return encodeSource(file, text);
}
