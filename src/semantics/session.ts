import type { ServerCapabilities } from 'vscode-languageserver-protocol';
import { type Emit, FerryError } from '../base/index.ts';
import type { Audience, Document } from './documents.ts';
import { openGate } from './gate.ts';
import { type Link, LinkFailure, openLink } from './link.ts';
import type { ServerKind } from './model.ts';
import type { Launch } from './servers/launch.ts';

export interface SessionOptions {
  readonly server: ServerKind;
  readonly timeoutMs: number;
  readonly restarts: number;
  readonly emit: Emit;
  /** What a server that was started again must be shown. */
  readonly documents: () => Iterable<Document>;
}

/** One server at a time, started again when it ends. */
export interface Session extends Audience, AsyncDisposable {
  readonly version: string | undefined;
  readonly capabilities: ServerCapabilities;
  /** `params` is called when the request is sent. Errors as `Semantics` says. */
  request(method: string, params: () => object, where: string, signal?: AbortSignal): Promise<unknown>;
}

// A server answers one question at a time or a few; more on the way only saves the time between two questions.
const AT_ONCE = 8;
const ANSWERS_THAT_FORGIVE = 500;
const START_MS = 60_000;

/** Starts the first server. Rejects when it cannot be started or greeted. */
export async function openSession(launch: Launch, options: SessionOptions, signal?: AbortSignal): Promise<Session> {
  const { server, timeoutMs, emit } = options;
  const gate = openGate(AT_ONCE);
  const first = await openLink(launch, Math.max(START_MS, timeoutMs), signal).catch((error: unknown) => {
    throw error instanceof LinkFailure ? ended(server, `could not be started: ${error.message}`, error) : error;
  });
  let link: Link = first;
  let starting: Promise<Link> | undefined;
  let isClosed = false;
  let starts = 0;
  let answers = 0;

  async function current(): Promise<Link> {
    if (isClosed) throw ended(server, 'was closed before this question was asked');
    if (starting === undefined && !link.isEnded()) return link;
    starting ??= restart().finally(() => {
      starting = undefined;
    });
    return await starting;
  }

  async function restart(): Promise<Link> {
    for (let reason = 'It ended'; ; ) {
      if (starts >= options.restarts) {
        throw ended(
          server,
          `ended ${starts + 1} times with fewer than ${ANSWERS_THAT_FORGIVE} answers between: ${reason}`,
        );
      }
      starts += 1;
      answers = 0;
      emit({
        kind: 'note',
        level: 'warning',
        text: `${server} ended and is started again (${starts} of ${options.restarts})`,
      });
      try {
        link = await openLink(launch, Math.max(START_MS, timeoutMs));
        for (const document of options.documents()) link.opened(document);
        return link;
      } catch (error) {
        if (!(error instanceof LinkFailure)) throw error;
        reason = error.message;
      }
    }
  }

  // A question that saw its server end is asked once more, alone: if that ends the server too, it was the question.
  async function request(method: string, params: () => object, where: string, signal?: AbortSignal): Promise<unknown> {
    let endings = 0;
    for (let postponed = 0; ; ) {
      const leave = await gate.enter(endings > 0, signal);
      let asked: Link | undefined;
      try {
        asked = await current();
        const answer = await asked.request(method, params(), timeoutMs, signal);
        answers += 1;
        if (answers >= ANSWERS_THAT_FORGIVE) starts = 0;
        return answer;
      } catch (error) {
        if (!(error instanceof LinkFailure)) throw error;
        // A server that works on one question hears no others; it must go.
        if (error.kind === 'timeout') await asked?.end(false);
        if (error.kind === 'ended') endings += 1;
        if (error.kind === 'busy') postponed += 1;
        const isWorthAnother = error.kind === 'ended' ? endings === 1 : error.kind === 'busy' && postponed < 10;
        if (!isWorthAnother || isClosed) throw failed(server, method, where, timeoutMs, error);
      } finally {
        leave();
      }
    }
  }

  return {
    get version() {
      return link.version;
    },
    get capabilities() {
      return link.capabilities;
    },
    request,
    opened: (document) => link.opened(document),
    changed: (document) => link.changed(document),
    closed: (document) => link.closed(document),
    async [Symbol.asyncDispose]() {
      isClosed = true;
      await starting?.catch(() => {}); // whoever asked for it has been told
      await link.end(true);
    },
  };
}

function failed(server: ServerKind, method: string, where: string, timeoutMs: number, error: LinkFailure): FerryError {
  const question = method.replace('textDocument/', '');
  switch (error.kind) {
    case 'timeout':
      return new FerryError({
        code: 'FERRY_SEMANTICS_TIMEOUT',
        message: `${server} did not answer a question (${question}) in ${timeoutMs} ms`,
        where,
        next: 'Give questions more time, or treat the place as unknown.',
        exitCode: 1,
        cause: error,
      });
    case 'ended':
      return ended(server, `ended while it worked on this question (${question}): ${error.message}`, error, where);
    case 'busy':
    case 'refused':
      return new FerryError({
        code: 'FERRY_SEMANTICS_REFUSED',
        message: `${server} refused a question (${question}): ${error.message}`,
        where,
        next: 'Treat the place as unknown, or use another server.',
        exitCode: 1,
        cause: error,
      });
  }
}

function ended(server: ServerKind, what: string, cause?: Error, where?: string): FerryError {
  return new FerryError({
    code: 'FERRY_SEMANTICS_ENDED',
    message: `The language server ${server} ${what}`,
    ...(where === undefined ? {} : { where }),
    next: 'Run again; if it ends again at the same place, use another server.',
    exitCode: 3,
    cause,
  });
}
