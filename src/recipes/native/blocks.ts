import type { ClassTwin, Knowledge } from '../../knowledge/index.ts';
import { type Evaluation, type Expr, indexUses, type ProjectFunction, type Read } from '../../program/index.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** A `with` whose `as` gives something with a face, or that has no `as`. */
export interface Block {
  /** The name it binds. */
  readonly target: Extract<Expr, { kind: 'name' }> | undefined;
  /** Where that is read, in the block and in later items of the same `with`. */
  readonly reads: readonly Read[];
  /** The face of what it is; undefined where it has none, and nobody reads it. */
  readonly twin: ClassTwin | undefined;
}

/**
 * The `with` that enters the call, where it may give a face instead of what it gives now: every read of its name is known,
 * and none of them is of something else. Undefined where nobody can tell.
 */
export function blockOf(ev: Evaluation, knowledge: Knowledge, call: Call, scope: ProjectFunction): Block | undefined {
  const item = scope.facts.withs.find(({ context }) => context === call);
  if (item === undefined) return undefined;
  const binding = scope.facts.bindings.find(({ how, value }) => how === 'enter' && value === call);
  if (binding === undefined) return { target: undefined, reads: [], twin: undefined };
  const { target } = binding;
  if (target.kind !== 'name' || scope.facts.kind !== 'function' || !isOnlyEntered(ev, target.id, scope))
    return undefined;
  const regions = regionsOf(target.id, scope);
  const uses = indexUses(ev);
  const reads: Read[] = [];
  for (const read of uses.reads(scope, target.id)) {
    // Of blocks within one another that bind the name, the innermost counts: it began last.
    const region = regions.findLast(({ start, end }) => start <= read.expr.start && read.expr.start < end);
    if (region === undefined) return undefined;
    if (region.start === call.start) reads.push(read);
  }
  if (reads.some(({ expr }) => uses.of(expr).some(({ kind }) => kind === 'target'))) return undefined;
  const twin = twinOf(ev, knowledge, call, scope);
  return twin?.plain === undefined && reads.length > 0 ? undefined : { target, reads, twin };
}

/** Nothing but `with ... as` binds the name. */
function isOnlyEntered(ev: Evaluation, id: string, scope: ProjectFunction): boolean {
  const entered = scope.facts.bindings.filter(
    ({ how, target }) => how === 'enter' && target.kind === 'name' && target.id === id,
  );
  const isShared = [scope.facts, ...scope.facts.functions].some(({ globals }) => globals.includes(id));
  const definitions = ev.scopes.definitions(scope, id)?.filter(({ kind }) => kind !== 'fill');
  return !isShared && definitions?.length === entered.length;
}

/** From where a `with` binds the name to the end of its block, in the order of the text. */
function regionsOf(
  id: string,
  { facts }: ProjectFunction,
): readonly { readonly start: number; readonly end: number }[] {
  return facts.withs
    .filter(({ context }) =>
      facts.bindings.some(
        ({ how, target, value }) => how === 'enter' && value === context && target.kind === 'name' && target.id === id,
      ),
    )
    .map(({ context, body }) => ({ start: context.start, end: body.end }))
    .sort((a, b) => a.start - b.start);
}

function twinOf(ev: Evaluation, knowledge: Knowledge, call: Call, scope: ProjectFunction): ClassTwin | undefined {
  const given = new Set(
    [...ev.of(call.callee, scope)].map((value) =>
      value.kind === 'external' ? knowledge.returns(value.name) : undefined,
    ),
  );
  const [cls] = given;
  return given.size === 1 && cls !== undefined ? knowledge.twinOf(cls) : undefined;
}
