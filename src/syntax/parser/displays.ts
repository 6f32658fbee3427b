import { giveUp } from './give-up.ts';
import { inField, kind } from './kinds.ts';
import { OperatorParser } from './operators.ts';
import {
  AS,
  ASYNC,
  CLOSE,
  CLOSE_BRACE,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  ELLIPSIS,
  FALSE,
  FLOAT,
  FOR,
  FROM,
  IF,
  IN,
  INTEGER,
  LAMBDA,
  NAME,
  NONE,
  OPEN,
  OPEN_BRACE,
  OPEN_SQUARE,
  POWER,
  STAR,
  STRING,
  TRUE,
  YIELD,
} from './tokens.ts';

/** Literals and everything in brackets; targets, which are written like them. */
export abstract class DisplayParser extends OperatorParser {
  /** Where the last lambda ended. */
  protected lambdaEnd = 0;

  protected abstract expressions(): number;
  protected abstract isAtEndOfList(): boolean;

  protected atom(): number {
    switch (this.token) {
      case NAME:
        return this.leaf(kind.identifier);
      case STRING:
        return this.strings();
      case INTEGER:
        return this.leaf(kind.integer);
      case FLOAT:
        return this.leaf(kind.float);
      case NONE:
        return this.leaf(kind.none);
      case TRUE:
        return this.leaf(kind.true);
      case FALSE:
        return this.leaf(kind.false);
      case ELLIPSIS:
        return this.leaf(kind.ellipsis);
      case OPEN:
        return this.parentheses();
      case OPEN_SQUARE:
        return this.list();
      case OPEN_BRACE:
        return this.braces();
      default:
        return giveUp();
    }
  }

  private parentheses(): number {
    const { start, line } = this;
    this.advance();
    if (this.token === CLOSE) return this.closed(kind.tuple, start, line, 0);
    if (this.token === YIELD) {
      const yielded = this.yielded();
      if (this.token !== CLOSE) giveUp();
      return this.closed(kind.parenthesized_expression, start, line, yielded);
    }
    const first = this.inParentheses();
    if (this.token === FOR || this.token === ASYNC) return this.generator(start, line, first);
    if (this.token === CLOSE) {
      if (this.kindOf(first) === kind.list_splat) giveUp();
      return this.closed(kind.parenthesized_expression, start, line, first);
    }
    let last = first;
    while (this.token === COMMA) {
      this.advance();
      if (this.token === CLOSE) break;
      const next = this.inParentheses();
      this.link(last, next);
      last = next;
    }
    if (this.token !== CLOSE) giveUp();
    return this.closed(kind.tuple, start, line, first);
  }

  /** The items of a `with` may stand in parentheses with their names. */
  private inParentheses(): number {
    const element = this.element();
    return this.token === AS ? this.aliased(element) : element;
  }

  /** `expression as target` */
  protected aliased(left: number): number {
    const leftKind = this.kindOf(left);
    // To the grammar `as` belongs to the last part of these.
    if (leftKind === kind.conditional_expression || leftKind === kind.named_expression) giveUp();
    if (leftKind === kind.list_splat || this.lambdaEnd === this.lastEnd) giveUp();
    this.advance();
    const target = this.primary();
    if (this.token !== COMMA && this.token !== CLOSE && this.token !== COLON) giveUp();
    this.link(left, this.put(this.around(kind.as_pattern_target, target), inField.alias));
    return this.around(kind.as_pattern, left);
  }

  private element(): number {
    return this.token === STAR ? this.splat() : this.expression();
  }

  private closed(as: number, start: number, line: number, first: number): number {
    this.advance();
    return this.node(as, start, this.lastEnd, line, first);
  }

  private list(): number {
    const { start, line } = this;
    this.advance();
    if (this.token === CLOSE_SQUARE) return this.closed(kind.list, start, line, 0);
    const first = this.element();
    if (this.token === FOR || this.token === ASYNC)
      return this.comprehension(kind.list_comprehension, start, line, first, CLOSE_SQUARE);
    return this.elements(kind.list, start, line, first, CLOSE_SQUARE);
  }

  private elements(as: number, start: number, line: number, first: number, close: number): number {
    let last = first;
    if (this.token === close && this.kindOf(first) === kind.list_splat && !this.isPlainSplat) giveUp();
    while (this.token === COMMA) {
      this.advance();
      if (this.token === close) break;
      const next = this.element();
      this.link(last, next);
      last = next;
    }
    if (this.token !== close) giveUp();
    return this.closed(as, start, line, first);
  }

