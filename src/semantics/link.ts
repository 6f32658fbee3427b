import {
  CancellationTokenSource,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ErrorCodes,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { type LongProcess, startProcess } from '../base/index.ts';
import { capabilities } from './capabilities.ts';
import type { Audience } from './documents.ts';
import type { Launch } from './servers/launch.ts';

/** Why a request has no answer. `busy`: the server asks to be asked again. */
export class LinkFailure extends Error {
  readonly kind: 'ended' | 'timeout' | 'busy' | 'refused';

  constructor(kind: LinkFailure['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** One running server. */
export interface Link extends Audience {
  readonly version: string | undefined;
  readonly capabilities: ServerCapabilities;
  /** Rejects with a `LinkFailure`, or with the signal's reason. */
  request(method: string, params: object, timeoutMs: number, signal?: AbortSignal): Promise<unknown>;
  /** The server has ended, as asked or not. */
  isEnded(): boolean;
  /** Politely, then by force; settles when the process is gone. */
  end(polite: boolean): Promise<void>;
}

// What servers ask of editors. Nothing of it concerns us, but some servers wait for an answer.
const SHRUGGED_AT = [
  'client/registerCapability',
  'client/unregisterCapability',
  'window/workDoneProgress/create',
  'window/showMessageRequest',
  'workspace/workspaceFolders',
  'workspace/codeLens/refresh',
  'workspace/diagnostic/refresh',
  'workspace/inlayHint/refresh',
  'workspace/semanticTokens/refresh',
];

interface Greeting {
  readonly capabilities: ServerCapabilities;
  readonly serverInfo?: { readonly version?: string };
}

/** Starts a server and greets it. Rejects with a `LinkFailure`, with `FERRY_PROGRAM_MISSING`, or with the signal's reason. */
export async function openLink(launch: Launch, timeoutMs: number, signal?: AbortSignal): Promise<Link> {
  signal?.throwIfAborted();
  const child = await startProcess(launch.program, launch.args, { cwd: launch.home, env: launch.env });
  const link = talk(child, launch);
  try {
    await link.greet(timeoutMs, signal);
    return link;
  } catch (error) {
    await link.end(false);
    throw error;
  }
}

function talk(child: LongProcess, launch: Launch) {
  const connection = createProtocolConnection(
    new StreamMessageReader(child.output),
    new StreamMessageWriter(child.input),
    { error: () => {}, warn: () => {}, info: () => {}, log: () => {} },
  );
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly { section?: string }[] }) =>
    items.map(({ section }) => (section === undefined ? launch.settings : (launch.settings[section] ?? null))),
  );
  for (const method of SHRUGGED_AT) connection.onRequest(method, () => null);
  let isEnded = false;
  const fallen = child.ended.then(({ status }) => {
    isEnded = true;
    connection.dispose();
    const last = child.complaints().trimEnd().split('\n').slice(-3).join('\n');
    return new LinkFailure(
      'ended',
      `It ended with ${status === null ? 'a signal' : `status ${status}`}\n${last}`.trim(),
    );
  });
  const tell = (type: { readonly method: string }, params: object) => {
    if (!isEnded) void connection.sendNotification(type.method, params).catch(() => {}); // `fallen` says why
  };

  async function request(method: string, params: object, timeoutMs: number, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    if (isEnded) throw await fallen;
    const stop = Promise.withResolvers<never>();
    const cancellation = new CancellationTokenSource();
    const timer = setTimeout(() => stop.reject(new LinkFailure('timeout', `No answer in ${timeoutMs} ms`)), timeoutMs);
    const abort = () => stop.reject(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    const answer = connection.sendRequest<unknown>(method, params, cancellation.token).catch(async (error: unknown) => {
      const isAnswer = error instanceof ResponseError && !BROKEN.has(error.code);
      throw isAnswer && !isEnded ? refusal(error) : await fallenOr(error);
    });
    try {
      return await Promise.race([answer, stop.promise]);
    } catch (error) {
      cancellation.cancel();
      answer.catch(() => {}); // nobody waits for it any more
      throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** A connection breaks just before the process is seen to end. */
  async function fallenOr(error: unknown): Promise<unknown> {
    const waited = new Promise<unknown>((resolve) => setTimeout(resolve, 2000, error).unref());
    return await Promise.race([fallen, waited]);
  }

  let greeting: Greeting = { capabilities: {} };
  connection.listen();
  return {
    get version() {
      return greeting.serverInfo?.version ?? launch.version;
    },
    get capabilities() {
      return greeting.capabilities;
    },
    request,
    async greet(timeoutMs: number, signal?: AbortSignal) {
      const params = {
        processId: process.pid,
        rootUri: launch.workspace,
        workspaceFolders: [{ uri: launch.workspace, name: 'application' }],
        capabilities,
        initializationOptions: launch.settings,
      };
      greeting = (await request(InitializeRequest.method, params, timeoutMs, signal)) as Greeting;
      tell(InitializedNotification.type, {});
    },
    opened({ uri, version, text }) {
      tell(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: 'python', version, text } });
    },
    changed({ uri, version, text }) {
      tell(DidChangeTextDocumentNotification.type, { textDocument: { uri, version }, contentChanges: [{ text }] });
    },
    closed({ uri }) {
      tell(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    },
    isEnded: () => isEnded,
    async end(polite: boolean) {
      if (polite && !isEnded) {
        await request(ShutdownRequest.method, {}, 2000).catch(() => {}); // it is ended by force below
        tell(ExitNotification.type, {});
        await Promise.race([child.ended, new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
      }
      await child.end(polite ? 1000 : 0);
      await fallen;
    },
  } satisfies Link & { greet(timeoutMs: number, signal?: AbortSignal): Promise<void> };
}

// The connection's own errors, thrown as if the server had answered with them.
const BROKEN = new Set<number>([
  ErrorCodes.MessageReadError,
  ErrorCodes.MessageWriteError,
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.ConnectionInactive,
]);

const BUSY = new Set<number>([
  LSPErrorCodes.ContentModified,
  LSPErrorCodes.ServerCancelled,
  LSPErrorCodes.RequestCancelled,
  ErrorCodes.ServerNotInitialized,
]);

function refusal({ code, message }: ResponseError<unknown>): LinkFailure {
  return new LinkFailure(BUSY.has(code) ? 'busy' : 'refused', message);
}
