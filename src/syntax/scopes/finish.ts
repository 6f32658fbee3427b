import type { Builder, OpenScope } from './builder.ts';
import type { ModuleScope, Reference, Scope } from './model.ts';

/** The finished scopes of a file, with its indexes. */
export function finish(builder: Builder, root: OpenScope): ModuleScope {
  let byOffset: Map<number, Reference> | undefined;
  return Object.assign(root, {
    kind: 'module' as const,
    all: builder.all,
    quoted: builder.quoted,
    referenceAt(offset: number): Reference | undefined {
      byOffset ??= index(builder.all);
      return byOffset.get(offset);
    },
    scopeAt: (offset: number) => innermost(root, offset),
  });
}

function index(scopes: readonly Scope[]): Map<number, Reference> {
  const found = new Map<number, Reference>();
  for (const scope of scopes) for (const reference of scope.references) found.set(reference.start, reference);
  return found;
}

function innermost(scope: Scope, offset: number): Scope {
  for (const child of scope.children) {
    const { code, outside } = child;
    if (offset < code.start || offset >= code.end) continue;
    if (outside && offset >= outside.start && offset < outside.end) continue;
    return innermost(child, offset);
  }
  return scope;
}
