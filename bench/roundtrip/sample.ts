import {
  analyseScopes,
  applyEdits,
  checkEdited,
  dropImport,
  formatterClean,
  type ImportRequest,
  importsSorted,
  lineWidth,
  needImport,
  planImports,
  readSource,
  type SourceFile,
  withTree,
} from '../../src/syntax/index.ts';

/**
 * Add an import, drop it again; what went wrong, or undefined when the file parsed in between and is itself again. Blank
 * lines around a new section are style, and may differ afterwards: `spacing` then.
 */
export function addAndDrop(source: SourceFile): string | undefined {
  try {
    const added = request(source, needImport('ferryman', 'crossing'));
    if (added.text === source.text) return 'the import was not added';
    const dropped = request(added, dropImport('ferryman', 'crossing'));
    if (dropped.text === source.text) return undefined;
    return withoutBlanks(dropped.text) === withoutBlanks(source.text) ? SPACING : 'not the same after dropping it';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const SPACING = 'spacing';

const withoutBlanks = (text: string) => text.replace(/^[ \t]*(?:\r\n|\r|\n)/gm, '').trimEnd();

/**
 * Add several imports to a file that ruff's formatter and import sorter would leave alone: whether they still would.
 * Undefined for files that are not clean to begin with.
 */
export function staysClean(source: SourceFile): boolean | undefined {
  const settings = { lineLength: lineWidth(source.text) };
  const clean = (text: string) => formatterClean(text, settings) && importsSorted(text, settings);
  if (!clean(source.text)) return undefined;
  const wanted = [
    needImport('ferryman', 'crossing'),
    needImport('json'),
    needImport('typing', 'NoReturn'),
    needImport('sqlalchemy.orm', 'Session', { typeOnly: true }),
  ];
  return clean(request(source, ...wanted).text);
}

function request(source: SourceFile, ...wanted: ImportRequest[]): SourceFile {
  // An `__init__.py` keeps its imports for others; here the name is only ours.
  const path = source.path.replace(/__init__\.py$/, 'package.py');
  const text = withTree(source, (root) => {
    const plan = planImports({ ...source, path }, root, analyseScopes(root), wanted);
    return applyEdits(source, plan.edits);
  });
  const again = readSource(source.path, checkEdited(source, text), { limit: Number.POSITIVE_INFINITY });
  if (again.kind === 'refused') throw new Error(again.message);
  return again;
}
