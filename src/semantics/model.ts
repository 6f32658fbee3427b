import type { Emit, FerryError } from '../base/index.ts';
import type { Range } from '../syntax/index.ts';

/** The language servers that are known here. */
export type ServerKind = 'pyright' | 'ty' | 'pyrefly';

export interface SemanticsOptions {
  /** The project's folder. */
  readonly root: string;
  /**
   * The interpreter of the application's own environment (`.venv/bin/python`), or the environment's folder. It is read,
   * never run. Without it only the project and the standard library are known.
   */
  readonly python?: string;
  /** Default `pyright`; README.md says why. */
  readonly server?: ServerKind;
  /** The program of `ty` or `pyrefly`; otherwise found on PATH. */
  readonly program?: string;
  /** Folders of the project, besides its root, where imports start: `['src', 'libs/common']`. Default `src` if there is one. */
  readonly sourceRoots?: readonly string[];
  /**
   * The project's Python files. They are shown to the server before the first question that reads the whole project
   * (references, implementations), so that no exclusion hides one of them.
   */
  readonly files?: readonly string[];
  /** For one question, from when it is sent. Default 30,000. */
  readonly timeoutMs?: number;
  /** How often the server is started again; the count falls back to 0 after 500 answers. Default 3. */
  readonly restarts?: number;
  readonly onEvent?: Emit;
  /** Ends the start when aborted. Later questions have signals of their own. */
  readonly signal?: AbortSignal;
}

/**
 * A stretch of a file. Files inside the project are relative to its root with `/`, all others absolute. `start` and
 * `end` are UTF-16 offsets into the text the server has: the overlay where there is one.
 */
export interface Location extends Range {
  readonly file: string;
  /** Whether the file belongs to the project; its installed packages do not, wherever they are. */
  readonly isInside: boolean;
  /**
   * The module of a file outside the project, as far as it is known: `time`, `requests.api`. Stubs have the name of what
   * they describe. The file of a stub may go when the server does.
   */
  readonly module: string | undefined;
  /** 1-based. */
  readonly line: number;
}

export interface Diagnostic extends Range {
  readonly severity: 'error' | 'warning' | 'information';
  /** The server's own name of the rule, such as `reportUnusedCoroutine`. */
  readonly rule: string | undefined;
  readonly message: string;
  /** 1-based. */
  readonly line: number;
}

/** `file` absolute or relative to the root; `offset` into its text, of the name that is asked about. */
export interface Place {
  readonly file: string;
  readonly offset: number;
}

/** What can be asked of a place. */
export type PlaceQuestion = Place & {
  readonly want: 'definitions' | 'typeDefinitions' | 'implementations' | 'references' | 'hover';
};

export type Question = PlaceQuestion | { readonly want: 'diagnostics'; readonly file: string };

/** `locations` may be empty and `text` undefined: the server does not know. That is no proof that there is nothing. */
export type Answer =
  | { readonly kind: 'locations'; readonly locations: readonly Location[] }
  | { readonly kind: 'text'; readonly text: string | undefined }
  | { readonly kind: 'diagnostics'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'failed'; readonly error: FerryError };

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** Called after each answer. */
  readonly onAnswer?: (done: number, total: number) => void;
}

/**
 * One language server for one project. Nothing is written to the project and nothing of it is run. Close with
 * `await using` or `[Symbol.asyncDispose]()`.
 *
 * Errors of the single questions, and `error` of a failed answer: `FERRY_SEMANTICS_TIMEOUT`, `FERRY_SEMANTICS_ENDED` (the
 * server ended more often than it may), `FERRY_SEMANTICS_UNSUPPORTED` (this server cannot be asked that),
 * `FERRY_SEMANTICS_REFUSED` (the server answered with an error), `FERRY_UNREADABLE`. An aborted signal rejects with its reason.
 */
export interface Semantics extends AsyncDisposable {
  readonly server: ServerKind;
  readonly version: string;
  /** Whether `open` and `change` take texts that are not the file's own. */
  readonly hasOverlays: boolean;
  /**
   * Show the server this text instead of the file's; the file need not exist. Opening twice is a change.
   * Throws `FERRY_SEMANTICS_UNSUPPORTED` for a server without overlays.
   */
  open(file: string, text: string): void;
  change(file: string, text: string): void;
  /** Back to the file on disk. */
  close(file: string): void;
  /**
   * Where the name at `offset` was defined, assigned or imported from; several for overloads, conditional definitions, and stubs
   * whose source is found too.
   */
  definitions(file: string, offset: number, signal?: AbortSignal): Promise<readonly Location[]>;
  /** Where the class of the expression that ends with the name at `offset` was defined. */
  typeDefinitions(file: string, offset: number, signal?: AbortSignal): Promise<readonly Location[]>;
  /** Overriding methods and sub-classes. Not every server can: see `canAsk`. */
  implementations(file: string, offset: number, signal?: AbortSignal): Promise<readonly Location[]>;
  /** Every mention in the files of the project that the server lists by itself and in `files`, its definition included. */
  references(file: string, offset: number, signal?: AbortSignal): Promise<readonly Location[]>;
  /** What an editor would show, in the server's own words; each server words types differently. */
  hover(file: string, offset: number, signal?: AbortSignal): Promise<string | undefined>;
  diagnostics(file: string, signal?: AbortSignal): Promise<readonly Diagnostic[]>;
  /**
   * Many questions, a few at a time; answers in the order of the questions. Texts must not change until it settles.
   * Rejects only when aborted.
   */
  ask(questions: readonly Question[], options?: AskOptions): Promise<readonly Answer[]>;
  canAsk(want: Question['want']): boolean;
}
