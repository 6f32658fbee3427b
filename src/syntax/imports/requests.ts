import type { Binding, ModuleScope } from '../scopes/model.ts';
import { importTarget, resolveStored } from '../scopes/resolve.ts';

/** `import module` (no `name`) or `from module import name`; `module` keeps the dots of a relative import. */
export interface ImportedName {
  readonly module: string;
  readonly name?: string;
}

export type ImportRequest =
  | {
      readonly kind: 'need';
      readonly module: string;
      readonly name?: string;
      /** The local name; that of the import itself when absent. */
      readonly as?: string;
      readonly typeOnly?: boolean;
    }
  | { readonly kind: 'drop'; readonly module: string; readonly name?: string }
  | { readonly kind: 'swap'; readonly from: ImportedName; readonly to: ImportedName };

export type Need = Extract<ImportRequest, { kind: 'need' }>;

/** Ask for an import at module level (below `if TYPE_CHECKING` when only annotations use it). */
export function needImport(
  module: string,
  name?: string,
  options: { readonly as?: string; readonly typeOnly?: boolean } = {},
): Need {
  return { kind: 'need', module, ...(name !== undefined && { name }), ...options };
}

/** Ask for a module-level import to leave, if nothing in the file mentions it any more. */
export function dropImport(module: string, name?: string): ImportRequest {
  return { kind: 'drop', module, ...(name !== undefined && { name }) };
}

/**
 * Ask for a name to come from another module, wherever the file imports it (also in functions and below conditions);
 * the local name stays, and with it every reference.
 */
export function swapImport(from: ImportedName, to: ImportedName): ImportRequest {
  return { kind: 'swap', from, to };
}

/**
 * What the file's code will call a needed import: the name an existing import gives it, or the one asked for, or, when
 * that means something else somewhere in the file, one made of module and name. For `import a.b` it is `a.b`.
 */
export function localName(need: Need, scopes: ModuleScope): string {
  const existing = existingName(need, scopes);
  if (existing !== undefined) return existing;
  const wanted = need.as ?? need.name ?? need.module;
  const [root = wanted] = wanted.split('.');
  if (isFree(root, need, scopes)) return wanted;
  const base = `${need.module}.${need.name ?? ''}`.replace(/[^\p{L}\p{N}_]+/gu, '_').replace(/^_+|_+$/g, '');
  let candidate = need.name === undefined ? `${base}_module` : base;
  while (!isFree(candidate, need, scopes)) candidate += '_';
  return candidate;
}

/** The local name under which a need is met already, at module level and on every path. */
export function existingName(need: Need, scopes: ModuleScope): string | undefined {
  for (const [local, bindings] of scopes.bindings) {
    const called = meets(need, local, bindings, scopes);
    if (called === undefined || (need.as !== undefined && need.as !== called)) continue;
    if (!isShadowed(local, scopes)) return called;
  }
  return undefined;
}

/** What code calls the needed thing when these, all bindings of one name, can mean nothing else; else undefined. */
function meets(need: Need, local: string, bindings: readonly Binding[], scopes: ModuleScope): string | undefined {
  const [target] = bindings.flatMap(({ imported }) => (imported ? [importTarget(imported)] : []));
  const one = bindings.every(({ imported, by }) => imported && by === scopes && importTarget(imported) === target);
  if (!one) return undefined;
  const met = bindings.find(({ imported, conditional, typeOnly }) => {
    if (typeOnly ? !need.typeOnly : conditional) return false;
    return (imported?.loads ?? imported?.module) === need.module && imported?.name === need.name;
  });
  return met && (met.imported?.loads ?? local);
}

/** Whether a need is met under exactly this local name. */
export function isMet(need: Need, local: string, scopes: ModuleScope): boolean {
  return (scopes.bindings.get(local) ?? []).some(
    ({ imported, conditional }) => !conditional && imported?.module === need.module && imported.name === need.name,
  );
}

/** Whether no scope binds the name, and nothing relies on it as a builtin or from a star import. */
function isFree(name: string, need: Need, scopes: ModuleScope): boolean {
  return scopes.all.every((scope) => {
    const bindings = scope.bindings.get(name) ?? [];
    const same = scope === scopes && bindings.every((binding) => sameRoot(binding.imported?.module, need, name));
    if (bindings.length > 0 && !same) return false;
    return scope.references.every(
      (reference) => reference.name !== name || resolveStored(name, scope).kind === 'bound',
    );
  });
}

/** `import a.b` and `import a.c` share the name `a`. */
function sameRoot(module: string | undefined, need: Need, name: string): boolean {
  return need.name === undefined && need.as === undefined && module === name && need.module.startsWith(`${name}.`);
}

/** Whether some inner scope gives the name another meaning. */
function isShadowed(name: string, scopes: ModuleScope): boolean {
  return scopes.all.some((scope) => scope !== scopes && scope.bindings.has(name));
}
