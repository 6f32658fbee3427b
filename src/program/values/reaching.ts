import type { Span } from '../facts.ts';
import type { ProjectFunction } from '../model.ts';
import type { Definition } from './evaluation.ts';

/**
 * The definitions of a name that a read at offset `at` of the same scope may see. Only what Python's order rules out goes:
 * a definition in the reader's own suite, or in a suite around it, hides everything before it, and what stands below the
 * read is not there yet, unless a loop comes back. All of them when nothing would be left.
 */
export function reaching(
  definitions: readonly Definition[],
  scope: ProjectFunction,
  at: number,
): readonly Definition[] {
  const { blocks, loops, comprehensions } = scope.facts.usage;
  const again = [...loops, ...comprehensions].filter((span) => holds(span, at));
  let hidden = -1;
  for (const definition of definitions) {
    const from = effectiveFrom(definition, scope);
    if (from === undefined || from > at || !replaces(definition)) continue;
    const suite = innermost(blocks, startOf(definition));
    if (suite === undefined || holds(suite, at)) hidden = Math.max(hidden, from);
  }
  const left = definitions.filter((definition) => {
    const from = effectiveFrom(definition, scope);
    if (from === undefined) return true;
    if (from > at) return again.some((span) => holds(span, startOf(definition)));
    return from >= hidden;
  });
  return left.length > 0 ? left : definitions;
}

/** The definitions that a read at `at` can mean at all: names of a comprehension's clauses live in there only. */
export function inReach(
  definitions: readonly Definition[],
  scope: ProjectFunction,
  at: number | undefined,
): readonly Definition[] {
  if (at === undefined || scope.facts.usage.comprehensions.length === 0) return definitions;
  return definitions.filter((definition) => {
    const span = comprehensionOf(definition, scope);
    return span === undefined || holds(span, at);
  });
}

/** The comprehension whose clause binds the name. */
export function comprehensionOf(definition: Definition, scope: ProjectFunction): Span | undefined {
  if (definition.kind !== 'binding' || definition.binding.how !== 'element') return undefined;
  return innermost(scope.facts.usage.comprehensions, definition.binding.target.start);
}

/** From which offset on the name holds it; undefined where its place says nothing: set from another scope, filled later. */
function effectiveFrom(definition: Definition, scope: ProjectFunction): number | undefined {
  switch (definition.kind) {
    case 'parameter':
      return -1;
    case 'import':
      return definition.scope === scope && definition.item.bound !== '*' ? definition.item.span.end : undefined;
    case 'function':
      return definition.function.facts.span.end;
    case 'class':
      return definition.class.facts.span.end;
    case 'binding': {
      if (definition.scope !== scope) return undefined;
      const { target, value } = definition.binding;
      return Math.max(target.end, value?.end ?? 0);
    }
    case 'fill':
      return undefined;
  }
}

function startOf(definition: Definition): number {
  switch (definition.kind) {
    case 'parameter':
      return -1;
    case 'import':
      return definition.item.span.start;
    case 'function':
      return definition.function.facts.span.start;
    case 'class':
      return definition.class.facts.span.start;
    case 'binding':
      return definition.binding.target.start;
    case 'fill':
      return definition.value.start;
  }
}

/** Whether the name surely holds it when the suite goes on. Loops may run zero times, `+=` keeps what was there. */
function replaces(definition: Definition): boolean {
  if (definition.kind !== 'binding') return definition.kind !== 'parameter';
  const { how, value, isConditional } = definition.binding;
  return value !== undefined && isConditional === undefined && (how === 'assign' || how === 'enter');
}

function innermost(blocks: readonly Span[], at: number): Span | undefined {
  let found: Span | undefined;
  for (const block of blocks) {
    if (holds(block, at) && (!found || block.end - block.start <= found.end - found.start)) found = block;
  }
  return found;
}

function holds(span: Span, at: number): boolean {
  return span.start <= at && at < span.end;
}
