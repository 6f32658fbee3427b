/** Where something stands. `line` is 1-based, `column` 0-based; `start` and `end` are offsets as `src/syntax` counts them. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Offsets inside the module's own file; `line` is 1-based. */
export interface Span {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** An expression as plain data: what names and values need, nothing of the tree. */
export type Expr =
  | ({ readonly kind: 'name'; readonly id: string } & Span)
  | ({ readonly kind: 'attribute'; readonly of: Expr; readonly name: string } & Span)
  | ({ readonly kind: 'call'; readonly callee: Expr; readonly args: readonly Argument[] } & Span)
  | ({ readonly kind: 'subscript'; readonly of: Expr; readonly index: readonly Expr[] } & Span)
  | ({ readonly kind: 'string'; readonly value: string } & Span)
  | ({ readonly kind: 'literal'; readonly type: string } & Span)
  /** List, tuple, set, dict display (values only) or comprehension: `type` names the builtin. */
  | ({ readonly kind: 'collection'; readonly type: string; readonly items: readonly Expr[] } & Span)
  | ({ readonly kind: 'await'; readonly of: Expr } & Span)
  /** `a or b`, `a if c else b`, `x := v`: the value is one of these. */
  | ({ readonly kind: 'choice'; readonly of: readonly Expr[] } & Span)
  /** A lambda is also a function of its scope, found by `start`. */
  | ({ readonly kind: 'lambda' } & Span)
  /** Anything else, its parts kept so that nothing in them is missed. */
  | ({ readonly kind: 'other'; readonly type: string; readonly parts: readonly Expr[] } & Span);

export interface Argument {
  /** Keyword name; `*` and `**` for unpacking; undefined for a positional one. */
  readonly name: string | undefined;
  readonly value: Expr;
}

export interface Parameter {
  readonly name: string;
  /** Offset behind the name: where an annotation would go. */
  readonly nameEnd: number;
  readonly annotation: Expr | undefined;
  readonly default: Expr | undefined;
  readonly form: 'plain' | 'keyword' | 'args' | 'kwargs';
}

/** `target = value`; a loop, a `with` and an unpacking say which part of the value is bound. */
export interface Binding {
  readonly target: Expr;
  readonly value: Expr | undefined;
  readonly annotation: Expr | undefined;
  readonly how: 'assign' | 'element' | 'enter' | 'augment';
  /** The statement around it may end without it: `a and (b := c)`. */
  readonly isConditional?: true;
}

export interface WithItem {
  readonly context: Expr;
  readonly isAsync: boolean;
  /** The block's span: what runs between enter and exit. */
  readonly body: Span;
}

export interface ImportFacts {
  /** `import a.b` binds `a`; `import a.b as c` binds `c`; `from a import b as c` binds `c`; star imports bind `*`. */
  readonly bound: string;
  readonly module: string;
  /** Leading dots of a relative import. */
  readonly level: number;
  /** The name taken from the module; undefined for `import a.b`. */
  readonly name: string | undefined;
  readonly span: Span;
  readonly typeCheckingOnly: boolean;
}

/** One scope that runs: a function, a lambda, a class body or the module body. */
export interface FunctionFacts {
  readonly name: string;
  readonly kind: 'module' | 'class' | 'function' | 'lambda';
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly span: Span;
  readonly parameters: readonly Parameter[];
  readonly returnAnnotation: Expr | undefined;
  readonly decorators: readonly Expr[];
  readonly imports: readonly ImportFacts[];
  readonly bindings: readonly Binding[];
  readonly returns: readonly Expr[];
  readonly yields: readonly Expr[];
  readonly withs: readonly WithItem[];
  /** Every other expression that is evaluated here, outermost ones only. */
  readonly expressions: readonly Expr[];
  readonly globals: readonly string[];
  readonly functions: readonly FunctionFacts[];
  readonly classes: readonly ClassFacts[];
  readonly usage: Usage;
}

/** What becomes of expressions where their place alone decides; the same objects as in the lists of their scope. */
export interface Usage {
  /** Statements that are an expression and nothing else. */
  readonly bare: readonly Expr[];
  /** Expressions whose truth is asked, operands of `and` / `or` before the last among them, and what `raise` and `match` take. */
  readonly tested: readonly Tested[];
  /** What `async for` goes through, in statements and comprehensions. */
  readonly asyncIterated: readonly Expr[];
  /** `left % right`: a formatted string where the left side is one. */
  readonly remainders: readonly Expr[];
  /** What `yield from` hands on. */
  readonly delegated: readonly Expr[];
  /** Suites, the whole body of a function among them; a later statement of the same suite runs after an earlier one. */
  readonly blocks: readonly Span[];
  /** `for` and `while` statements. */
  readonly loops: readonly Span[];
  /** What never runs: behind `return`, `raise`, `break` or `continue`, and below `if False` or `if TYPE_CHECKING`. */
  readonly dead: readonly Span[];
  /** Comprehensions: the names that their clauses bind live in there only. */
  readonly comprehensions: readonly Span[];
}

export interface Tested {
  readonly expr: Expr;
  readonly how: 'if' | 'while' | 'assert' | 'comprehension' | 'conditional' | 'operand' | 'raise' | 'match';
}

export interface ClassFacts {
  readonly name: string;
  readonly span: Span;
  readonly bases: readonly Argument[];
  readonly decorators: readonly Expr[];
  /** The class body as a scope of its own; its `functions` are the methods. */
  readonly body: FunctionFacts;
}

export interface ModuleFacts {
  readonly body: FunctionFacts;
  readonly hasMainGuard: boolean;
  /** Lines of the file. */
  readonly lines: number;
}
