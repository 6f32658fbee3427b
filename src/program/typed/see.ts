import { type Emit, FerryError, silent } from '../../base/index.ts';
import { openSemantics, type Semantics, type ServerKind } from '../../semantics/index.ts';
import { type Program, withTypes } from '../program.ts';

export interface SeeOptions {
  /** The application's interpreter or its environment's folder. It is read, never run. */
  readonly python: string;
  /** Default: the one that comes with Ferryman. */
  readonly server?: ServerKind;
  /** Somebody asked for types: without a server to ask that is an error, not a note. Default false. */
  readonly isWanted?: boolean;
  readonly emit?: Emit;
  readonly signal?: AbortSignal;
}

/** A language server that reads the project with the application's packages. Throws what `openSemantics` throws. */
export function openFor(program: Program, { python, server, emit = silent, signal }: SeeOptions): Promise<Semantics> {
  return openSemantics({
    root: program.root,
    python,
    ...(server === undefined ? {} : { server }),
    sourceRoots: program.sourceRoots.filter((folder) => folder !== ''),
    files: program.modules.map(({ file }) => file),
    onEvent: emit,
    ...(signal === undefined ? {} : { signal }),
  });
}

/**
 * Ask a language server about what the project's own text leaves open. Without an answer the program comes back as it
 * was, with a note that says why. Throws what `openSemantics` throws when `isWanted`.
 */
export async function seeTypes(program: Program, options: SeeOptions): Promise<Program> {
  const { isWanted = false, emit = silent, signal } = options;
  const id = 'types';
  try {
    await using semantics = await openFor(program, options);
    return await withTypes(program, semantics, {
      onAnswer: (done, total) => emit({ kind: 'progress', id, done, total, unit: 'questions' }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (!(error instanceof FerryError) || isWanted) throw error;
    const text = `Types are left out, because no language server answers: ${error.message}.`;
    emit({ kind: 'note', level: 'warning', text });
    return program;
  }
}
