import { FerryError } from '../../base/index.ts';
import { type Edit, insertBefore, insertAfter, remove, replace } from '../edits.ts';
import { indentationAt } from '../layout.ts';
import type { SyntaxNode } from '../python.ts';
import { type Range, rangeOf } from '../range.ts';
import { analyseScopes } from '../scopes/analyse.ts';
import type { ModuleScope } from '../scopes/model.ts';
import type { SourceFile } from '../source.ts';
import { awaitCall, awaitWaiter, waitCall, waiterOf, withoutCall } from './awaiting.ts';
import { linesBelow, unitOf } from './blocks.ts';
import { enclosingEdits, statementOf } from './enclosing.ts';
import { awaitAt } from './comprehensions.ts';
import { closingEdits, consumeTidily } from './closing.ts';
import { consume, delegation } from './consumers.ts';
import { deepened, itemOf, itemsOf, manageAt, type Managed, managerEdits, splitOf } from './managers.ts';
import {
  type AsyncChange,
  type AsyncUse,
  type Closing,
  type Context,
  type Enclosed,
  impossible,
  type Loop,
  type PlacedUse,
  type Step,
} from './model.ts';
import { mappedAt } from './mapped.ts';
import { unusedName } from './names.ts';
import { whyNotAtEnd } from './program-end.ts';
import { untouchable } from './standing.ts';
import { ownNodes, whyNotAsync } from './refusals.ts';
import { behindStar } from './stars.ts';
import { bodyOf, expressionAt, isAwaited, nodeAt } from './tree.ts';

/**
 * Makes functions of one file asynchronous and settles every use: `await`, `async for` or `async with` where an
 * asynchronous function holds it, `wait(...)` where a coroutine is needed elsewhere, `iterate(...)` where an iterator
 * is, else refused and left alone. What is evaluated, and when, stays as it was. Throws `FERRY_INTERNAL_NOT_ASYNC` for a
 * function that is not in the file or that `whyNotAsync` speaks against.
 */
export function placeAwaits(
  source: SourceFile | string,
  root: SyntaxNode,
  change: AsyncChange,
): { readonly edits: readonly Edit[]; readonly placed: readonly PlacedUse[] } {
  const text = typeof source === 'string' ? source : source.text;
  const definitions = change.functions.map((range) => definitionAt(root, range));
  const flipped = new Set(definitions.map((definition) => definition.id));
  let scopes: ModuleScope | undefined;
  const context: Context = {
    text,
    root,
    minor: change.minor ?? 9,
    closes: change.aclosing !== undefined,
    scopes: () => (scopes ??= analyseScopes(root)),
    isAsync: (definition) => flipped.has(definition.id) || definition.firstChild?.type === 'async',
    consume: (iterator) => consume(context, iterator),
  };
  const placing = new Placing(context, change);
  const placed = change.uses.map((use) => placing.place(use));
  for (const definition of definitions) placing.flip(definition);
  placing.manage();
  return { edits: placing.finish(), placed: placed.map((settle) => settle()) };
}

function definitionAt(root: SyntaxNode, range: Range): SyntaxNode {
  const definition = nodeAt(root, range, 'function_definition');
  const why = definition ? whyNotAsync(definition) : 'is not a function definition of this file';
  if (definition && why === undefined) return definition;
  throw new FerryError({
    code: 'FERRY_INTERNAL_NOT_ASYNC',
    message: `What stands at ${range.start}-${range.end} cannot become asynchronous: it ${why}`,
    next: 'This is a mistake in Ferryman: report it with the file concerned. Nothing was written.',
    exitCode: 1,
  });
}

type Settled = () => PlacedUse;

/** Collects what the uses of one file ask for. */
class Placing {
  readonly #edits: Edit[] = [];
  /** Within whatever becomes of the statement around them. */
  readonly #bridges: Edit[] = [];
  readonly #loops = new Map<number, Loop>();
  readonly #closings: Closing[] = [];
  readonly #enclosedHere: Enclosed[] = [];
  readonly #done = new Set<string>();
  readonly #managed = new Map<number, { readonly statement: SyntaxNode; readonly chosen: Set<number> }>();
  readonly #refused = new Map<number, string>();
  readonly #context: Context;
  readonly #change: AsyncChange;

  constructor(context: Context, change: AsyncChange) {
    this.#context = context;
    this.#change = change;
  }

