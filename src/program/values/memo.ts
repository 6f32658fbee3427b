import type { Values } from './model.ts';

/** Bits of what an answer rests on besides the project's text: who calls whom, an answer that was not finished. */
const FLOW = 1;
const CUT = 2;

/** One question, and what was answered last. */
export interface Answer {
  values: Values;
  /** The round it was answered in; -1 while nobody has asked. */
  round: number;
  rests: number;
  isRunning: boolean;
}

export function unanswered(): Answer {
  return { values: none, round: -1, rests: 0, isRunning: false };
}

const none: Values = new Set();

/** Deeper than this, an expression is unknown: a guard against exhausting the stack, not a limit on real code. */
const deepest = 300;

/**
 * Answers each question once in a round; within a cycle the round before answers. Most answers rest on the text alone:
 * neither a caller nor a cycle was met on the way to them, so that no later round can give another one, and they are
 * kept. That saves half of the work of every round but the first.
 */
export class Memo {
  readonly #tooDeep: Values;
  readonly #widen: (values: Values) => Values;
  #round = 0;
  /** The first round that saw the callers that this one sees. */
  #sameFlowSince = 0;
  #depth = 0;
  /** What the answer that is being worked out rests on so far. */
  #rests = 0;

  constructor(tooDeep: Values, widen: (values: Values) => Values) {
    this.#tooDeep = tooDeep;
    this.#widen = widen;
  }

  /** Forget what a new round may answer differently. */
  nextRound(isSameFlow: boolean): void {
    this.#round += 1;
    if (!isSameFlow) this.#sameFlowSince = this.#round;
  }

  /** The answer being worked out rests on who calls whom. */
  restsOnFlow(): void {
    this.#rests |= FLOW;
  }

  /** The answer being worked out was given something unfinished: another order might have given it more. */
  restsOnUnfinished(): void {
    this.#rests |= CUT;
  }

  /** What is known without working anything out. */
  known(answer: Answer): Values | undefined {
    const { round, rests } = answer;
    const isValid =
      round === this.#round || (round >= 0 && (rests === 0 || (rests === FLOW && round >= this.#sameFlowSince)));
    if (!isValid) return undefined;
    this.#rests |= rests;
    return answer.values;
  }

  workOut(answer: Answer, compute: () => Values): Values {
    if (answer.isRunning) {
      this.#rests |= CUT;
      return answer.round === this.#round - 1 ? answer.values : none;
    }
    if (this.#depth > deepest) {
      this.#rests |= CUT;
      return this.#tooDeep;
    }
    const outer = this.#rests;
    this.#rests = 0;
    answer.isRunning = true;
    this.#depth += 1;
    try {
      const values = this.#widen(compute());
      answer.values = values;
      answer.round = this.#round;
      answer.rests = this.#rests;
      return values;
    } finally {
      this.#rests |= outer;
      this.#depth -= 1;
      answer.isRunning = false;
    }
  }
}
