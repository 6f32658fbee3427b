import { giveUp } from './give-up.ts';
import { inField, kind } from './kinds.ts';
import { StringParser } from './strings.ts';
import {
  AMPERSAND,
  AND,
  ASSIGN,
  ASYNC,
  AT,
  AT_LEAST,
  AT_MOST,
  AWAIT,
  BAR,
  CARET,
  CLOSE,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  DOT,
  ELSE,
  EQUAL,
  FLOOR,
  FOR,
  GREATER,
  IF,
  IN,
  IS,
  LAMBDA,
  LESS,
  MINUS,
  NAME,
  NOT,
  NOT_EQUAL,
  OPEN,
  OPEN_SQUARE,
  OR,
  PERCENT,
  PLUS,
  POWER,
  SHIFT_LEFT,
  SHIFT_RIGHT,
  SLASH,
  STAR,
  TILDE,
  WALRUS,
} from './tokens.ts';

/** How tightly operators bind for tree-sitter-python (which takes `^` to bind more tightly than `&`). */
const OR_LEVEL = 10;
const AND_LEVEL = 11;
const NOT_LEVEL = 12;
const COMPARISON = 13;
const UNARY = 20;
const POWER_LEVEL = 21;

const levels = new Uint8Array(256);
const tokensOfLevel: readonly (readonly [number, readonly number[]])[] = [
  [OR_LEVEL, [OR]],
  [AND_LEVEL, [AND]],
  [COMPARISON, [LESS, GREATER, EQUAL, NOT_EQUAL, AT_MOST, AT_LEAST, IN, NOT, IS]],
  [14, [BAR]],
  [15, [AMPERSAND]],
  [16, [CARET]],
  [17, [SHIFT_LEFT, SHIFT_RIGHT]],
  [18, [PLUS, MINUS]],
  [19, [STAR, AT, SLASH, PERCENT, FLOOR]],
  [POWER_LEVEL, [POWER]],
];
for (const [level, tokens] of tokensOfLevel) for (const token of tokens) levels[token] = level;

const deepest = 120;

/** What no attribute, call or operator can be at the end of. */
const plain = new Set([
  kind.identifier,
  kind.string,
  kind.parenthesized_expression,
  kind.tuple,
  kind.list,
  kind.list_comprehension,
  kind.generator_expression,
  kind.dictionary,
  kind.set,
]);

/** Expressions made of others by operators, calls, attributes and subscripts. */
export abstract class OperatorParser extends StringParser {
  private nesting = 0;
  /** Above 0 where the grammar follows several readings of a statement at once: behind `with`, `print` and such names. */
  protected readings = 0;

  protected abstract atom(): number;
  protected abstract lambda(): number;
  protected abstract generator(start: number, line: number, body: number): number;

  protected leaf(as: number): number {
    const leaf = this.node(as, this.start, this.end, this.line, 0);
    this.advance();
    return leaf;
  }

  /** A node around its kids, the first of which starts it. */
  protected around(as: number, first: number): number {
    return this.node(as, this.startOf(first), this.lastEnd, this.lineOf(first), first);
  }

  protected expect(token: number): void {
    if (this.token !== token) giveUp();
    this.advance();
  }

  protected name(): number {
    if (this.token !== NAME) giveUp();
    return this.leaf(kind.identifier);
  }

  protected expression(): number {
    this.nesting += 1;
    if (this.nesting > deepest) giveUp();
    const expression = this.rest(this.disjunction());
    this.nesting -= 1;
    return expression;
  }

  /** An expression of which the first disjunction is read. */
  protected rest(disjunction: number): number {
    let left = disjunction;
    if (this.token === WALRUS) {
      if (this.kindOf(left) !== kind.identifier) giveUp();
      this.advance();
      this.link(this.put(left, inField.name), this.put(this.disjunction(), inField.value));
      left = this.around(kind.named_expression, left);
    }
    if (this.token !== IF) return left;
    this.advance();
    const condition = this.expression();
    this.expect(ELSE);
    this.link(left, condition);
    this.link(condition, this.expression());
    return this.around(kind.conditional_expression, left);
  }

  /** An expression without conditions at its top, or a lambda. */
  protected disjunction(): number {
    return this.operand(OR_LEVEL);
  }

  /** The disjunction that begins with this name. */
  protected disjunctionFrom(name: number): number {
    return this.operators(this.trailers(name), OR_LEVEL);
  }

  private operand(level: number): number {
    return this.operators(this.prefixed(level), level);
  }

  private prefixed(level: number): number {
    const { token, start, line } = this;
    switch (token) {
      case NOT: {
        if (level > NOT_LEVEL) giveUp();
        this.advance();
        const argument = this.put(this.operand(NOT_LEVEL), inField.argument);
        return this.node(kind.not_operator, start, this.lastEnd, line, argument);
      }
      case MINUS:
      case PLUS:
      case TILDE: {
        this.advance();
        const argument = this.put(this.operand(UNARY), inField.argument);
        return this.node(kind.unary_operator, start, this.lastEnd, line, argument);
      }
      case AWAIT: {
        const keyword = this.leaf(kind.await);
        this.link(keyword, this.operand(UNARY));
        return this.around(kind.await, keyword);
      }
      case LAMBDA:
        if (level > NOT_LEVEL) giveUp();
        return this.lambda();
      default:
        return this.primary();
    }
  }

