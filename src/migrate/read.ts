import type { Emit } from '../base/index.ts';
import { typesOf } from '../colour/index.ts';
import { type Knowledge, loadKnowledge } from '../knowledge/index.ts';
import { openProgram, type Program, type SeeOptions, seeTypes } from '../program/index.ts';

/** How a project is read before anything is planned. */
export interface ReadOptions {
  /** Folders with knowledge files of the user's own. */
  readonly knowledge?: readonly string[];
  /** Where a language server finds the application's packages; without it names decide alone. */
  readonly types?: SeeOptions;
}

/** Reads the project, and asks for types where there is somebody to ask. */
export async function readProject(
  root: string,
  { types, knowledge: folders }: ReadOptions,
  emit: Emit,
): Promise<{ readonly program: Program; readonly knowledge: Knowledge }> {
  const knowledge = loadKnowledge(folders);
  const text = await step(emit, 'read', 'Reading the project', () => openProgram(root, { types: typesOf(knowledge) }));
  if (types === undefined) return { program: text, knowledge };
  const program = await step(emit, 'types', 'Asking for types', () => seeTypes(text, { ...types, emit }));
  return { program, knowledge };
}

/** Tells when a piece of work begins and ends. */
export async function step<T>(emit: Emit, id: string, title: string, work: () => T | Promise<T>): Promise<T> {
  const started = performance.now();
  emit({ kind: 'step', id, title });
  const result = await work();
  emit({ kind: 'done', id, title, ms: performance.now() - started });
  return result;
}
