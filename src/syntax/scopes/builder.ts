import type { SyntaxNode } from '../python.ts';
import { type Range, rangeOf } from '../range.ts';
import type { Binding, BindingKind, QuotedName, Reference, Scope, ScopeKind } from './model.ts';

/** A scope while it is being filled. */
export interface OpenScope extends Scope {
  readonly kind: ScopeKind;
  readonly parent: OpenScope | undefined;
  readonly children: OpenScope[];
  readonly bindings: Map<string, Binding[]>;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  readonly references: Reference[];
  readonly stars: string[];
  lastStar: number;
  outside?: Range;
}

/** What surrounds the place being read. */
export interface Place {
  readonly scope: OpenScope;
  readonly conditional: boolean;
  readonly typeOnly: boolean;
  /** Name of the class whose private names (`__x`) are mangled here. */
  readonly mangle: string | undefined;
}

export type BindingDetails = Omit<Binding, 'name' | 'kind' | 'start' | 'end' | 'by' | 'conditional' | 'typeOnly'>;

/** Collects scopes, bindings and references of one file. */
export class Builder {
  /** The text the tree was made from. */
  readonly text: string;
  readonly all: OpenScope[] = [];
  readonly quoted: QuotedName[] = [];

  constructor(text: string) {
    this.text = text;
  }

  open(kind: ScopeKind, name: string, range: Range, parent: OpenScope | undefined, code = range): OpenScope {
    const scope: OpenScope = {
      kind,
      name,
      qualifiedName: qualify(name, kind, parent),
      start: range.start,
      end: range.end,
      parent,
      code,
      children: [],
      bindings: new Map(),
      globals: new Set(),
      nonlocals: new Set(),
      references: [],
      stars: [],
      lastStar: -1,
    };
    parent?.children.push(scope);
    this.all.push(scope);
    return scope;
  }

  bind(place: Place, name: SyntaxNode, kind: BindingKind, details: BindingDetails): void {
    const range = rangeOf(name);
    this.add(place, place.scope, range, this.nameAt(range, place), kind, details);
  }

  /** A walrus inside comprehensions binds in the first scope around them that is not one. */
  bindWalrus(place: Place, name: SyntaxNode, details: BindingDetails): void {
    let home: OpenScope = place.scope;
    while (home.kind === 'comprehension' && home.parent) home = home.parent;
    const range = rangeOf(name);
    this.add(place, home, range, this.nameAt(range, place), 'walrus', details);
  }

  private add(
    place: Place,
    home: OpenScope,
    range: Range,
    name: string,
    kind: BindingKind,
    details: BindingDetails,
  ): void {
    const { conditional, typeOnly } = place;
    const binding: Binding = { name, kind, ...range, by: place.scope, conditional, typeOnly, ...details };
    const known = home.bindings.get(name);
    if (known) known.push(binding);
    else home.bindings.set(name, [binding]);
    this.refer(place, range, name, kind === 'delete' ? 'delete' : 'store');
  }

  load(place: Place, name: SyntaxNode): void {
    const range = rangeOf(name);
    this.refer(place, range, this.nameAt(range, place), 'load');
  }

  /** Cut from the text: asking nodes for theirs costs three calls into WebAssembly each. */
  private nameAt({ start, end }: Range, place: Place): string {
    return mangled(this.text.slice(start, end), place.mangle);
  }

  private refer(place: Place, range: Range, name: string, access: Reference['access']): void {
    place.scope.references.push({ name, ...range, scope: place.scope, access });
  }

  /** Move what `global` and `nonlocal` send elsewhere. Needs every binding of the file, so it comes last. */
  settle(): void {
    for (const scope of this.all) {
      for (const name of scope.globals) this.move(name, scope, this.all[0]);
      for (const name of scope.nonlocals) this.move(name, scope, holderOf(name, scope.parent));
    }
  }

  private move(name: string, from: OpenScope, to: OpenScope | undefined): void {
    const bindings = from.bindings.get(name);
    if (bindings === undefined || to === from) return;
    // Without a holder it is an error of the file, or `nonlocal __class__`, whose cell no scope lists.
    from.bindings.delete(name);
    if (to === undefined) return;
    to.bindings.set(name, [...(to.bindings.get(name) ?? []), ...bindings]);
  }
}

/** The function-like scope around `scope` that holds `name` for a `nonlocal`. */
function holderOf(name: string, scope: OpenScope | undefined): OpenScope | undefined {
  for (let outer = scope; outer && outer.kind !== 'module'; outer = outer.parent) {
    if (outer.kind === 'class') continue;
    if (outer.nonlocals.has(name)) continue;
    if (outer.globals.has(name)) return undefined;
    if (outer.bindings.has(name)) return outer;
  }
  return undefined;
}

/** Private names (Python reference, section 6.2.1): `__x` in class `_Vault` is stored as `_Vault__x`. */
export function mangled(name: string, className: string | undefined): string {
  if (className === undefined || !name.startsWith('__') || name.endsWith('__')) return normalised(name);
  const stripped = className.replace(/^_+/, '');
  return normalised(stripped === '' ? name : `_${stripped}${name}`);
}

/** Identifiers are compared in NFKC (PEP 3131). */
function normalised(name: string): string {
  for (let index = 0; index < name.length; index += 1) {
    if (name.charCodeAt(index) > 127) return name.normalize('NFKC');
  }
  return name;
}

function qualify(name: string, kind: ScopeKind, parent: OpenScope | undefined): string {
  if (parent === undefined) return '';
  let outer: OpenScope | undefined = parent;
  while (outer?.kind === 'type-parameters') outer = outer.parent;
  if (outer === undefined || outer.kind === 'module') return name;
  // `global name` before a def or class makes it a module-level one (PEP 3155).
  if ((kind === 'function' || kind === 'class') && outer.globals.has(name)) return name;
  const between = outer.kind === 'class' ? '.' : '.<locals>.';
  return `${outer.qualifiedName}${between}${name}`;
}
