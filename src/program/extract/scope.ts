import type {
  Binding,
  ClassFacts,
  Expr,
  FunctionFacts,
  ImportFacts,
  Parameter,
  Span,
  Tested,
  WithItem,
} from '../facts.ts';
import type { Raw } from './raw.ts';

/** Facts of one scope while its body is read. */
export class ScopeBuilder {
  readonly bindings: Binding[] = [];
  readonly imports: ImportFacts[] = [];
  readonly returns: Expr[] = [];
  readonly yields: Expr[] = [];
  readonly withs: WithItem[] = [];
  readonly expressions: Expr[] = [];
  readonly globals: string[] = [];
  readonly functions: FunctionFacts[] = [];
  readonly classes: ClassFacts[] = [];
  readonly usage = {
    bare: [] as Expr[],
    tested: [] as Tested[],
    asyncIterated: [] as Expr[],
    remainders: [] as Expr[],
    delegated: [] as Expr[],
    blocks: [] as Span[],
    loops: [] as Span[],
    dead: [] as Span[],
    comprehensions: [] as Span[],
  };
  isGenerator = false;

  finish(head: ScopeHead): FunctionFacts {
    const { bindings, imports, returns, yields, withs, expressions, globals, functions, classes, usage } = this;
    const { isGenerator } = this;
    return {
      ...head,
      bindings,
      imports,
      returns,
      yields,
      withs,
      expressions,
      globals,
      functions,
      classes,
      isGenerator,
      usage,
    };
  }
}

/** What is known of a scope before its body is read. */
export interface ScopeHead {
  readonly name: string;
  readonly kind: FunctionFacts['kind'];
  readonly isAsync: boolean;
  readonly span: Span;
  readonly parameters: readonly Parameter[];
  readonly returnAnnotation: Expr | undefined;
  readonly decorators: readonly Expr[];
}

/** What every reader of a file shares. */
export interface Reading {
  readonly text: string;
  /** Below `if TYPE_CHECKING:`. */
  readonly typeCheckingOnly: boolean;
}

export function spanOf(raw: Raw): Span {
  return { line: raw.line, start: raw.start, end: raw.end };
}

export function textOf(reading: Reading, raw: Raw): string {
  return reading.text.slice(raw.start, raw.end);
}

const names = new Map<string, string>();
const mostNames = 1 << 18;

/**
 * The text of an identifier, the same string for the same name in all files: looked up everywhere by name, it then is
 * found without being compared letter by letter, and no file's text is kept alive by a piece of it.
 */
export function nameOf(reading: Reading, raw: Raw): string {
  const text = textOf(reading, raw);
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= mostNames) names.clear();
  names.set(text, text);
  return text;
}
