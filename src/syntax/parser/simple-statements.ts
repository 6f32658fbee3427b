import { giveUp } from './give-up.ts';
import { inField, kind } from './kinds.ts';
import type { Place } from './lexer.ts';
import { PatternParser } from './patterns.ts';
import {
  AS,
  ASSERT,
  ASSIGN,
  AUGMENTED,
  BREAK,
  CLOSE,
  CLOSE_BRACE,
  COLON,
  COMMA,
  CONTINUE,
  DEL,
  DOT,
  ELLIPSIS,
  FROM,
  GLOBAL,
  IMPORT,
  NAME,
  NEWLINE,
  NONLOCAL,
  OPEN,
  OPEN_SQUARE,
  PASS,
  RAISE,
  RETURN,
  SEMICOLON,
  STAR,
  YIELD,
} from './tokens.ts';

/** Statements without a block of their own. */
export abstract class SimpleStatementParser extends PatternParser {
  /** The last of the statements that were read on one line. */
  protected lastOfLine = 0;
  private hasComma = false;
  /**
   * Whether the last list could be one of targets with a splat, or go on as targets on the next line: the grammar follows that
   * reading, too, and may end up with it.
   */
  private mayBeTargets = false;

  /** The statements up to the line's end, which is the current token then; gives the first. */
  protected simpleStatements(): number {
    const first = this.simpleStatement();
    let last = first;
    while (this.token === SEMICOLON) {
      this.advance();
      if (this.token === NEWLINE) break;
      const next = this.simpleStatement();
      this.link(last, next);
      last = next;
    }
    if (this.token !== NEWLINE) giveUp();
    this.lastOfLine = last;
    return first;
  }

  private simpleStatement(): number {
    const { start, line } = this;
    switch (this.token) {
      case RETURN: {
        this.advance();
        const value = this.isAtEndOfList() ? 0 : this.expressions();
        return this.node(kind.return_statement, start, this.lastEnd, line, value);
      }
      case IMPORT: {
        this.advance();
        const names = this.importedNames();
        return this.node(kind.import_statement, start, this.lastEnd, line, names);
      }
      case FROM:
        return this.importFrom();
      case PASS:
        return this.leaf(kind.pass_statement);
      case BREAK:
        return this.leaf(kind.break_statement);
      case CONTINUE:
        return this.leaf(kind.continue_statement);
      case RAISE:
        return this.raise();
      case ASSERT: {
        this.advance();
        const tested = this.expression();
        if (this.token === COMMA) {
          this.advance();
          this.link(tested, this.expression());
        }
        return this.node(kind.assert_statement, start, this.lastEnd, line, tested);
      }
      case DEL: {
        this.advance();
        const deleted = this.expressions();
        return this.node(kind.delete_statement, start, this.lastEnd, line, deleted);
      }
      case GLOBAL:
        return this.declaration(kind.global_statement);
      case NONLOCAL:
        return this.declaration(kind.nonlocal_statement);
      case YIELD:
        return this.around(kind.expression_statement, this.yielded());
      case NAME:
        return this.startsWithName();
      default:
        return this.expressionStatement(this.starred());
    }
  }

  private raise(): number {
    const { start, line } = this;
    this.advance();
    if (this.token === NEWLINE || this.token === SEMICOLON)
      return this.node(kind.raise_statement, start, this.lastEnd, line, 0);
    const raised = this.expression();
    if (this.token === FROM) {
      const from = this.leaf(kind.from);
      this.link(raised, from);
      this.link(from, this.put(this.expression(), inField.cause));
    }
    return this.node(kind.raise_statement, start, this.lastEnd, line, raised);
  }

  private declaration(as: number): number {
    const { start, line } = this;
    this.advance();
    const first = this.name();
    let last = first;
    while (this.token === COMMA) {
      this.advance();
      const next = this.name();
      this.link(last, next);
      last = next;
    }
    return this.node(as, start, this.lastEnd, line, first);
  }

  /** `print`, `exec`, `match` and `type` start statements of their own, too. */
  private startsWithName(): number {
    if (this.isWord('type')) return this.startsWithType();
    const isPrint = this.isWord('print');
    if (!isPrint && !this.isWord('exec') && !this.isWord('match')) return this.expressionStatement(this.expression());
    this.readings += 1;
    const statement = this.expressionStatement(isPrint ? this.printed() : this.expression());
    this.readings -= 1;
    return statement;
  }

  /** Python 2 writes to a file with `print >>file, text`. */
  private printed(): number {
    if (/^print[ \t]*>>/u.test(this.text.slice(this.start, this.start + 40))) giveUp();
    return this.expression();
  }

  /** `type Shelf = list[Book]`, or a statement about something called `type`. */
  private startsWithType(): number {
    const start = this.place();
    const name = this.leaf(kind.identifier);
    if (this.token === NAME) return this.typeAlias(start);
    const isBracket = this.token === OPEN || this.token === OPEN_SQUARE || this.token === STAR;
    this.readings += 1;
    const first = this.rest(this.disjunctionFrom(name));
    this.readings -= 1;
    if (!isBracket || (this.token !== ASSIGN && this.token !== COLON)) return this.expressionStatement(first);
    // `type(self).count = 1` is an alias to the grammar.
    if (this.token === COLON) giveUp();
    this.goBack(start);
    this.advance();
    return this.typeAlias(start);
  }

  private typeAlias({ start, line }: Place): number {
    const left = this.put(this.type(), inField.left);
    this.checkTypeParameters(this.startOf(left));
    this.expect(ASSIGN);
    this.link(left, this.put(this.type(), inField.right));
    return this.node(kind.type_alias_statement, start, this.lastEnd, line, left);
  }

