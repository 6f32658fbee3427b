import { FerryError } from '../base/index.ts';
import {
  analyseScopes,
  applyEdits,
  checkEdited,
  type Edit,
  type ImportRequest,
  localName,
  type ModuleScope,
  type Need,
  planImports,
  type SourceFile,
  withSource,
  withTree,
} from '../syntax/index.ts';

/** Collects what recipes want changed; nothing is written. Paths are relative to the project's root, with `/`. */
export interface Rewriter {
  /** Edits of the original text, UTF-16 offsets. */
  edit(file: string, ...edits: readonly Edit[]): void;
  /** Imports of a Python file, placed once at the end. */
  request(file: string, request: ImportRequest): void;
  /** Asks for an import and tells what the file's code calls it. */
  need(file: string, need: Need): string;
  /** A file that is to have exactly this text. */
  create(file: string, text: string): void;
}

/** The new bytes of one file; `before` is undefined for a new one. */
export interface RewrittenFile {
  readonly path: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/** What the rest of the project means for a file's imports. */
export interface Surroundings {
  /** Top-level package names of the project. */
  readonly firstParty: ReadonlySet<string>;
  /** Local names that other files import from `file`. */
  importedFrom(file: string): ReadonlySet<string>;
  /** The edited text of a Python file as the project's formatter would have it, where it had the text before. */
  format(before: string, edited: string): string;
}

interface Draft {
  readonly edits: Edit[];
  /** By their text: two calls in one file ask for the same import. */
  readonly requests: Map<string, ImportRequest>;
}

/** A {@link Rewriter} over the files that `read` gives, and how to take the result: changed files only, in path order. */
export function createRewriter(
  read: (file: string) => Uint8Array | undefined,
  around: Surroundings,
): Rewriter & { files(): readonly RewrittenFile[] } {
  const drafts = new Map<string, Draft>();
  const whole = new Map<string, string>();
  const sources = new Map<string, { readonly source: SourceFile; readonly scopes: ModuleScope }>();
  const draftOf = (file: string): Draft => {
    const draft = drafts.get(file) ?? { edits: [], requests: new Map() };
    drafts.set(file, draft);
    return draft;
  };
  const pythonOf = (file: string) => {
    const known = sources.get(file) ?? openPython(file, read(file));
    sources.set(file, known);
    return known;
  };
  const finish = (file: string, { edits, requests }: Draft): RewrittenFile | undefined => {
    const before = read(file);
    if (before === undefined) return undefined;
    if (!file.endsWith('.py')) {
      const after = Buffer.from(applyEdits(decodeText(file, before), edits));
      return after.equals(before) ? undefined : { path: file, before, after };
    }
    const { source, scopes } = pythonOf(file);
    const options = { edits, firstParty: around.firstParty, keep: around.importedFrom(file) };
    const imports = withTree(source, (root) => planImports(source, root, scopes, [...requests.values()], options));
    const edited = applyEdits(source, [...edits, ...imports.edits]);
    // Imports are placed in the file's own style; other edits may leave lines that its formatter would break.
    const text = edits.length === 0 || edited === source.text ? edited : around.format(source.text, edited);
    return text === source.text ? undefined : { path: file, before, after: checkEdited(source, text) };
  };
  return {
    edit: (file, ...edits) => void draftOf(file).edits.push(...edits),
    request: (file, request) => void draftOf(file).requests.set(JSON.stringify(request), request),
    need(file, need) {
      draftOf(file).requests.set(JSON.stringify(need), need);
      return localName(need, pythonOf(file).scopes);
    },
    create: (file, text) => void whole.set(file, text),
    files() {
      const edited = [...drafts].flatMap(([file, draft]) => finish(file, draft) ?? []);
      const created = [...whole].flatMap(([path, text]): RewrittenFile[] => {
        const [before, after] = [read(path), Buffer.from(text)];
        return before !== undefined && after.equals(before) ? [] : [{ path, before, after }];
      });
      return [...edited, ...created].sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}

function openPython(file: string, bytes: Uint8Array | undefined) {
  const opened = withSource(file, bytes ?? new Uint8Array(), (source, root) => ({
    source,
    scopes: analyseScopes(root),
  }));
  if ('scopes' in opened) return opened;
  throw new FerryError({
    code: 'FERRY_UNREADABLE_SOURCE',
    message: `A file to change cannot be read: ${opened.message}`,
    where: `${file}:${opened.line}`,
    next: opened.next,
    exitCode: 1,
  });
}

/** Dependency and configuration files are UTF-8, with or without a mark. Throws `FERRY_UNDECODABLE`. */
export function decodeText(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FerryError({
      code: 'FERRY_UNDECODABLE',
      message: 'The file is not valid UTF-8',
      where: file,
      next: 'Convert it to UTF-8, commit that, and run again.',
      exitCode: 1,
      cause,
    });
  }
}
