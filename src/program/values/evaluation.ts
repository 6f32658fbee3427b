import type { Argument, Expr } from '../facts.ts';
import type { ProjectClass, ProjectFunction } from '../model.ts';
import type { Project } from '../project.ts';
import type { Fixtures } from '../pytest/fixtures.ts';
import type { Types, ValuePool, Values } from './model.ts';

/** One call of a project function, as its parameters see it. */
export interface CallSite {
  readonly args: readonly Argument[];
  readonly scope: ProjectFunction;
  /** The first parameter is filled by the receiver. */
  readonly bound: boolean;
}

/** What the parts of the evaluator ask of one another. Every answer is a superset as far as the project's text goes. */
export interface Evaluation {
  readonly project: Project;
  readonly types: Types;
  readonly pool: ValuePool;
  readonly classes: ClassTable;
  readonly scopes: ScopeTable;
  of(expr: Expr, scope: ProjectFunction): Values;
  readonly fixtures: Fixtures;
  /** Types say that the expression is nothing but what `of` gives, `unknown` aside. */
  isTold(expr: Expr): boolean;
  name(id: string, scope: ProjectFunction): Values;
  /** Instances that an annotation allows; holds `unknown` for `Any` and what cannot be read. */
  annotation(expr: Expr, scope: ProjectFunction): Values;
  attribute(of: Values, name: string): Values;
  /** What a member of a class is; `boundTo` says whether it is asked of an instance. */
  member(cls: ProjectClass, name: string, on: 'instance' | 'class' | 'super'): Values;
  /** What a call of the function gives its caller. */
  returned(fn: ProjectFunction): Values;
  /** What the function yields. */
  yielded(fn: ProjectFunction): Values;
  parameter(fn: ProjectFunction, name: string): Values;
  /** More was given to the parameter than is told apart: `unknown` stands for some of it. */
  isWide(fn: ProjectFunction, name: string): boolean;
  element(of: Values): Values;
  callSites(fn: ProjectFunction): readonly CallSite[];
  /** Calls that make an instance of a class without an `__init__` of its own: a dataclass, a Pydantic model. */
  constructions(cls: ProjectClass): readonly CallSite[];
  /** The function is used as a value somewhere: anyone may call it with anything. */
  escapes(fn: ProjectFunction): boolean;
  /** Compute once per key and round; within a cycle the previous round answers. */
  once(key: string, compute: () => Values): Values;
}

export interface ClassTable {
  /** The class, then its bases inside the project in the order Python would ask them. */
  order(cls: ProjectClass): readonly ProjectClass[];
  /** Dotted names of bases outside the project; `?` for one that could not be resolved. */
  externalBases(cls: ProjectClass): readonly string[];
  subclasses(cls: ProjectClass): readonly ProjectClass[];
}

export interface ScopeTable {
  /** What binds a name in a scope; undefined when it is not local there. */
  definitions(scope: ProjectFunction, name: string): readonly Definition[] | undefined;
  /** Assignments to `self.name` in a class's own methods, and to the name in its body. */
  attributes(cls: ProjectClass, name: string): readonly Definition[];
  /**
   * Assignments to an attribute of that name, none in tests. `foreign`: from outside, `app.state.http = ...`; `any`:
   * methods that set it on themselves too.
   */
  stores(name: string, from: 'foreign' | 'any'): readonly Definition[];
}

export type Definition =
  | { readonly kind: 'parameter'; readonly function: ProjectFunction; readonly name: string }
  | {
      readonly kind: 'import';
      readonly item: ProjectFunction['facts']['imports'][number];
      readonly scope: ProjectFunction;
    }
  | { readonly kind: 'function'; readonly function: ProjectFunction }
  | { readonly kind: 'class'; readonly class: ProjectClass }
  | {
      readonly kind: 'binding';
      readonly binding: ProjectFunction['facts']['bindings'][number];
      readonly scope: ProjectFunction;
      /** Positions taken when the target is unpacked: `a, (b, c) = ...` gives `c` the path 1, 1. */
      readonly path: readonly number[];
      /** Whose attribute is set, where it is not the method's own receiver. */
      readonly receiver?: Expr;
    }
  /** Something put into the container that the name holds. */
  | {
      readonly kind: 'fill';
      readonly value: Expr;
      readonly how: 'item' | 'all';
      readonly isNested: boolean;
      readonly scope: ProjectFunction;
      readonly receiver?: Expr;
    };