  /** Settle one use; that of a context manager is known only after `manage`. */
  place(use: AsyncUse): Settled {
    const { root } = this.#context;
    const type = use.shape === 'read' ? 'attribute' : 'call';
    const call = nodeAt(root, use, type) ?? (use.gives === 'coroutine' ? undefined : expressionAt(root, use));
    const hindrance = call ? untouchable(call) : 'is not one of this file';
    if (call === undefined || hindrance !== undefined) return () => refused(use, hindrance ?? '');
    switch (use.gives) {
      case 'coroutine':
        return this.#coroutine(use, call);
      case 'iterator':
        return this.#iterator(use, call);
      case 'manager':
        return this.#manager(use, call);
    }
  }

  #coroutine(use: AsyncUse, call: SyntaxNode): Settled {
    if (use.shape === 'mapped') return this.#mapped(use, call);
    if (use.shape === 'read') return this.#read(use, call);
    if (isAwaited(call)) return () => ({ use, how: 'await', why: '' });
    if (use.header !== undefined) return this.#enclosed(use, call, use.header);
    const waiter = waiterOf(this.#context, call, use.isWaitedFor);
    const verdict = behindStar(awaitAt(this.#context, waiter ?? call), waiter ?? call);
    const callee = call.childForFieldName('function');
    if (use.shape === 'made' && callee) this.#edits.push(insertAfter(rangeOf(callee), '.create'));
    if (verdict.possible) {
      this.#take(verdict.steps);
      this.#edits.push(
        ...(waiter ? awaitWaiter(this.#context, waiter, call) : awaitCall(this.#context, call, use.attribute)),
      );
      return () => ({ use, how: 'await', why: '' });
    }
    if (use.isOptional) return () => refused(use, verdict.why);
    const { run } = this.#change;
    const whyNotRun = run && use.mayRun ? whyNotAtEnd(call, this.#change.uses) : verdict.why;
    if (run && waiter === undefined && whyNotRun === undefined) {
      this.#edits.push(...waitCall(this.#context, call, run()));
      return () => ({ use, how: 'run', why: '' });
    }
    if (waiter === undefined) this.#edits.push(...waitCall(this.#context, call, this.#change.wait()));
    return () => ({ use, how: 'wait', why: sentence(whyNotRun ?? verdict.why) });
  }

  #enclosed(use: AsyncUse, call: SyntaxNode, header: string): Settled {
    const statement = statementOf(this.#context, call);
    if (statement === undefined) return () => refused(use, 'is part of a statement, and needs a block of its own');
    const verdict = awaitAt(this.#context, call);
    if (!verdict.possible) return () => refused(use, verdict.why);
    this.#edits.push(...awaitCall(this.#context, call));
    this.#enclosedHere.push({ statement, header });
    return () => ({ use, how: 'await', why: '' });
  }

  /** A property that is a method now: it is called before it is awaited. */
  #read(use: AsyncUse, attribute: SyntaxNode): Settled {
    const verdict = behindStar(awaitAt(this.#context, attribute), attribute);
    const call = insertAfter(bodyOf(attribute), '()');
    if (verdict.possible) {
      this.#take(verdict.steps);
      this.#edits.push(...awaitCall(this.#context, attribute), call);
      return () => ({ use, how: 'await', why: '' });
    }
    this.#edits.push(...waitCall(this.#context, attribute, this.#change.wait()), call);
    return () => ({ use, how: 'wait', why: sentence(verdict.why) });
  }

  /** The function is called by `map` or `filter`: a comprehension calls it instead. */
  #mapped(use: AsyncUse, call: SyntaxNode): Settled {
    const mapped = mappedAt(this.#context, call);
    if (typeof mapped === 'string') return () => refused(use, mapped);
    const { verdict } = mapped;
    if (verdict.possible) {
      this.#take(verdict.steps);
      this.#edits.push(...mapped.write('await ', ''));
      return () => ({ use, how: 'await', why: '' });
    }
    this.#edits.push(...mapped.write(`${this.#change.wait()}(`, ')'));
    return () => ({ use, how: 'wait', why: sentence(verdict.why) });
  }

  #iterator(use: AsyncUse, call: SyntaxNode): Settled {
    const verdict = use.isLost
      ? impossible('gives an iterator that nobody can follow')
      : (use.cleansUp ? consumeTidily : consume)(this.#context, call);
    if (!verdict.possible) {
      const canBridge = (use.isLost || use.isFresh) && !use.isWaitedFor;
      if (this.#change.iterate === undefined || !canBridge) return () => refused(use, verdict.why);
      this.#bridges.push(...waitCall(this.#context, call, this.#change.iterate()));
      return () => ({ use, how: 'wait', why: sentence(verdict.why) });
    }
    this.#take(verdict.steps);
    if (use.isWaitedFor) this.#edits.push(...withoutCall(call));
    return () => ({ use, how: 'await', why: '' });
  }

  #manager(use: AsyncUse, call: SyntaxNode): Settled {
    const found = itemOf(call);
    if (found === undefined) return () => refused(use, 'is a context manager that no `with` takes directly');
    const { statement, item } = found;
    const managed = this.#managed.get(statement.id) ?? { statement, chosen: new Set<number>() };
    managed.chosen.add(item.id);
    this.#managed.set(statement.id, managed);
    return () => {
      const why = this.#refused.get(statement.id);
      return why === undefined ? { use, how: 'await', why: '' } : refused(use, why);
    };
  }

  /** Make one definition asynchronous, and its `yield from` statements loops. */
  flip(definition: SyntaxNode): void {
    if (definition.firstChild?.type === 'async') return;
    this.#edits.push(insertBefore(rangeOf(definition), 'async '));
    const yields = ownNodes(definition, 'yield');
    for (const node of yields) {
      const loop = this.#loops.has(node.id) ? undefined : delegation(node);
      if (loop) this.#loops.set(node.id, { ...loop, asynchronous: false });
    }
    if (yields.length === 0) return;
    for (const { firstChild: keyword, firstNamedChild: value } of ownNodes(definition, 'return_statement')) {
      if (keyword && value?.type === 'none') this.#edits.push(remove({ start: keyword.endIndex, end: value.endIndex }));
    }
  }

  /** Write the `with` statements and the loops, whose indentation depends on the former. */
  manage(): void {
    const context = this.#context;
    const newline = /\r\n|\r|\n/.exec(context.text)?.[0] ?? '\n';
    const possible: Managed[] = [];
    for (const { statement, chosen } of this.#managed.values()) {
      const managed = { statement, chosen, items: itemsOf(statement) };
      const verdict = manageAt(context, managed);
      if (verdict.possible) {
        this.#take(verdict.steps);
        possible.push(managed);
      } else this.#refused.set(statement.id, verdict.why);
    }
    const deeper = [
      ...possible.flatMap((managed) => {
        const split = splitOf(context, managed);
        return split ? deepened(context, split) : [];
      }),
      ...this.#closings.map(({ statement }) => ({
        lines: linesBelow(context, statement),
        by: unitOf(context, statement),
      })),
    ];
    const indentation = (offset: number) =>
      indentationAt(context.text, offset) +
      deeper
        .filter(({ lines: { start, end } }) => start <= offset && offset < end)
        .map(({ by }) => by)
        .join('');
    for (const managed of possible) {
      this.#edits.push(...managerEdits(context, managed, indentation(managed.statement.startIndex), newline));
    }
    for (const closing of this.#closings) {
      const aclosing = this.#change.aclosing?.() ?? '';
      const name = unusedName(context.text, 'items');
      const style = { aclosing, name, newline, indentation: indentation(closing.statement.startIndex) };
      this.#edits.push(...closingEdits(context, closing, style));
    }
    for (const enclosed of this.#enclosedHere)
      this.#edits.push(...enclosingEdits(context, enclosed, indentation(enclosed.statement.startIndex), newline));
    const item = this.#loops.size > 0 ? unusedName(context.text, 'item') : '';
    for (const loop of this.#loops.values()) {
      const { statement, keywords, iterable, asynchronous } = loop;
      const unit = unitBelow(context, statement);
      this.#edits.push(
        replace(keywords, `${asynchronous ? 'async for' : 'for'} ${item} in`),
        insertAfter(rangeOf(iterable), `:${newline}${indentation(statement.startIndex)}${unit}yield ${item}`),
      );
    }
  }

  /** All edits, once everything is settled. */
  finish(): readonly Edit[] {
    return [...this.#edits, ...this.#bridges];
  }

  #take(steps: readonly Step[]): void {
    for (const step of steps) {
      if (this.#done.has(step.key)) continue;
      this.#done.add(step.key);
      this.#edits.push(...step.edits);
      if (step.closing) this.#closings.push(step.closing);
      if (step.loop) {
        const node = step.loop.statement.firstNamedChild;
        if (node) this.#loops.set(node.id, step.loop);
      }
    }
  }
}

function refused(use: AsyncUse, why: string): PlacedUse {
  return { use, how: 'refused', why: sentence(why) };
}

/** `stands in a lambda` as a sentence of its own. */
function sentence(why: string): string {
  return `The call ${why}.`;
}

/** One level of indentation, as the block of a statement has it against what the block belongs to. */
function unitBelow(context: Context, statement: SyntaxNode): string {
  const inner = indentationAt(context.text, statement.startIndex);
  const owner = statement.parent?.parent;
  const outer = owner ? indentationAt(context.text, owner.startIndex) : '';
  return inner.length > outer.length && inner.startsWith(outer) ? inner.slice(outer.length) : '    ';
}
