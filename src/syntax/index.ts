export type { AsyncChange, AsyncUse, PlacedUse } from './asynchronous/model.ts';
export { asFactory, asMethod, asyncHeader, type AsyncHeader, asyncReturn } from './asynchronous/headers.ts';
export { placeAwaits } from './asynchronous/place.ts';
export { siblings } from './asynchronous/siblings.ts';
export { definitionAt } from './asynchronous/definition.ts';
export { cleansUp, delegates, whyNotAsync } from './asynchronous/refusals.ts';
export { checkEdited } from './check.ts';
export {
  applyEdits,
  type Edit,
  insertAfter,
  insertAt,
  insertBefore,
  move,
  remove,
  replace,
  wrap,
} from './edits.ts';
export { type FormatterSettings, formatted, formatterClean, importsSorted } from './formatter.ts';
export { type ImportOptions, type ImportPlan, type KeptImport, planImports } from './imports/plan.ts';
export {
  dropImport,
  existingName,
  type ImportedName,
  type ImportRequest,
  localName,
  type Need,
  needImport,
  swapImport,
} from './imports/requests.ts';
export {
  blockLines,
  indentationAt,
  indentationUnit,
  lineEnd,
  lineStart,
  lineWidth,
  nextLine,
  quoteStyle,
  stringLiteral,
} from './layout.ts';
export { nameOfField, nameOfKind } from './parser/kinds.ts';
export { END, FIELD_SHIFT, FIRST, type FlatTree, KIND_MASK, LINE, NEXT, START } from './parser/nodes.ts';
export { parseFlat } from './parser/parse.ts';
export { copyTree } from './parser/copy.ts';
export { loadPython, type Python, type SyntaxNode, withTree } from './python.ts';
export { contains, type Range, rangeOf } from './range.ts';
export { analyseScopes } from './scopes/analyse.ts';
export type {
  Binding,
  BindingKind,
  Imported,
  ModuleScope,
  ParameterKind,
  QuotedName,
  Reference,
  Resolution,
  Scope,
  ScopeKind,
} from './scopes/model.ts';
export { dottedChain, dottedName, dottedNames, importTarget, resolve, resolveStored } from './scopes/resolve.ts';
export {
  decodeSource,
  encodeSource,
  type Newline,
  type ReadOptions,
  type RefusalReason,
  readSource,
  type SourceFile,
  type SourceRefusal,
  withFlatTree,
  withSource,
} from './source.ts';
