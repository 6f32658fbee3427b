import * as fs from 'node:fs';
import * as path from 'node:path';
import { openTemporaryRoot, silent } from '../base/index.ts';
import { openDocuments } from './documents.ts';
import { readEnvironment } from './environment.ts';
import type { Semantics, SemanticsOptions, ServerKind } from './model.ts';
import { pathsOf } from './paths.ts';
import type { Launch, Wishes } from './servers/launch.ts';
import { launchPyrefly } from './servers/pyrefly.ts';
import { launchPyright } from './servers/pyright.ts';
import { launchTy } from './servers/ty.ts';
import { semanticsOf } from './questions.ts';
import { openSession } from './session.ts';

const LAUNCHES: Readonly<Record<ServerKind, (wishes: Wishes) => Launch>> = {
  pyright: launchPyright,
  ty: launchTy,
  pyrefly: launchPyrefly,
};

/**
 * Start a language server for a project. Throws `FERRY_NO_ENVIRONMENT` (nothing installed is found at `python`),
 * `FERRY_PROGRAM_MISSING` (`ty` and `pyrefly` are not installed with Ferryman), `FERRY_SEMANTICS_ENDED`.
 */
export async function openSemantics(options: SemanticsOptions): Promise<Semantics> {
  const { server = 'pyright', onEvent = silent } = options;
  const environment = options.python === undefined ? undefined : readEnvironment(options.python);
  const paths = pathsOf(options.root, environment);
  const desk = openTemporaryRoot('ferryman-semantics-');
  try {
    const sourceRoots = (options.sourceRoots ?? ['src'])
      .map((folder) => path.resolve(paths.root, folder))
      .filter((folder) => fs.existsSync(folder));
    const launch = LAUNCHES[server]({ root: paths.root, sourceRoots, environment, program: options.program, desk });
    const session = await openSession(
      launch,
      {
        server,
        timeoutMs: options.timeoutMs ?? 30_000,
        restarts: options.restarts ?? 3,
        emit: onEvent,
        documents: () => documents.all(),
      },
      options.signal,
    );
    const documents = openDocuments(paths, session);
    return semanticsOf({
      server,
      paths,
      documents,
      session,
      hasOverlays: launch.hasOverlays,
      files: options.files ?? [],
      close: () => desk[Symbol.dispose](),
    });
  } catch (error) {
    desk[Symbol.dispose]();
    throw error;
  }
}