  private operators(first: number, least: number): number {
    let left = first;
    for (;;) {
      const level = levels[this.token] ?? 0;
      if (level === 0 || level < least) return left;
      if (level === COMPARISON) {
        left = this.comparison(left);
        continue;
      }
      this.advance();
      const right = this.operand(level === POWER_LEVEL ? level : level + 1);
      this.link(this.put(left, inField.left), this.put(right, inField.right));
      left = this.around(level <= AND_LEVEL ? kind.boolean_operator : kind.binary_operator, left);
    }
  }

  private comparison(first: number): number {
    let last = first;
    while (levels[this.token] === COMPARISON) {
      const { token } = this;
      this.advance();
      if (token === NOT) this.expect(IN);
      else if (token === IS && this.token === NOT) this.advance();
      const next = this.operand(COMPARISON + 1);
      this.link(last, next);
      last = next;
    }
    return this.around(kind.comparison_operator, first);
  }

  /** A name, literal or bracket with its attributes, calls and subscripts. */
  protected primary(): number {
    return this.trailers(this.atom());
  }

  private trailers(first: number): number {
    let left = first;
    for (;;) {
      if (this.token === DOT) {
        this.advance();
        this.link(this.put(left, inField.object), this.put(this.name(), inField.attribute));
        left = this.around(kind.attribute, left);
      } else if (this.token === OPEN) {
        this.link(this.put(left, inField.function), this.put(this.arguments(), inField.arguments));
        left = this.around(kind.call, left);
      } else if (this.token === OPEN_SQUARE) {
        this.subscripts(this.put(left, inField.value));
        left = this.around(kind.subscript, left);
      } else return left;
    }
  }

  protected arguments(): number {
    const { start, line } = this;
    this.advance();
    let first = 0;
    let last = 0;
    while (this.token !== CLOSE) {
      const item = this.token === STAR || this.token === POWER ? this.splat() : this.argument();
      if (this.token === FOR || this.token === ASYNC) {
        if (first !== 0) giveUp();
        return this.generator(start, line, item);
      }
      if (first === 0) first = item;
      else this.link(last, item);
      last = item;
      if (this.token === COMMA) this.advance();
      else if (this.token !== CLOSE) giveUp();
    }
    this.advance();
    return this.node(kind.argument_list, start, this.lastEnd, line, first);
  }

  private argument(): number {
    const value = this.expression();
    if (this.token !== ASSIGN) return value;
    if (this.kindOf(value) !== kind.identifier) giveUp();
    this.advance();
    this.link(this.put(value, inField.name), this.put(this.expression(), inField.value));
    if (this.token === FOR || this.token === ASYNC) giveUp();
    return this.around(kind.keyword_argument, value);
  }

  /**
   * Whether the last splat can be read in one way only. `*shelf.books()` is the splat of a call, or the call of a method of
   * `*shelf`: the grammar has both. It takes the second where the splat is all there is in square brackets or braces, or
   * is in brackets right behind `with`.
   */
  protected isPlainSplat = true;

  /** Whether a splat stands in a display that could as well be a target. */
  protected holdsSplat(node: number): boolean {
    const nodeKind = this.kindOf(node);
    if (nodeKind === kind.list_splat) return true;
    if (nodeKind !== kind.tuple && nodeKind !== kind.list && nodeKind !== kind.parenthesized_expression) return false;
    for (let kid = this.firstOf(node); kid !== 0; kid = this.nextOf(kid)) if (this.holdsSplat(kid)) return true;
    return false;
  }

  /** `*values` and `**values` where any expression may follow. */
  protected splat(): number {
    const { token, start, line } = this;
    this.advance();
    const values = this.expression();
    if (this.token === FOR || this.token === ASYNC) giveUp();
    this.isPlainSplat = token === POWER || plain.has(this.kindOf(values));
    if (this.readings > 0 && !this.isPlainSplat) giveUp();
    return this.node(token === STAR ? kind.list_splat : kind.dictionary_splat, start, this.lastEnd, line, values);
  }

  /** `*values` where the grammar knows names, attributes and subscripts only; this parser knows names. */
  protected plainSplat(as: number): number {
    const { start, line } = this;
    this.advance();
    const values = this.primary();
    if (this.kindOf(values) !== kind.identifier) giveUp();
    return this.node(as, start, this.lastEnd, line, values);
  }

  private subscripts(value: number): void {
    let last = value;
    do {
      this.advance();
      if (this.token === CLOSE_SQUARE && last !== value) break;
      const item = this.put(this.subscript(), inField.subscript);
      this.link(last, item);
      last = item;
    } while (this.token === COMMA);
    this.expect(CLOSE_SQUARE);
  }

  private subscript(): number {
    const { start, line } = this;
    if (this.token === STAR) {
      const splat = this.plainSplat(kind.list_splat);
      if (this.token !== COMMA && this.token !== CLOSE_SQUARE) giveUp();
      return splat;
    }
    let first = 0;
    if (this.token !== COLON) {
      first = this.expression();
      if (this.token !== COLON) return first;
    }
    let last = first;
    for (let colons = 0; colons < 2 && this.token === COLON; colons += 1) {
      this.advance();
      if (this.token === COLON || this.token === COMMA || this.token === CLOSE_SQUARE) continue;
      const part = this.expression();
      if (first === 0) first = part;
      else this.link(last, part);
      last = part;
    }
    return this.node(kind.slice, start, this.lastEnd, line, first);
  }
}
