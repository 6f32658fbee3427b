import type { Values } from './model.ts';

/** One question, and what was answered last. */
export interface Answer {
  values: Values;
  /** Counts up when the values change. */
  version: number;
  /** The round in which the values were last found right; -1 while nobody has asked. */
  round: number;
  isRunning: boolean;
  /** There were too many values once. It stays so: sets that shrink and grow in turn would never settle. */
  isWide: boolean;
  /** The last working out that noted it. */
  noted: number;
  /** What a later round may answer differently; undefined where the answer rests on the project's text alone. */
  trail: Trail | undefined;
}

/** What was asked on the way to something, what it was then, and how to ask again. */
interface Trail {
  readonly asked: readonly Answer[];
  readonly versions: readonly number[];
  readonly compute: () => Values;
}

interface Way {
  readonly id: number;
  readonly asked: Answer[];
  readonly versions: number[];
}

/** Something that is put together from answers, kept for as long as they stay what they are. */
export interface Kept<T> {
  readonly result: T;
  readonly asked: readonly Answer[];
  readonly versions: readonly number[];
}

export function unanswered(): Answer {
  return { values: none, version: 0, round: -1, isRunning: false, isWide: false, noted: 0, trail: undefined };
}

const none: Values = new Set();

/** Deeper than this, an expression is unknown: a guard against exhausting the stack, not a limit on real code. */
const deepest = 300;

/**
 * Answers each question once in a round; within a cycle the round before answers. Every answer knows what it asked on its
 * way: one that asked nothing which can change is kept for good, and any other is worked out again only where something
 * that it asked is not what it was. So a round costs what has changed since the one before, not the whole project.
 */
export class Memo {
  readonly #tooMany: Values;
  readonly #most: number;
  readonly #widen: (values: Values) => Values;
  /** Something in an unfinished state was seen: never the same again in another round. */
  readonly #unfinished = unanswered();
  #round = 0;
  #depth = 0;
  /** What was asked so far on the way to what is being worked out; undefined while nothing is. */
  #way: Way | undefined;
  #ways = 0;

  /**
   * An answer of more than `most` values is, from then on, what `widen` makes of it, and where that is `tooMany` itself
   * nothing will change it any more. `tooMany` also stands for what is nested too deeply.
   */
  constructor(tooMany: Values, most: number, widen: (values: Values) => Values) {
    this.#tooMany = tooMany;
    this.#most = most;
    this.#widen = widen;
  }

  nextRound(): void {
    this.#round += 1;
    this.#unfinished.version += 1;
  }

  /** What is being worked out rests on a fact that rounds may change; whoever changes it counts its version up. */
  restsOn(fact: Answer): void {
    this.#note(fact);
  }

  /** What is being worked out was given something unfinished: another order might have given it more. */
  restsOnUnfinished(): void {
    this.#note(this.#unfinished);
  }

  /** What is known without working anything out. */
  known(answer: Answer): Values | undefined {
    if (answer.trail === undefined) return answer.round >= 0 && !answer.isRunning ? answer.values : undefined;
    if (answer.round !== this.#round) return undefined;
    this.#note(answer);
    return answer.values;
  }

  workOut(answer: Answer, compute: () => Values): Values {
    if (answer.isRunning) {
      this.#note(answer);
      return answer.values;
    }
    if (this.#depth > deepest) {
      this.restsOnUnfinished();
      return this.#tooMany;
    }
    if (answer.trail === undefined || !this.#isRight(answer, answer.trail)) this.#again(answer, compute);
    if (answer.trail !== undefined) this.#note(answer);
    return answer.values;
  }

  /** The same result as before where nothing that was asked for it has changed since. */
  keep<T>(kept: Kept<T> | undefined, compute: () => T): Kept<T> {
    if (kept !== undefined && this.#areSame(kept)) return kept;
    const { before, way } = this.#setOut();
    try {
      const result = compute();
      return { result, asked: way.asked, versions: way.versions };
    } finally {
      this.#way = before;
    }
  }

  #setOut(): { readonly before: Way | undefined; readonly way: Way } {
    const before = this.#way;
    this.#ways += 1;
    const way: Way = { id: this.#ways, asked: [], versions: [] };
    this.#way = way;
    return { before, way };
  }

  #again(answer: Answer, compute: () => Values): void {
    const { before, way } = this.#setOut();
    answer.isRunning = true;
    this.#depth += 1;
    try {
      let values = compute();
      if (answer.isWide || values.size > this.#most) {
        answer.isWide = true;
        values = this.#widen(values);
      }
      if (!areSame(values, answer.values)) {
        answer.values = values;
        answer.version += 1;
      }
      answer.round = this.#round;
      const isFinal = way.asked.length === 0 || (answer.isWide && values === this.#tooMany);
      answer.trail = isFinal ? undefined : { asked: way.asked, versions: way.versions, compute };
    } finally {
      this.#way = before;
      this.#depth -= 1;
      answer.isRunning = false;
    }
  }

  /** Whether working it out again would ask the same and be told the same. */
  #isRight(answer: Answer, trail: Trail): boolean {
    answer.isRunning = true;
    this.#depth += 1;
    const isRight = this.#areSame(trail);
    this.#depth -= 1;
    answer.isRunning = false;
    if (isRight) answer.round = this.#round;
    return isRight;
  }

  #areSame({ asked, versions }: Pick<Trail, 'asked' | 'versions'>): boolean {
    for (let at = 0; at < asked.length; at++) {
      const each = asked[at];
      if (each === undefined) break;
      this.#refresh(each);
      if (each.version !== versions[at]) return false;
    }
    return true;
  }

  #refresh(answer: Answer): void {
    const { trail } = answer;
    if (trail === undefined || answer.round === this.#round || answer.isRunning || this.#depth > deepest) return;
    if (!this.#isRight(answer, trail)) this.#again(answer, trail.compute);
  }

  /** In the order of asking, mostly once: another working out may have come between. */
  #note(answer: Answer): void {
    const way = this.#way;
    if (way === undefined || answer.noted === way.id) return;
    answer.noted = way.id;
    way.asked.push(answer);
    way.versions.push(answer.version);
  }
}

function areSame(a: Values, b: Values): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const value of a) if (!b.has(value)) return false;
  return true;
}
