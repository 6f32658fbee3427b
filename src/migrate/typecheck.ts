import * as fs from 'node:fs';
import * as path from 'node:path';
import { decodeSource } from '../syntax/index.ts';
import { type Emit, FerryError, silent } from '../base/index.ts';
import type { NativePlan } from '../plan/index.ts';
import { openFor, type Program, type SeeOptions } from '../program/index.ts';
import type { Diagnostic, Semantics } from '../semantics/index.ts';

/** What a language server says of coroutines in the migrated text and did not say before. */
export interface TypeProblem {
  readonly file: string;
  /** 1-based, in the migrated text. */
  readonly line: number;
  readonly message: string;
  /** The line itself. */
  readonly text: string;
}

/**
 * Show a language server the migrated text as overlays, and take what it then says of coroutines and asynchronous
 * iterators that it did not say of the same lines before. Nothing is written. Without a server that can do that the
 * answer is empty, with a note.
 */
export async function typeProblems(
  program: Program,
  plan: NativePlan,
  see: SeeOptions,
): Promise<readonly TypeProblem[]> {
  const files = plan.files.filter((file) => file.path.endsWith('.py'));
  const emit = see.emit ?? silent;
  try {
    await using semantics = await openFor(program, see);
    if (!semantics.hasOverlays || !semantics.canAsk('diagnostics')) return [];
    const texts = new Map(
      files.flatMap(({ path: file, after }) => {
        const source = decodeSource(file, after);
        return source.kind === 'source' ? [[file, source.text] as const] : [];
      }),
    );
    for (const [file, text] of texts) semantics.open(file, text);
    const after = await diagnosticsOf(semantics, [...texts.keys()], emit);
    const suspects = [...after].filter(([, all]) => all.some(isOurs)).map(([file]) => file);
    for (const file of texts.keys()) semantics.close(file);
    const before = await diagnosticsOf(semantics, suspects, emit);
    return suspects.flatMap((file) => {
      const old = linesOf(program.root, file);
      const known = (before.get(file) ?? []).map((each) => keyOf(each, old));
      const lines = (texts.get(file) ?? '').split('\n');
      return (after.get(file) ?? [])
        .filter((each) => isOurs(each) && !take(known, keyOf(each, lines)))
        .map(({ line, message }) => ({ file, line, message, text: lines[line - 1]?.trim() ?? '' }));
    });
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    const text = `The result is not checked by types, because no language server answers: ${error.message}.`;
    emit({ kind: 'note', level: 'warning', text });
    return [];
  }
}

async function diagnosticsOf(
  semantics: Semantics,
  files: readonly string[],
  emit: Emit,
): Promise<ReadonlyMap<string, readonly Diagnostic[]>> {
  const questions = files.map((file) => ({ want: 'diagnostics' as const, file }));
  const answers = await semantics.ask(questions, {
    onAnswer: (done, total) => emit({ kind: 'progress', id: 'check', done, total, unit: 'files' }),
  });
  return new Map(
    answers.flatMap((answer, at) =>
      answer.kind === 'diagnostics' ? [[path.posix.normalize(files[at] ?? ''), answer.diagnostics] as const] : [],
    ),
  );
}

/** The same complaint about the same line, whatever colour it has now. */
function keyOf({ rule, line }: Diagnostic, lines: readonly string[]): string {
  const text = lines[line - 1] ?? '';
  return `${rule} ${text.replace(/\b(?:async|await)\b|\b(?:async_session|maybe_wait|wait|iterate)\(|[\s()]/gu, '')}`;
}

/** Takes one of several equal ones out of a list; false when there is none. */
function take(from: string[], key: string): boolean {
  const at = from.indexOf(key);
  if (at >= 0) from.splice(at, 1);
  return at >= 0;
}

function linesOf(root: string, file: string): readonly string[] {
  const source = decodeSource(file, fs.readFileSync(path.join(root, file)));
  return source.kind === 'source' ? source.text.split('\n') : [];
}

/** It speaks of something asynchronous where something else was expected. */
function isOurs({ message }: Diagnostic): boolean {
  return /\b(?:Coroutine(?:Type)?|CoroutineType|Awaitable|Async(?:Iterator|Generator|Iterable)|__await__|__aiter__|__anext__|__aenter__|__aexit__)\b|is not awaited|not awaitable|coroutine/iu.test(
    message,
  );
}
