import type { Knowledge } from '../knowledge/index.ts';
import { type Evaluation, type Expr, eachPart, type ProjectFunction, isTestModule } from '../program/index.ts';
import type { OffloadSite } from './model.ts';
import type { Call, Surroundings } from './surroundings.ts';
import type { Reached, Visit } from './walk.ts';

export interface Cut {
  readonly site: OffloadSite;
  /** A whole function of the project goes to the thread. */
  readonly isWhole: boolean;
}

/**
 * Finds for what keeps an endpoint from the loop the calls that can go to a thread instead, `wait(to_thread(f, ...))`:
 *
 * - the call itself, where it has done all its work when it returns;
 * - else the nearest call of a project function around it. That function then runs in a thread as it did before, whatever
 *   it does there; so it must be a plain function that is over when it returns: no generator, nothing lazy given back.
 *
 * Locks, thread-local state and what nobody knows cannot be moved: a thread that holds a lock and waits for the loop, and
 * a loop that waits for that lock, would wait for ever.
 */
export class Offloader {
  readonly #ev: Evaluation;
  readonly #knowledge: Knowledge;
  readonly #around: (fn: ProjectFunction) => Surroundings;

  constructor(ev: Evaluation, knowledge: Knowledge, around: (fn: ProjectFunction) => Surroundings) {
    this.#ev = ev;
    this.#knowledge = knowledge;
    this.#around = around;
  }

  /** Where to cut so that this finding is not reached on the loop; undefined when it cannot be. */
  cut({ visit, finding }: Reached['findings'][number]): Cut | undefined {
    const { fact, call } = finding;
    if (fact === 'unknown' || fact.offload === 'never') return undefined;
    const isPlain = finding.how === 'call' && !call?.args.some((arg) => arg.name === 'stream');
    if (fact.offload === 'call' && isPlain && call && this.#canMove(visit.fn, call))
      return { site: { scope: visit.fn, call, what: finding.name, why: fact.why }, isWhole: false };
    return this.#cutAbove(visit, finding.name, fact.why);
  }

  /** The nearest call of a project function on the way to `visit`. */
  #cutAbove(visit: Visit, what: string, why: string): Cut | undefined {
    for (let at = visit; at.from; at = at.from) {
      const { from, call, how } = at;
      if (call && this.#isOver(from.fn, call) && this.#canMove(from.fn, call))
        return { site: { scope: from.fn, call, what, why }, isWhole: true };
      // A function that is only passed on, or a generator, may run anywhere; others run before their caller goes on.
      if (how === 'mention' || how === 'background' || how === 'listener' || at.fn.facts.isGenerator) return undefined;
    }
    return undefined;
  }

  /** Every function that the call may run has done all its work when it returns. */
  #isOver(scope: ProjectFunction, call: Call): boolean {
    const targets = this.#around(scope).edges.filter((edge) => edge.call === call);
    return targets.every(({ to }) => to.facts.kind === 'function' && !to.facts.isAsync && !this.#isLazy(to));
  }

  #isLazy(fn: ProjectFunction): boolean {
    const { facts } = fn;
    if (facts.isGenerator || facts.returns.some((expr) => expr.kind === 'collection' && expr.type === 'generator'))
      return true;
    // Context managers by decorator, tasks and the like: calling them is not running them.
    if (facts.decorators.some((expr) => !this.#runsDecorated(fn, expr))) return true;
    return [...this.#ev.returned(fn)].some((value) => {
      if (value.kind !== 'object') return false;
      const iterated = this.#knowledge.lookup(`${value.name}.__iter__`);
      return iterated === 'unknown'
        ? !value.name.startsWith('builtins.')
        : iterated.effect !== 'harmless' && iterated.effect !== 'database';
    });
  }

  /** Calling what the decorator gives is calling what it decorates, and over when that is. */
  #runsDecorated(fn: ProjectFunction, decorator: Expr): boolean {
    const values = [...this.#ev.of(decorator, fn.parent ?? fn)];
    return (
      values.length > 0 &&
      values.every(
        (value) =>
          (value.kind === 'external' || value.kind === 'object') &&
          this.#knowledge.runsDecorated(value.name.replace(/\(\)$/u, '')),
      )
    );
  }

  /** The call can be written as `wait(to_thread(f, ...))` where it stands, and means the same there. */
  #canMove(scope: ProjectFunction, call: Call): boolean {
    const { facts, module } = scope;
    if (facts.isAsync || facts.kind === 'class' || facts.kind === 'module') return false;
    if (isTestModule(module)) return false;
    // The garbage collector calls it anywhere, also where nothing may wait.
    if (facts.name === '__del__') return false;
    // What is entered is also left, and that would happen on the loop.
    if (facts.withs.some(({ context }) => context.start === call.start && context.end === call.end)) return false;
    if (call.callee.kind === 'name' && frameBound.has(call.callee.id)) return false;
    return !call.args.some((arg) => holdsYield(arg.value));
  }
}

/** They look at the frame that calls them. */
const frameBound = new Set(['super', 'locals', 'globals', 'vars', 'dir', 'eval', 'exec']);

function holdsYield(expr: Expr): boolean {
  let found = false;
  eachPart(expr, (part) => {
    if (part.kind === 'other' && part.type === 'yield') found = true;
  });
  return found;
}