  private braces(): number {
    const { start, line } = this;
    this.advance();
    if (this.token === CLOSE_BRACE) return this.closed(kind.dictionary, start, line, 0);
    if (this.token === POWER) return this.dictionary(start, line, this.splat());
    const first = this.element();
    if (this.token === COLON && this.kindOf(first) !== kind.list_splat) {
      const pair = this.pair(first);
      if (this.token === FOR || this.token === ASYNC)
        return this.comprehension(kind.dictionary_comprehension, start, line, pair, CLOSE_BRACE);
      return this.dictionary(start, line, pair);
    }
    if (this.token === FOR || this.token === ASYNC)
      return this.comprehension(kind.set_comprehension, start, line, first, CLOSE_BRACE);
    return this.elements(kind.set, start, line, first, CLOSE_BRACE);
  }

  private pair(key: number): number {
    this.expect(COLON);
    this.link(this.put(key, inField.key), this.put(this.expression(), inField.value));
    return this.around(kind.pair, key);
  }

  private dictionary(start: number, line: number, first: number): number {
    let last = first;
    while (this.token === COMMA) {
      this.advance();
      if (this.token === CLOSE_BRACE) break;
      const next = this.token === POWER ? this.splat() : this.pair(this.expression());
      this.link(last, next);
      last = next;
    }
    if (this.token !== CLOSE_BRACE) giveUp();
    return this.closed(kind.dictionary, start, line, first);
  }

  protected generator(start: number, line: number, body: number): number {
    return this.comprehension(kind.generator_expression, start, line, body, CLOSE);
  }

  private comprehension(as: number, start: number, line: number, body: number, close: number): number {
    if (this.kindOf(body) === kind.list_splat) giveUp();
    let last = this.put(body, inField.body);
    while (this.token !== close) {
      const clause = this.token === IF ? this.ifClause() : this.forClause();
      this.link(last, clause);
      last = clause;
    }
    return this.closed(as, start, line, body);
  }

  private ifClause(): number {
    const { start, line } = this;
    this.advance();
    if (this.token === LAMBDA) giveUp();
    const condition = this.disjunction();
    return this.node(kind.if_clause, start, this.lastEnd, line, condition);
  }

  private forClause(): number {
    const { start, line } = this;
    const isAsync = this.token === ASYNC;
    const keyword = isAsync ? this.leaf(kind.async) : 0;
    this.expect(FOR);
    const left = this.put(this.targets(), inField.left);
    if (isAsync) this.link(keyword, left);
    this.expect(IN);
    if (this.token === LAMBDA) giveUp();
    this.link(left, this.put(this.disjunction(), inField.right));
    return this.node(kind.for_in_clause, start, this.lastEnd, line, isAsync ? keyword : left);
  }

  /** What a `for` binds. */
  protected targets(): number {
    const first = this.target();
    if (this.token !== COMMA) return first;
    let last = first;
    while (this.token === COMMA) {
      this.advance();
      if (this.token === IN) break;
      const next = this.target();
      this.link(last, next);
      last = next;
    }
    return this.around(kind.pattern_list, first);
  }

  private target(): number {
    if (this.token === STAR) return this.plainSplat(kind.list_splat_pattern);
    const target = this.primary();
    this.toPattern(target);
    return target;
  }

  /** What was read as an expression turns out to be assigned to. */
  protected toPattern(node: number): void {
    switch (this.kindOf(node)) {
      case kind.identifier:
      case kind.attribute:
      case kind.subscript:
        return;
      case kind.tuple:
      case kind.parenthesized_expression:
        this.turn(node, kind.tuple_pattern);
        break;
      case kind.list:
        this.turn(node, kind.list_pattern);
        break;
      case kind.list_splat: {
        const values = this.kindOf(this.firstOf(node));
        if (values !== kind.identifier && values !== kind.attribute && values !== kind.subscript) giveUp();
        this.turn(node, kind.list_splat_pattern);
        return;
      }
      default:
        giveUp();
    }
    for (let kid = this.firstOf(node); kid !== 0; kid = this.nextOf(kid)) this.toPattern(kid);
  }

  protected yielded(): number {
    const { start, line } = this;
    this.advance();
    let first = 0;
    if (this.token === FROM) {
      first = this.leaf(kind.from);
      this.link(first, this.expression());
    } else if (!this.isAtEndOfList()) first = this.expressions();
    return this.node(kind.yield, start, this.lastEnd, line, first);
  }
}
