import { giveUp } from './give-up.ts';
import { inField, kind } from './kinds.ts';
import type { Place } from './lexer.ts';
import { StatementParser } from './statements.ts';
import {
  AS,
  AWAIT,
  COLON,
  COMMA,
  DEDENT,
  ELLIPSIS,
  ELSE,
  EXCEPT,
  FALSE,
  FINALLY,
  FLOAT,
  IF,
  INTEGER,
  LAMBDA,
  MINUS,
  NAME,
  NEWLINE,
  NONE,
  OPEN,
  OPEN_BRACE,
  OPEN_SQUARE,
  PLUS,
  STAR,
  STRING,
  TILDE,
  TRUE,
} from './tokens.ts';

/** What the token behind `match` says: it is a statement, it is a name, or only the end of the line tells. */
const subjects = new Set([AWAIT, ELLIPSIS, FALSE, FLOAT, INTEGER, LAMBDA, NAME, NONE, OPEN_BRACE, STRING, TILDE, TRUE]);
const either = new Set([OPEN, OPEN_SQUARE, MINUS, PLUS, STAR]);

/** Statements made of clauses: try, with, match. */
export abstract class ClauseParser extends StatementParser {
  protected tried(): number {
    const { start, line } = this;
    this.advance();
    const body = this.block(inField.body);
    let last = body;
    while (this.token === EXCEPT) {
      const clause = this.exceptClause();
      this.link(last, clause);
      last = clause;
    }
    if (this.token === ELSE) {
      const clause = this.elseClause();
      this.link(last, clause);
      last = clause;
    }
    if (this.token === FINALLY) {
      const { start: clauseStart, line: clauseLine } = this;
      this.advance();
      const block = this.suite();
      const clause = this.node(kind.finally_clause, clauseStart, this.lastEnd, clauseLine, block);
      this.link(last, clause);
      last = clause;
    }
    if (last === body) giveUp();
    return this.node(kind.try_statement, start, this.lastEnd, line, body);
  }

  private exceptClause(): number {
    const { start, line } = this;
    this.advance();
    if (this.token === STAR) this.advance();
    if (this.token === COLON) {
      const block = this.suite();
      return this.node(kind.except_clause, start, this.lastEnd, line, block);
    }
    let value = this.expression();
    if (this.token === AS) value = this.aliased(value);
    this.link(this.put(value, inField.value), this.suite());
    return this.node(kind.except_clause, start, this.lastEnd, line, value);
  }

  protected within(start: number, line: number, keyword: number): number {
    this.advance();
    this.readings += 1;
    const clause = this.withClause();
    this.readings -= 1;
    if (keyword !== 0) this.link(keyword, clause);
    this.link(clause, this.block(inField.body));
    return this.node(kind.with_statement, start, this.lastEnd, line, keyword === 0 ? clause : keyword);
  }

  private withClause(): number {
    const { start, line } = this;
    const first = this.withItem();
    if (this.token === COLON && this.endOf(first) === this.lastEnd) {
      const value = this.firstOf(first);
      const isSplit = this.kindOf(value) === kind.tuple && this.nextOf(this.firstOf(value)) !== 0;
      if (isSplit) return this.node(kind.with_clause, start, this.lastEnd, line, this.splitItems(value));
    }
    let last = first;
    while (this.token === COMMA) {
      this.advance();
      if (this.token === COLON) break;
      const next = this.withItem();
      this.link(last, next);
      last = next;
    }
    return this.node(kind.with_clause, start, this.lastEnd, line, first);
  }

  private withItem(): number {
    let value = this.expression();
    if (this.token === AS) value = this.aliased(value);
    return this.around(kind.with_item, this.put(value, inField.value));
  }

  /** Two or more items in parentheses were read as a tuple. */
  private splitItems(tuple: number): number {
    let first = 0;
    let last = 0;
    let kid = this.firstOf(tuple);
    while (kid !== 0) {
      const next = this.nextOf(kid);
      if (this.kindOf(kid) === kind.list_splat) giveUp();
      const value = this.put(this.unlink(kid), inField.value);
      const item = this.node(kind.with_item, this.startOf(kid), this.endOf(kid), this.lineOf(kid), value);
      if (first === 0) first = item;
      else this.link(last, item);
      last = item;
      kid = next;
    }
    return first;
  }

  /** 0 when `match` is a name here; nothing is read then. */
  protected matched(): number {
    const start = this.place();
    this.advance();
    if (subjects.has(this.token)) return this.matchStatement(start);
    const isStatement = either.has(this.token) && this.lineEndsWithColon();
    this.goBack(start);
    if (!isStatement) return 0;
    this.advance();
    return this.matchStatement(start);
  }

  /** Reads to the end of the line. */
  private lineEndsWithColon(): boolean {
    let last = NAME;
    while (this.token !== NEWLINE) {
      last = this.token;
      if (last === STRING) this.strings();
      else this.advance();
    }
    return last === COLON;
  }

  private matchStatement({ start, line }: Place): number {
    const isInBrackets = this.token === OPEN || this.token === OPEN_SQUARE;
    this.readings += 1;
    const first = this.subject();
    this.readings -= 1;
    // `match [boat]:` with one case on one line is the annotation of an item to the grammar; a call has none.
    const isCall = this.kindOf(first) === kind.tuple || this.kindOf(first) === kind.parenthesized_expression;
    if (isInBrackets && !(isCall && this.token === COLON)) giveUp();
    let last = first;
    while (this.token === COMMA) {
      this.advance();
      if (this.token === COLON) break;
      const next = this.subject();
      this.link(last, next);
      last = next;
    }
    this.expect(COLON);
    if (this.token !== NEWLINE) giveUp();
    const { start: blockStart, line: blockLine } = this;
    this.enter();
    this.link(last, this.put(this.cases(blockStart, blockLine), inField.body));
    return this.node(kind.match_statement, start, this.lastEnd, line, first);
  }

  private subject(): number {
    if (this.token === STAR) giveUp();
    return this.put(this.expression(), inField.subject);
  }

  /** The block starts where the line above it ends. */
  private cases(start: number, line: number): number {
    const first = this.put(this.caseClause(), inField.alternative);
    let last = first;
    while (this.token !== DEDENT) {
      const next = this.put(this.caseClause(), inField.alternative);
      this.link(last, next);
      last = next;
    }
    const block = this.node(kind.block, start, this.start, line, first);
    this.advance();
    return block;
  }

  private caseClause(): number {
    if (!this.isWord('case')) giveUp();
    const { start, line } = this;
    this.advance();
    const first = this.casePatterns(COLON);
    if (first === 0) giveUp();
    let last = first;
    for (let next = this.nextOf(last); next !== 0; next = this.nextOf(last)) last = next;
    if (this.token === IF) {
      const { start: guardStart, line: guardLine } = this;
      this.advance();
      const condition = this.expression();
      const guard = this.node(kind.if_clause, guardStart, this.lastEnd, guardLine, condition);
      this.link(last, this.put(guard, inField.guard));
      last = guard;
    }
    this.link(last, this.block(inField.consequence));
    return this.node(kind.case_clause, start, this.lastEnd, line, first);
  }
}
