import type { DocumentDiagnosticReport, Hover, ServerCapabilities } from 'vscode-languageserver-protocol';
import { FerryError } from '../base/index.ts';
import { diagnosticsOf, hoverText, type LocationsAnswer, locationsOf } from './answers.ts';
import type { Document, Documents } from './documents.ts';
import type { Answer, AskOptions, Diagnostic, Location, Question, Semantics, ServerKind } from './model.ts';
import type { Paths } from './paths.ts';
import type { Session } from './session.ts';

interface Parts {
  readonly server: ServerKind;
  readonly paths: Paths;
  readonly documents: Documents;
  readonly session: Session;
  readonly hasOverlays: boolean;
  /** The project's files; shown before the first question that reads them all. */
  readonly files: readonly string[];
  /** Called when the server is gone. */
  readonly close: () => void;
}

const METHODS = {
  definitions: ['textDocument/definition', 'definitionProvider'],
  typeDefinitions: ['textDocument/typeDefinition', 'typeDefinitionProvider'],
  implementations: ['textDocument/implementation', 'implementationProvider'],
  references: ['textDocument/references', 'referencesProvider'],
  hover: ['textDocument/hover', 'hoverProvider'],
} as const satisfies Record<string, readonly [string, keyof ServerCapabilities]>;

type PlaceWant = keyof typeof METHODS;
type LocationsWant = Exclude<PlaceWant, 'hover'>;

/** The questions of the room, put to a running server. */
export function semanticsOf({ server, paths, documents, session, hasOverlays, files, close }: Parts): Semantics {
  let isAllShown = false;

  async function put(want: PlaceWant, file: string, offset: number, signal?: AbortSignal): Promise<unknown> {
    const [method, provider] = METHODS[want];
    if (!session.capabilities[provider]) throw unsupported(server, want);
    if (want === 'references' || want === 'implementations') showAll();
    const document = documents.need(file);
    const position = document.lines.positionAt(offset);
    const where = `${paths.told(document.file).file}:${position.line + 1}`;
    const context = want === 'references' ? { context: { includeDeclaration: true } } : {};
    return session.request(
      method,
      () => {
        refuseMoved(document);
        return { textDocument: { uri: document.uri }, position, ...context };
      },
      where,
      signal,
    );
  }

  function showAll(): void {
    if (isAllShown) return;
    isAllShown = true;
    for (const file of files) {
      try {
        documents.need(file);
      } catch (error) {
        if (!(error instanceof FerryError)) throw error; // whoever listed the files has told the user
      }
    }
  }

  function show(file: string, text: string): void {
    if (!hasOverlays && !documents.isOnDisk(file, text)) throw unsupported(server, 'texts that are not on disk');
    documents.show(file, text);
  }

  function refuseMoved(document: Document): void {
    if (documents.need(document.file) !== document) {
      throw new Error(
        `${document.file} changed while questions about it were waiting: offsets have lost their meaning`,
      );
    }
  }

  async function locations(
    want: LocationsWant,
    file: string,
    offset: number,
    signal?: AbortSignal,
  ): Promise<readonly Location[]> {
    const answer = (await put(want, file, offset, signal)) as LocationsAnswer;
    return locationsOf(answer, paths, documents);
  }

  async function hover(file: string, offset: number, signal?: AbortSignal): Promise<string | undefined> {
    const answer = (await put('hover', file, offset, signal)) as Hover | null;
    return answer === null ? undefined : hoverText(answer.contents);
  }

  async function diagnostics(file: string, signal?: AbortSignal): Promise<readonly Diagnostic[]> {
    const document = documents.need(file);
    const params = { textDocument: { uri: document.uri } };
    const where = paths.told(document.file).file;
    const report = (await session.request(
      'textDocument/diagnostic',
      () => {
        refuseMoved(document);
        return params;
      },
      where,
      signal,
    )) as DocumentDiagnosticReport;
    if (report.kind !== 'full') throw incomplete(server, where);
    return diagnosticsOf(report.items, document.lines);
  }

  async function answer(question: Question, signal?: AbortSignal): Promise<Answer> {
    try {
      if (question.want === 'diagnostics') {
        return { kind: 'diagnostics', diagnostics: await diagnostics(question.file, signal) };
      }
      const { want, file, offset } = question;
      if (want === 'hover') return { kind: 'text', text: await hover(file, offset, signal) };
      return { kind: 'locations', locations: await locations(want, file, offset, signal) };
    } catch (error) {
      if (error instanceof FerryError) return { kind: 'failed', error };
      throw error;
    }
  }

  return {
    server,
    get version() {
      return session.version ?? 'unknown';
    },
    hasOverlays,
    open: show,
    change: show,
    close: documents.forget,
    definitions: (...place) => locations('definitions', ...place),
    typeDefinitions: (...place) => locations('typeDefinitions', ...place),
    implementations: (...place) => locations('implementations', ...place),
    references: (...place) => locations('references', ...place),
    hover,
    diagnostics,
    async ask(questions: readonly Question[], { signal, onAnswer }: AskOptions = {}) {
      let done = 0;
      return Promise.all(
        questions.map(async (question) => {
          const given = await answer(question, signal);
          done += 1;
          onAnswer?.(done, questions.length);
          return given;
        }),
      );
    },
    canAsk: (want) => want === 'diagnostics' || Boolean(session.capabilities[METHODS[want][1]]),
    async [Symbol.asyncDispose]() {
      try {
        await session[Symbol.asyncDispose]();
      } finally {
        close();
      }
    },
  };
}

function unsupported(server: ServerKind, what: string): FerryError {
  return new FerryError({
    code: 'FERRY_SEMANTICS_UNSUPPORTED',
    message: `${server} cannot be asked for ${what}`,
    next: 'Do without, or use another server.',
    exitCode: 3,
  });
}

function incomplete(server: ServerKind, where: string): FerryError {
  return new FerryError({
    code: 'FERRY_SEMANTICS_REFUSED',
    message: `${server} gave no diagnostics`,
    where,
    next: 'Treat the file as unchecked, or use another server.',
    exitCode: 1,
  });
}
