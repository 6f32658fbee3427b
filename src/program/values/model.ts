import type { Expr } from '../facts.ts';
import type { Module, ProjectClass, ProjectFunction } from '../model.ts';

/** What an expression may be. Values are interned: the same value is the same object. */
export type Value =
  | { readonly kind: 'module'; readonly name: string; readonly module: Module | undefined }
  | { readonly kind: 'function'; readonly function: ProjectFunction; readonly bound: boolean }
  /** `orDerived`: `cls` in a class method or `type(self)`, which may be any class derived from it. */
  | { readonly kind: 'class'; readonly class: ProjectClass; readonly orDerived: boolean }
  | { readonly kind: 'instance'; readonly class: ProjectClass; readonly site: string | undefined }
  /** Something outside the project by its dotted name: a module, class, function or method. */
  | { readonly kind: 'external'; readonly name: string }
  /** An object made outside the project: an instance of `name`, or the result of calling it when it ends in `()`. */
  | { readonly kind: 'object'; readonly name: string; readonly site: string | undefined }
  /** A list, iterator, mapping, generator or context manager that gives values like `of`. */
  | { readonly kind: 'many'; readonly of: Value }
  /** `super()` inside a method of `class`. */
  | { readonly kind: 'super'; readonly class: ProjectClass }
  /** A type expression with a name: `SessionDep = Annotated[Session, Depends(get_session)]`. */
  | { readonly kind: 'alias'; readonly expr: Expr; readonly scope: ProjectFunction }
  /** `getattr(desk, action)`: an attribute of the class, nobody knows which. Calling it may run any method. */
  | { readonly kind: 'some-member'; readonly class: ProjectClass }
  | { readonly kind: 'unknown' };

export type Values = ReadonlySet<Value>;

/** What is known of types outside the project. Names are dotted, methods and attributes are `Class.member`. */
export interface Types {
  canonical(name: string): string;
  /** Class of what calling `name` gives. */
  returns(name: string): string | undefined;
  attribute(name: string): string | undefined;
  /** The class, then its bases. */
  lineage(name: string): readonly string[];
  /** What it returns is made of what it is given: `session.query(Loan)`, `sorted(loans)`. */
  carries(name: string): boolean;
  /** The name under which people import what a module of a library defines: `requests.sessions` and `Session.get`. */
  publicName(module: string, qualname: string): string;
}

/** For callers that know nothing. */
export const noTypes: Types = {
  canonical: (name) => name,
  returns: () => undefined,
  attribute: () => undefined,
  lineage: (name) => [name],
  carries: () => false,
  publicName: (module, qualname) => `${module}.${qualname}`,
};

/** The same, each question asked once: knowledge files are asked the same things at thousands of places. */
export function remembered(types: Types): Types {
  const keep = <T>(ask: (name: string) => T) => {
    const answers = new Map<string, T>();
    return (name: string): T => {
      let answer = answers.get(name);
      if (answer === undefined && !answers.has(name)) answers.set(name, (answer = ask(name)));
      return answer as T;
    };
  };
  return {
    canonical: keep((name) => types.canonical(name)),
    returns: keep((name) => types.returns(name)),
    attribute: keep((name) => types.attribute(name)),
    lineage: keep((name) => types.lineage(name)),
    carries: keep((name) => types.carries(name)),
    publicName: (module, qualname) => types.publicName(module, qualname),
  };
}

/** Makes values; asks for the same thing give the same object. */
export class ValuePool {
  readonly unknown: Value = { kind: 'unknown' };
  readonly #alone = new Map<Value, Values>();
  readonly #attributes = new Map<Value, Map<string, Value>>();
  readonly #made = new Map<string, Value>();
  /** The two kinds most asked for, by their names alone. */
  readonly #externals = new Map<string, Value>();
  readonly #objects = new Map<string, Value>();
  readonly #ids = new Map<Value, number>();

  /** The set of this one value, always the same set. */
  only(value: Value): Values {
    let set = this.#alone.get(value);
    if (set === undefined) this.#alone.set(value, (set = new Set([value])));
    return set;
  }

  /** A set of values, the first of each counts. */
  set(values: readonly Value[]): Values {
    return values.length === 1 && values[0] ? this.only(values[0]) : new Set(values);
  }

  /** What an attribute of something outside the project is; worked out once for each value and name. */
  attribute(of: Value, name: string, find: () => Value): Value {
    let known = this.#attributes.get(of);
    if (known === undefined) this.#attributes.set(of, (known = new Map()));
    let value = known.get(name);
    if (value === undefined) known.set(name, (value = find()));
    return value;
  }

  module(name: string, module: Module | undefined): Value {
    return this.#intern(`m ${name}`, () => ({ kind: 'module', name, module }));
  }
  function(fn: ProjectFunction, bound: boolean): Value {
    return this.#intern(`f ${fn.id} ${bound}`, () => ({ kind: 'function', function: fn, bound }));
  }
  class(cls: ProjectClass, orDerived = false): Extract<Value, { kind: 'class' }> {
    const value = this.#intern(`c ${cls.id} ${orDerived}`, () => ({ kind: 'class', class: cls, orDerived }));
    if (value.kind !== 'class') throw new TypeError('two values share a key');
    return value;
  }
  instance(cls: ProjectClass, site?: string): Value {
    return this.#intern(`i ${cls.id} ${site}`, () => ({ kind: 'instance', class: cls, site }));
  }
  external(name: string): Value {
    let value = this.#externals.get(name);
    if (value === undefined) this.#externals.set(name, (value = { kind: 'external', name }));
    return value;
  }
  object(name: string, site?: string): Value {
    if (site === undefined) {
      let value = this.#objects.get(name);
      if (value === undefined) this.#objects.set(name, (value = { kind: 'object', name, site }));
      return value;
    }
    return this.#intern(`o ${name} ${site}`, () => ({ kind: 'object', name, site }));
  }
  alias(expr: Expr, scope: ProjectFunction): Value {
    return this.#intern(`a ${scope.id} ${expr.start} ${expr.end}`, () => ({ kind: 'alias', expr, scope }));
  }
  super(cls: ProjectClass): Value {
    return this.#intern(`s ${cls.id}`, () => ({ kind: 'super', class: cls }));
  }
  someMember(cls: ProjectClass): Value {
    return this.#intern(`? ${cls.id}`, () => ({ kind: 'some-member', class: cls }));
  }
  /** Nested no deeper than three levels; below that the innermost value stands for all. */
  many(of: Value): Value {
    if (of.kind === 'many' && of.of.kind === 'many' && of.of.of.kind === 'many') return of;
    return this.#intern(`[] ${this.#id(of)}`, () => ({ kind: 'many', of }));
  }

  #intern(key: string, make: () => Value): Value {
    let value = this.#made.get(key);
    if (value === undefined) {
      value = make();
      this.#made.set(key, value);
    }
    return value;
  }
  #id(value: Value): number {
    let id = this.#ids.get(value);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(value, id);
    }
    return id;
  }
}