  /** Defaults of type parameters are rewritten for the grammar. */
  protected checkTypeParameters(start: number): void {
    if (this.text.slice(start, this.lastEnd).includes('=')) giveUp();
  }

  private starred(): number {
    return this.token === STAR ? this.plainSplat(kind.list_splat) : this.expression();
  }

  protected isAtEndOfList(): boolean {
    const { token } = this;
    return (
      token === NEWLINE ||
      token === SEMICOLON ||
      token === ASSIGN ||
      token === CLOSE ||
      token === COLON ||
      token === CLOSE_BRACE ||
      token === AUGMENTED
    );
  }

  /** Expressions up to the end of a list, side by side; `hasComma` says whether it is a list. */
  private listed(first: number): number {
    let last = first;
    let hasComma = false;
    let isTrailing = false;
    let hasSplat = this.holdsSplat(first);
    while (this.token === COMMA) {
      hasComma = true;
      this.advance();
      if (this.isAtEndOfList()) {
        isTrailing = true;
        break;
      }
      const next = this.starred();
      hasSplat ||= this.holdsSplat(next);
      this.link(last, next);
      last = next;
    }
    this.hasComma = hasComma;
    const mayGoOn = hasComma && this.token === NEWLINE && (isTrailing ? this.mayListGoOn() : this.mayPartGoOn());
    this.mayBeTargets = mayGoOn || (hasComma ? hasSplat : this.kindOf(first) === kind.list_splat);
    return first;
  }

  protected expressions(): number {
    const first = this.listed(this.starred());
    return this.hasComma ? this.around(kind.expression_list, first) : first;
  }

  private expressionStatement(from: number): number {
    const first = this.listed(from);
    if (this.token === ASSIGN || this.token === AUGMENTED) {
      const left = this.assigned(first);
      return this.around(kind.expression_statement, this.assignment(left));
    }
    if (this.token !== COLON) {
      if (this.mayBeTargets) giveUp();
      return this.around(kind.expression_statement, first);
    }
    if (this.hasComma) giveUp();
    this.toPattern(this.put(first, inField.left));
    this.advance();
    const type = this.put(this.type(), inField.type);
    this.link(first, type);
    if (this.token === ASSIGN) {
      this.advance();
      this.link(type, this.put(this.assignedValue(), inField.right));
    }
    return this.around(kind.expression_statement, this.around(kind.assignment, first));
  }

  /** The target that a list of expressions turned out to be. */
  private assigned(first: number): number {
    for (let target = first; target !== 0; target = this.nextOf(target)) this.toPattern(target);
    return this.put(this.hasComma ? this.around(kind.pattern_list, first) : first, inField.left);
  }

  /** The current token is the sign of equality. */
  private assignment(left: number): number {
    const as = this.token === ASSIGN ? kind.assignment : kind.augmented_assignment;
    this.advance();
    this.link(left, this.put(this.assignedValue(), inField.right));
    return this.around(as, left);
  }

  private assignedValue(): number {
    if (this.token === YIELD) {
      const value = this.yielded();
      if (this.token !== NEWLINE && this.token !== SEMICOLON) giveUp();
      return value;
    }
    const first = this.listed(this.starred());
    if (this.token === ASSIGN) return this.assignment(this.assigned(first));
    if ((this.token !== NEWLINE && this.token !== SEMICOLON) || this.mayBeTargets) giveUp();
    return this.hasComma ? this.around(kind.expression_list, first) : first;
  }

  private dottedName(): number {
    const first = this.name();
    let last = first;
    while (this.token === DOT) {
      this.advance();
      const next = this.name();
      this.link(last, next);
      last = next;
    }
    return this.around(kind.dotted_name, first);
  }

  /** `a.b as c, d` */
  private importedNames(): number {
    let first = 0;
    let last = 0;
    do {
      if (first !== 0) this.advance();
      if (this.token === CLOSE) break;
      let item = this.dottedName();
      if (this.token === AS) {
        this.advance();
        this.link(this.put(item, inField.name), this.put(this.name(), inField.alias));
        item = this.around(kind.aliased_import, item);
      }
      this.put(item, inField.name);
      if (first === 0) first = item;
      else this.link(last, item);
      last = item;
    } while (this.token === COMMA);
    return first;
  }

  private importFrom(): number {
    const from = this.leaf(kind.from);
    const isFuture = this.isWord('__future__');
    const module = isFuture ? 0 : this.put(this.importedModule(), inField.module_name);
    if (isFuture) this.advance();
    else this.link(from, module);
    this.expect(IMPORT);
    const behind = isFuture ? from : module;
    const as = isFuture ? kind.future_import_statement : kind.import_from_statement;
    if (this.token === STAR) {
      if (isFuture) giveUp();
      this.link(behind, this.leaf(kind.wildcard_import));
    } else if (this.token === OPEN) {
      this.advance();
      if (this.token === CLOSE) giveUp();
      this.link(behind, this.importedNames());
      this.expect(CLOSE);
    } else this.link(behind, this.importedNames());
    return this.around(as, from);
  }

  private importedModule(): number {
    if (this.token !== DOT && this.token !== ELLIPSIS) return this.dottedName();
    const { start, line } = this;
    while (this.token === DOT || this.token === ELLIPSIS) {
      if (this.start !== start && this.start !== this.lastEnd) giveUp();
      this.advance();
    }
    const prefix = this.node(kind.import_prefix, start, this.lastEnd, line, 0);
    if (this.token === NAME) this.link(prefix, this.dottedName());
    return this.around(kind.relative_import, prefix);
  }
}
