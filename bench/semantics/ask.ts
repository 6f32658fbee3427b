import * as fs from 'node:fs';
import { run } from '../../src/base/index.ts';
import { type Answer, type Location, openSemantics, type SemanticsOptions } from '../../src/semantics/index.ts';
import type { Calls } from './calls.ts';

/** What one server did with every call of a project. */
export interface Asked {
  readonly version: string;
  /** Until it was ready for questions. */
  readonly startMs: number;
  /** All questions, on a server that has just started. */
  readonly coldMs: number;
  /** All questions again; none when only the first round is wanted. */
  readonly warmMs: number | undefined;
  /** All questions after an overlay has added a comment to the end of every file; none where there are no overlays. */
  readonly changedMs: number | undefined;
  /** Of the server after the questions. */
  readonly use: Use;
  /** For each call, its callees in words, sorted; `undefined` where the question failed. */
  readonly callees: readonly (readonly string[] | undefined)[];
  readonly failures: readonly string[];
}

/** Asks a server for the definition of every callee. */
export async function askAll(options: SemanticsOptions, { calls, texts }: Calls, once: boolean): Promise<Asked> {
  const started = performance.now();
  await using semantics = await openSemantics(options);
  const ready = performance.now();
  const questions = calls.map(({ file, offset }) => ({ want: 'definitions', file, offset }) as const);
  const answers = await semantics.ask(questions);
  const answered = performance.now();
  if (!once) await semantics.ask(questions);
  const again = performance.now();
  const isChanged = semantics.hasOverlays && !once;
  if (isChanged) for (const [file, text] of texts) semantics.change(file, `${text}\n# seen\n`);
  if (isChanged) await semantics.ask(questions);
  const changed = performance.now();
  const read = reader(texts);
  return {
    version: semantics.version,
    startMs: ready - started,
    coldMs: answered - ready,
    warmMs: once ? undefined : again - answered,
    changedMs: isChanged ? changed - again : undefined,
    use: await useOfChildren(),
    callees: answers.map((answer) => calleesOf(answer, read)),
    failures: answers.flatMap((answer) => (answer.kind === 'failed' ? [answer.error.message] : [])),
  };
}

/** `file:line` of the project, `module:name` elsewhere: servers carry stubs of different age, so lines differ there. */
function calleesOf(answer: Answer, read: (location: Location) => string): string[] | undefined {
  if (answer.kind !== 'locations') return undefined;
  const words = answer.locations.map((location) =>
    location.isInside ? `${location.file}:${location.line}` : `${location.module ?? location.file}:${read(location)}`,
  );
  return [...new Set(words)].sort();
}

/** Reads the text at a location, each file once. */
function reader(texts: ReadonlyMap<string, string>): (location: Location) => string {
  const others = new Map<string, string>();
  return ({ file, start, end }) => {
    const text = texts.get(file) ?? others.get(file) ?? fs.readFileSync(file, 'utf8');
    others.set(file, text);
    return text.slice(start, end);
  };
}

/** What a process has used. */
export interface Use {
  /** Resident, MiB. */
  readonly memory: number;
  readonly cpuSeconds: number;
}

/** The largest of this process's children: the server. */
async function useOfChildren(): Promise<Use> {
  const { stdout } = await run('ps', ['-A', '-o', 'ppid=,rss=,cputimes='], { cwd: '/', timeoutMs: 10_000 });
  const children = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([parent]) => parent === process.pid)
    .map(([, size = 0, cpuSeconds = 0]) => ({ memory: Math.round(size / 1024), cpuSeconds }));
  return children.toSorted((a, b) => b.memory - a.memory)[0] ?? { memory: 0, cpuSeconds: 0 };
}
