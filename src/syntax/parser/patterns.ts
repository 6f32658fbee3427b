import { giveUp } from './give-up.ts';
import { inField, kind } from './kinds.ts';
import {
  AS,
  ASSIGN,
  BAR,
  CLOSE,
  CLOSE_BRACE,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  DOT,
  FALSE,
  FLOAT,
  INTEGER,
  MINUS,
  NAME,
  NONE,
  OPEN,
  OPEN_BRACE,
  OPEN_SQUARE,
  PLUS,
  POWER,
  STAR,
  STRING,
  TRUE,
} from './tokens.ts';
import { TypeParser } from './types.ts';

/** What stands behind `case`. Some of it, `_` among it, leaves no node. */
export abstract class PatternParser extends TypeParser {
  private patternDepth = 0;

  protected casePattern(): number {
    this.patternDepth += 1;
    if (this.patternDepth > 60) giveUp();
    const { start, line } = this;
    const inner = this.token === NAME ? this.named() : this.simplePattern();
    let pattern = this.node(kind.case_pattern, start, this.lastEnd, line, inner);
    if (this.token === AS) {
      this.advance();
      this.link(pattern, this.name());
      pattern = this.node(kind.as_pattern, start, this.lastEnd, line, pattern);
      pattern = this.node(kind.case_pattern, start, this.lastEnd, line, pattern);
    }
    this.patternDepth -= 1;
    return pattern;
  }

  /** `depth=...` among the parts of a class, or another pattern that starts with a name. */
  private named(): number {
    const { start, line } = this;
    if (this.isWord('_')) return this.simplePattern();
    const name = this.leaf(kind.identifier);
    if (this.token !== ASSIGN) return this.alternatives(this.classPattern(name), start, line);
    this.advance();
    this.link(name, this.simplePattern());
    return this.node(kind.keyword_pattern, start, this.lastEnd, line, name);
  }

  private simplePattern(): number {
    const { start, line } = this;
    return this.alternatives(this.closedPattern(), start, line);
  }

  /** The nodes of `one | other`, or the one there is. */
  private alternatives(first: number, start: number, line: number): number {
    if (this.token !== BAR) return first;
    let head = first;
    let last = first;
    while (this.token === BAR) {
      this.advance();
      const next = this.closedPattern();
      if (next === 0) continue;
      if (head === 0) head = next;
      else this.link(last, next);
      last = next;
    }
    return this.node(kind.union_pattern, start, this.lastEnd, line, head);
  }

  /** 0 for `_`. */
  private closedPattern(): number {
    const { start, line } = this;
    switch (this.token) {
      case NAME:
        if (this.isWord('_')) {
          this.advance();
          if (this.token === DOT || this.token === OPEN) giveUp();
          return 0;
        }
        return this.classPattern(this.leaf(kind.identifier));
      case STAR:
      case POWER:
        return this.splatPattern();
      case STRING:
        return this.strings();
      case NONE:
        return this.leaf(kind.none);
      case TRUE:
        return this.leaf(kind.true);
      case FALSE:
        return this.leaf(kind.false);
      case MINUS:
        this.advance();
        return this.complexPattern(start, line);
      case INTEGER:
      case FLOAT:
        return this.complexPattern(start, line);
      case OPEN:
        return this.sequencePattern(kind.tuple_pattern, CLOSE);
      case OPEN_SQUARE:
        return this.sequencePattern(kind.list_pattern, CLOSE_SQUARE);
      case OPEN_BRACE:
        return this.dictionaryPattern();
      default:
        return giveUp();
    }
  }

  private patternNumber(): number {
    if (this.token === INTEGER) return this.leaf(kind.integer);
    return this.token === FLOAT ? this.leaf(kind.float) : giveUp();
  }

  private complexPattern(start: number, line: number): number {
    const number = this.patternNumber();
    if (this.token !== PLUS && this.token !== MINUS) return number;
    this.advance();
    this.link(number, this.patternNumber());
    return this.node(kind.complex_pattern, start, this.lastEnd, line, number);
  }

  private splatPattern(): number {
    const { start, line } = this;
    this.advance();
    if (this.isWord('_')) {
      this.advance();
      return this.node(kind.splat_pattern, start, this.lastEnd, line, 0);
    }
    const name = this.name();
    return this.node(kind.splat_pattern, start, this.lastEnd, line, name);
  }

  /** `first.second`, and what follows in parentheses. */
  private classPattern(first: number): number {
    let last = first;
    while (this.token === DOT) {
      this.advance();
      const next = this.name();
      this.link(last, next);
      last = next;
    }
    const name = this.around(kind.dotted_name, first);
    if (this.token !== OPEN) return name;
    this.advance();
    const parts = this.casePatterns(CLOSE);
    this.expect(CLOSE);
    if (parts !== 0) this.link(name, parts);
    return this.around(kind.class_pattern, name);
  }

  /** Patterns up to `close`, the first of them or 0. */
  protected casePatterns(close: number): number {
    let first = 0;
    let last = 0;
    while (this.token !== close) {
      const next = this.casePattern();
      if (first === 0) first = next;
      else this.link(last, next);
      last = next;
      if (this.token === COMMA) this.advance();
      else break;
    }
    return first;
  }

  private sequencePattern(as: number, close: number): number {
    const { start, line } = this;
    this.advance();
    const first = this.casePatterns(close);
    this.expect(close);
    return this.node(as, start, this.lastEnd, line, first);
  }

  private dictionaryPattern(): number {
    const { start, line } = this;
    this.advance();
    let first = 0;
    let last = 0;
    while (this.token !== CLOSE_BRACE) {
      const key = this.token === POWER ? this.splatPattern() : this.simplePattern();
      if (key === 0) giveUp();
      if (first === 0) first = key;
      else this.link(last, key);
      last = key;
      if (this.kindOf(key) !== kind.splat_pattern) {
        this.expect(COLON);
        last = this.casePattern();
        this.link(this.put(key, inField.key), this.put(last, inField.value));
      }
      if (this.token === COMMA) this.advance();
      else if (this.token !== CLOSE_BRACE) giveUp();
    }
    this.advance();
    return this.node(kind.dict_pattern, start, this.lastEnd, line, first);
  }
}
