import { createRequire } from 'node:module';
import { Language, Parser, type Node } from 'web-tree-sitter';
import { FerryError } from '../base/index.ts';
import { parseable } from './grammar-gaps.ts';

/** A node of the syntax tree. Offsets are UTF-16 indices into the text that was parsed; rows and columns are 0-based. */
export type SyntaxNode = Node;

/** The Python grammar, ready to parse. */
export interface Python {
  readonly parser: Parser;
  readonly language: Language;
}

let loading: Promise<Python> | undefined;
let loaded: Python | undefined;

/** Load the grammar, once per process. Everything else in this room is synchronous and needs this to have finished. */
export function loadPython(): Promise<Python> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Python> {
  const require = createRequire(import.meta.url);
  await Parser.init();
  const language = await Language.load(require.resolve('tree-sitter-python/tree-sitter-python.wasm'));
  const parser = new Parser();
  parser.setLanguage(language);
  loaded = { parser, language };
  return loaded;
}

/**
 * Parse, hand the root to `use`, and free the tree however `use` ends. Nodes must not be kept after `use` returns:
 * their memory is gone (3,000 trees that are not freed hold more than a gigabyte).
 */
export function withTree<T>(source: { readonly text: string } | string, use: (root: SyntaxNode) => T): T {
  if (loaded === undefined) throw notLoaded();
  const tree = loaded.parser.parse(parseable(typeof source === 'string' ? source : source.text));
  if (tree === null) throw notLoaded();
  try {
    return use(tree.rootNode);
  } finally {
    tree.delete();
  }
}

function notLoaded(): FerryError {
  return new FerryError({
    code: 'FERRY_INTERNAL_PARSER',
    message: 'A file was parsed before the Python grammar was loaded',
    next: 'This is a mistake in Ferryman: report it with the command you ran.',
    exitCode: 1,
  });
}
