import type { Fact, Knowledge } from '../knowledge/index.ts';
import type { Expr, Place, ProjectFunction } from '../program/index.ts';
import type { ReachKind } from './model.ts';

/** From one function of the project to another. */
export interface Edge {
  readonly to: ProjectFunction;
  readonly place: Place;
  readonly how: ReachKind;
  /** The call that runs it, when nothing else does. */
  readonly call: Call | undefined;
}

/** Something outside the project that a function reaches. */
export interface Finding {
  /** Dotted name. */
  readonly name: string;
  readonly fact: Fact | 'unknown';
  readonly place: Place;
  readonly how: ReachKind;
  /** The call of it. */
  readonly call: Call | undefined;
}

export type Call = Extract<Expr, { kind: 'call' }>;

/** A call by its place: the same text for the same call whoever asks. */
export const callKey = (scope: ProjectFunction, call: Call): string => `${scope.module.file} ${call.start} ${call.end}`;

/** `with lock:`; what runs in `body` runs while it is held. */
export interface LockUse {
  /** Where the lock is made; undefined when only its name says that it is one. */
  readonly site: string | undefined;
  readonly name: string;
  readonly place: Place;
  /** Offsets in the function's own file. */
  readonly body: { readonly start: number; readonly end: number };
  /** The block gives control away with the lock held: `yield`, `await`. */
  readonly leaves: boolean;
}

/** What one function does directly. */
export interface Surroundings {
  readonly edges: readonly Edge[];
  readonly findings: readonly Finding[];
  readonly locks: readonly LockUse[];
  /** What it hands to threads of its own: they run beside it, not in it. */
  readonly threads: readonly Edge[];
}

/** Collects without repeating itself. */
export class SurroundingsBuilder {
  readonly #edges = new Map<string, Edge>();
  readonly #findings = new Map<string, Finding>();
  readonly locks: LockUse[] = [];
  readonly #threads: Edge[] = [];
  readonly #knowledge: Knowledge;
  readonly #scope: ProjectFunction;

  constructor(knowledge: Knowledge, scope: ProjectFunction) {
    this.#knowledge = knowledge;
    this.#scope = scope;
  }

  edge(to: ProjectFunction, at: Expr, how: ReachKind, call?: Call): void {
    const key = `${to.id} ${at.start}`;
    if (to !== this.#scope && !this.#edges.has(key)) this.#edges.set(key, { to, place: this.place(at), how, call });
  }

  thread(to: ProjectFunction, at: Expr): void {
    this.#threads.push({ to, place: this.place(at), how: 'mention', call: undefined });
  }

  /** Look a dotted name up and keep what is worth keeping. */
  outside(name: string, at: Expr, how: ReachKind = 'call', call?: Call): void {
    const fact = this.#knowledge.lookup(name);
    if (fact === 'unknown' || fact.effect !== 'harmless')
      this.finding({ name, fact, place: this.place(at), how, call });
  }

  finding(finding: Finding): void {
    this.#findings.set(`${finding.name} ${finding.place.start}`, finding);
  }

  place(at: Expr): Place {
    return { file: this.#scope.module.file, line: at.line, start: at.start, end: at.end };
  }

  finish(): Surroundings {
    const { locks } = this;
    return { edges: [...this.#edges.values()], findings: [...this.#findings.values()], locks, threads: this.#threads };
  }
}
