import type { Range } from '../range.ts';

export type ScopeKind =
  | 'module'
  | 'class'
  | 'function'
  | 'lambda'
  | 'comprehension'
  /** `[T]` of a generic def, class or alias (PEP 695): the names in brackets, seen by annotations, bases and body. */
  | 'type-parameters'
  /** The lazily evaluated right side of a `type` statement. */
  | 'type-alias';

/** Plain data: stays valid after the tree is gone. */
export interface Scope extends Range {
  readonly kind: ScopeKind;
  /** `Loan`, `renew`, `<lambda>`, `<listcomp>`, ...; empty for a module. */
  readonly name: string;
  /** As `__qualname__` has it: `Library.lend.<locals>.check`; empty for a module. */
  readonly qualifiedName: string;
  readonly parent: Scope | undefined;
  /** Where names are looked up in this scope: the body of a def, class, lambda or alias; the whole of the others. */
  readonly code: Range;
  /** The first iterable of a comprehension, which belongs to the scope around it. */
  readonly outside?: Range;
  readonly children: readonly Scope[];
  /** Every binding of each name that is local here. A `global` or `nonlocal` name is found where it lives. */
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
  readonly references: readonly Reference[];
  /** Modules of `from m import *` run here, as written. */
  readonly stars: readonly string[];
  /** Offset of the last of them; -1 without any. */
  readonly lastStar: number;
}

export type BindingKind =
  | 'assignment'
  | 'augmented'
  /** `x: int` with no value: makes the name local, gives it nothing. */
  | 'annotation'
  | 'walrus'
  | 'for'
  | 'with'
  | 'except'
  | 'import'
  | 'function'
  | 'class'
  | 'parameter'
  | 'comprehension'
  | 'match'
  | 'delete'
  | 'type-alias'
  | 'type-parameter';

/** What an import brings. `module` keeps the leading dots of a relative import. */
export interface Imported {
  readonly module: string;
  /** The name taken from the module; absent for `import module`. */
  readonly name?: string;
  /** `import a.b.c` without `as` binds `a`, and this is `a.b.c`. */
  readonly loads?: string;
}

/** One place that gives a name a meaning. The range is that of the name itself. */
export interface Binding extends Range {
  /** As Python stores it: `__secret` in class `Vault` is `_Vault__secret`. */
  readonly name: string;
  readonly kind: BindingKind;
  /** The scope whose code does it; differs from the scope it lives in for `global`, `nonlocal` and comprehension walrus. */
  readonly by: Scope;
  /** The statement, clause, parameter or comprehension clause that does it; a def or class without its decorators. */
  readonly statement: Range;
  /** What is assigned: right side, default of a parameter, iterable, context manager, exception type. */
  readonly value?: Range;
  readonly annotation?: Range;
  readonly imported?: Imported;
  /** `positional`, `keyword`, `args`, `kwargs` for parameters. */
  readonly parameter?: ParameterKind;
  /** Runs only on some paths: below `if`, `try`, a loop or `match` within its scope. */
  readonly conditional: boolean;
  /** Below `if TYPE_CHECKING:`. */
  readonly typeOnly: boolean;
}

export type ParameterKind = 'positional-only' | 'positional' | 'args' | 'keyword-only' | 'kwargs';

/** One place that reads, writes or deletes a name. */
export interface Reference extends Range {
  readonly name: string;
  readonly scope: Scope;
  readonly access: 'load' | 'store' | 'delete';
}

/** A short string that may name something: a quoted annotation, an entry of `__all__`. */
export interface QuotedName extends Range {
  readonly text: string;
}

export interface ModuleScope extends Scope {
  readonly kind: 'module';
  /** All scopes, in order of appearance, this one first. */
  readonly all: readonly Scope[];
  /** The reference whose name starts at this offset. */
  referenceAt(offset: number): Reference | undefined;
  /** The innermost scope whose code covers this offset (decorators, defaults and first iterables belong outside). */
  scopeAt(offset: number): Scope;
  readonly quoted: readonly QuotedName[];
}

export type Resolution =
  | { readonly kind: 'bound'; readonly scope: Scope; readonly bindings: readonly Binding[] }
  | { readonly kind: 'builtin'; readonly name: string }
  /** Not bound in this file: perhaps from one of these star imports, set from outside, or a mistake. */
  | { readonly kind: 'unknown'; readonly stars: readonly string[] };
