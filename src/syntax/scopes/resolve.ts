import type { SyntaxNode } from '../python.ts';
import { mangled } from './builder.ts';
import { isBuiltin } from './builtins.ts';
import type { Binding, Imported, ModuleScope, Resolution, Scope } from './model.ts';

/**
 * What a name means in a scope: local, enclosing (class bodies are skipped from within), global, builtin. `name` is as
 * written; a class's private names are mangled here. All bindings are returned, whichever runs.
 */
export function resolve(name: string, at: Scope): Resolution {
  const stored = mangled(name, enclosingClass(at)?.name);
  return resolveStored(stored, at);
}

/** Like `resolve`, for a name that is already as Python stores it: that of a `Reference` or `Binding`. */
export function resolveStored(name: string, at: Scope): Resolution {
  const module = moduleOf(at);
  let scope: Scope | undefined = at;
  // The type parameters of a def and the right side of `type` see the class body they stand in (PEP 695).
  let classVisible = true;
  while (scope && scope !== module) {
    const seen = scope.kind !== 'class' || classVisible;
    if (seen && scope.globals.has(name)) return inModule(name, module);
    const bindings = scope.bindings.get(name);
    if (seen && bindings) return { kind: 'bound', scope, bindings };
    if (name === '__class__' && scope.kind === 'class' && !classVisible) return ownBinding(scope);
    classVisible &&= scope.kind === 'type-parameters' || scope.kind === 'type-alias';
    scope = scope.parent;
  }
  return inModule(name, module);
}

function inModule(name: string, module: Scope): Resolution {
  const bindings = module.bindings.get(name);
  if (bindings) return { kind: 'bound', scope: module, bindings };
  if (isBuiltin(name) && module.stars.length === 0) return { kind: 'builtin', name };
  return { kind: 'unknown', stars: module.stars };
}

/** `__class__` in a method is the class the method stands in. */
function ownBinding(cls: Scope): Resolution {
  for (let outer = cls.parent; outer; outer = outer.parent) {
    for (const bindings of outer.bindings.values()) {
      const own = bindings.filter((binding) => binding.kind === 'class' && binding.statement.start === cls.start);
      if (own.length > 0) return { kind: 'bound', scope: outer, bindings: own };
    }
  }
  return { kind: 'unknown', stars: [] };
}

function moduleOf(scope: Scope): Scope {
  let outer = scope;
  while (outer.parent) outer = outer.parent;
  return outer;
}

function enclosingClass(scope: Scope): Scope | undefined {
  let outer: Scope | undefined = scope;
  while (outer && outer.kind !== 'class') outer = outer.parent;
  return outer;
}

/** Where an imported binding comes from: `sqlalchemy.orm.Session`, `..models.Loan`, `os`. */
export function importTarget(imported: Imported): string {
  if (imported.name === undefined) return imported.module;
  return imported.module.endsWith('.') ? imported.module + imported.name : `${imported.module}.${imported.name}`;
}

/**
 * The full name of an expression through this file's imports: with `import sqlalchemy as sa`, `sa.orm.Session` is
 * `sqlalchemy.orm.Session`; `open` is `builtins.open`; relative imports keep their dots. Undefined when the expression
 * is not a dotted name, its first name is not (only) imported, or its imports disagree.
 */
export function dottedName(node: SyntaxNode, scopes: ModuleScope): string | undefined {
  const candidates = dottedNames(node, scopes);
  return candidates.certain && candidates.names.length === 1 ? candidates.names[0] : undefined;
}

/**
 * Every full name an expression may have: one per import of its first name. `certain` is false when it may also be
 * something else: bound by other means, or by a star import (its name in each such module is listed).
 */
export function dottedNames(node: SyntaxNode, scopes: ModuleScope): { names: string[]; certain: boolean } {
  const chain = dottedChain(node);
  if (chain === undefined) return { names: [], certain: false };
  const reference = scopes.referenceAt(chain.base.startIndex);
  const found = reference ? resolveStored(reference.name, reference.scope) : resolve(chain.base.text, scopes);
  const tail = chain.attributes.map((attribute) => `.${attribute}`).join('');
  const name = chain.base.text;
  const starred = scopes.stars.map((module) => importTarget({ module, name }) + tail);
  switch (found.kind) {
    case 'builtin':
      return { names: [`builtins.${found.name}${tail}`], certain: true };
    case 'unknown':
      return { names: [...starred, ...(isBuiltin(name) ? [`builtins.${name}${tail}`] : [])], certain: false };
    case 'bound': {
      const real = found.bindings.filter((binding) => binding.kind !== 'delete');
      const names = real.flatMap((binding) => (binding.imported ? [importTarget(binding.imported) + tail] : []));
      const covered = found.scope === scopes && isCoveredByStar(real, scopes);
      const certain = !covered && real.every((binding) => binding.imported !== undefined);
      return { names: [...new Set(covered ? [...names, ...starred] : names)], certain };
    }
  }
}

/** Whether a star import below may have replaced what these bind. */
function isCoveredByStar(bindings: readonly Binding[], scopes: ModuleScope): boolean {
  if (scopes.lastStar < 0) return false;
  return !bindings.some((binding) => !binding.conditional && binding.by === scopes && binding.start > scopes.lastStar);
}

/** `a.b.c` as its first identifier and the attributes after it; undefined for anything else. */
export function dottedChain(node: SyntaxNode): { base: SyntaxNode; attributes: string[] } | undefined {
  const attributes: string[] = [];
  let at: SyntaxNode | null = node;
  while (at) {
    if (at.type === 'identifier') return { base: at, attributes: attributes.reverse() };
    if (at.type === 'attribute') {
      const attribute = at.childForFieldName('attribute');
      if (attribute === null) return undefined;
      attributes.push(attribute.text);
      at = at.childForFieldName('object');
    } else if (at.type === 'member_type') {
      const parts: SyntaxNode[] = at.namedChildren;
      attributes.push(parts.at(-1)?.text ?? '');
      at = parts[0] ?? null;
    } else if (at.type === 'type' || at.type === 'parenthesized_expression') {
      at = at.namedChildCount === 1 ? at.firstNamedChild : null;
    } else {
      return undefined;
    }
  }
  return undefined;
}
