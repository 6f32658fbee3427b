import type { Binding, Expr, ProjectFunction, Read, Span, Uses } from '../../program/index.ts';

/** Reads of one binding, and their expressions. */
interface Seen {
  readonly reads: readonly Read[];
  readonly exprs: ReadonlySet<Expr>;
}

const known = new WeakMap<Uses, Map<ProjectFunction, Map<string, Seen>>>();

/** Asked for every read of every name: what a binding is seen by is worked out once. */
function seenBy(uses: Uses, home: ProjectFunction, id: string, bound: Span | undefined): Seen {
  const homes = known.get(uses) ?? new Map<ProjectFunction, Map<string, Seen>>();
  known.set(uses, homes);
  const bindings = homes.get(home) ?? new Map<string, Seen>();
  homes.set(home, bindings);
  const key = `${id} ${bound?.start} ${bound?.end}`;
  let seen = bindings.get(key);
  if (seen === undefined) {
    const reads = findReads(uses, home, id, bound);
    bindings.set(key, (seen = { reads, exprs: new Set(reads.map(({ expr }) => expr)) }));
  }
  return seen;
}

/** Whether the read may see what was bound at `bound`. */
export function isSeenBy(uses: Uses, home: ProjectFunction, id: string, bound: Span, read: Expr): boolean {
  return seenBy(uses, home, id, bound).exprs.has(read);
}

/**
 * The reads of a name that may see what was bound at `bound`; -1 for a parameter. A later binding hides an earlier one
 * from every read after it in the same suite or below; loops go round; nested functions may run at any time.
 */
export function readsOf(uses: Uses, home: ProjectFunction, id: string, bound: Span | undefined): readonly Read[] {
  return seenBy(uses, home, id, bound).reads;
}

function findReads(uses: Uses, home: ProjectFunction, id: string, bound: Span | undefined): readonly Read[] {
  const rebinds = home.facts.bindings
    .filter(({ target, how }) => how !== 'augment' && bindsName(target, id))
    .map(({ target, value, how }) => ({ target, end: (how === 'assign' ? value?.end : undefined) ?? target.end }));
  const { comprehensions, blocks, loops } = home.facts.usage;
  const own = bound && innermost(comprehensions, bound.start);
  return uses.reads(home, id).filter(({ expr, scope }) => {
    const inside = comprehensions.filter((span) => holds(span, expr.start));
    if (own) return inside.includes(own);
    if (scope !== home) return true;
    const renamed = inside.some((span) => rebinds.some(({ target }) => holds(span, target.start)));
    if (renamed) return false;
    const start = bound?.start ?? -1;
    const after = expr.start >= (bound?.end ?? -1);
    const round = loops.some((loop) => holds(loop, start) && holds(loop, expr.start));
    if (!after && !round) return false;
    return !rebinds.some(({ target, end }) => {
      if (target.start === start || innermost(comprehensions, target.start)) return false;
      const between = after ? target.start > start && end <= expr.start : end <= expr.start;
      const block = innermost(blocks, target.start);
      return between && (block === undefined || holds(block, expr.start));
    });
  });
}

const named = new WeakMap<ProjectFunction, ReadonlyMap<string, readonly Binding[]>>();

/** Bindings of a scope that bind this name and nothing else. */
export function bindingsNamed(home: ProjectFunction, id: string): readonly Binding[] {
  const before = named.get(home);
  if (before) return before.get(id) ?? [];
  const found = new Map<string, Binding[]>();
  for (const binding of home.facts.bindings) {
    if (binding.target.kind !== 'name') continue;
    const list = found.get(binding.target.id);
    if (list) list.push(binding);
    else found.set(binding.target.id, [binding]);
  }
  named.set(home, found);
  return found.get(id) ?? [];
}

/** `a`, `(a, b)`, `[a, *b]` all bind `a`. */
function bindsName(target: Expr, id: string): boolean {
  if (target.kind === 'name') return target.id === id;
  if (target.kind === 'collection') return target.items.some((item) => bindsName(item, id));
  return target.kind === 'other' && target.parts.some((part) => bindsName(part, id));
}

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset < span.end;
}

function innermost(spans: readonly Span[], offset: number): Span | undefined {
  return spans
    .filter((span) => holds(span, offset))
    .reduce<Span | undefined>(
      (best, span) => (!best || span.end - span.start < best.end - best.start ? span : best),
      undefined,
    );
}
