import { giveUp } from './give-up.ts';
import { inField, kind } from './kinds.ts';
import { SimpleStatementParser } from './simple-statements.ts';
import {
  ARROW,
  ASYNC,
  AT,
  CLASS,
  COLON,
  DEDENT,
  DEF,
  ELIF,
  ELLIPSIS,
  ELSE,
  FOR,
  IF,
  IN,
  NAME,
  NEWLINE,
  OPEN,
  OPEN_SQUARE,
  PASS,
  RAISE,
  RETURN,
  STRING,
  TRY,
  WHILE,
  WITH,
  YIELD,
} from './tokens.ts';

/** What may start a statement behind `-> Key:`; anything that looks like a type could be its bound to the grammar. */
const unlikeTypes = new Set([ELLIPSIS, PASS, RETURN, RAISE, STRING, YIELD]);

/** Statements with blocks, but for those of try, with and match. */
export abstract class StatementParser extends SimpleStatementParser {
  protected abstract tried(): number;
  protected abstract within(start: number, line: number, keyword: number): number;
  protected abstract matched(): number;

  /** Reads the next statements: several where they share a line. Gives the first; the last is in `lastOfLine`. */
  protected statements(): number {
    let statement = 0;
    switch (this.token) {
      case IF:
        statement = this.conditional();
        break;
      case FOR:
        statement = this.forLoop(this.start, this.line, 0);
        break;
      case WHILE:
        statement = this.whileLoop();
        break;
      case TRY:
        statement = this.tried();
        break;
      case WITH:
        statement = this.within(this.start, this.line, 0);
        break;
      case DEF:
      case CLASS:
        statement = this.definition();
        break;
      case AT:
        statement = this.decorated();
        break;
      case ASYNC:
        statement = this.asynchronous();
        break;
      case NAME:
        if (this.isWord('match')) statement = this.matched();
    }
    if (statement === 0) {
      statement = this.simpleStatements();
      this.advance();
    } else this.lastOfLine = statement;
    return statement;
  }

  private asynchronous(): number {
    const { start, line } = this;
    const keyword = this.leaf(kind.async);
    switch (this.token) {
      case DEF:
        return this.functionDefinition(start, line, keyword);
      case FOR:
        return this.forLoop(start, line, keyword);
      case WITH:
        return this.within(start, line, keyword);
      default:
        return giveUp();
    }
  }

  /**
   * From the colon on: a block below, or statements on the same line. Its end is that of the last comment in it. `starts`: what
   * may stand on the same line.
   */
  protected suite(starts?: ReadonlySet<number>): number {
    this.expect(COLON);
    if (this.token !== NEWLINE) {
      if (starts?.has(this.token) === false) giveUp();
      const { start, line } = this;
      const first = this.simpleStatements();
      const block = this.node(kind.block, start, this.start, line, first);
      this.advance();
      return block;
    }
    this.enter();
    const { start, line } = this;
    const first = this.statements();
    let last = this.lastOfLine;
    while (this.token !== DEDENT) {
      this.link(last, this.statements());
      last = this.lastOfLine;
    }
    const block = this.node(kind.block, start, this.start, line, first);
    this.advance();
    return block;
  }

  protected block(field: number): number {
    return this.put(this.suite(), field);
  }

  private conditional(): number {
    const { start, line } = this;
    const first = this.branch();
    let last = this.nextOf(first);
    while (this.token === ELIF) {
      const { start: clauseStart, line: clauseLine } = this;
      const condition = this.branch();
      const clause = this.node(kind.elif_clause, clauseStart, this.lastEnd, clauseLine, condition);
      this.link(last, this.put(clause, inField.alternative));
      last = clause;
    }
    this.otherwise(last);
    return this.node(kind.if_statement, start, this.lastEnd, line, first);
  }

  /** A keyword, its condition and block. */
  private branch(): number {
    this.advance();
    const condition = this.put(this.expression(), inField.condition);
    this.link(condition, this.block(inField.consequence));
    return condition;
  }

  /** An `else` of a condition or loop, if there is one. */
  private otherwise(last: number): void {
    if (this.token === ELSE) this.link(last, this.put(this.elseClause(), inField.alternative));
  }

  protected elseClause(): number {
    const { start, line } = this;
    this.advance();
    const body = this.block(inField.body);
    return this.node(kind.else_clause, start, this.lastEnd, line, body);
  }

  private forLoop(start: number, line: number, keyword: number): number {
    this.advance();
    const left = this.put(this.targets(), inField.left);
    if (keyword !== 0) this.link(keyword, left);
    this.expect(IN);
    const right = this.put(this.expressions(), inField.right);
    this.link(left, right);
    const body = this.block(inField.body);
    this.link(right, body);
    this.otherwise(body);
    return this.node(kind.for_statement, start, this.lastEnd, line, keyword === 0 ? left : keyword);
  }

  private whileLoop(): number {
    const { start, line } = this;
    this.advance();
    const condition = this.put(this.expression(), inField.condition);
    const body = this.block(inField.body);
    this.link(condition, body);
    this.otherwise(body);
    return this.node(kind.while_statement, start, this.lastEnd, line, condition);
  }

  private definition(): number {
    return this.token === CLASS ? this.classDefinition() : this.functionDefinition(this.start, this.line, 0);
  }

  private functionDefinition(start: number, line: number, keyword: number): number {
    this.advance();
    const name = this.put(this.name(), inField.name);
    if (keyword !== 0) this.link(keyword, name);
    let last = this.typeParametersBehind(name);
    const parameters = this.put(this.parameters(), inField.parameters);
    this.link(last, parameters);
    last = parameters;
    if (this.token === ARROW) {
      this.advance();
      const type = this.put(this.type(), inField.return_type);
      this.link(last, type);
      last = type;
    }
    const body = this.suite(this.kindOf(last) === kind.type ? unlikeTypes : undefined);
    this.link(last, this.put(body, inField.body));
    return this.node(kind.function_definition, start, this.lastEnd, line, keyword === 0 ? name : keyword);
  }

  /** Gives the last node so far. */
  private typeParametersBehind(name: number): number {
    if (this.token !== OPEN_SQUARE) return name;
    const parameters = this.put(this.typeParameters(), inField.type_parameters);
    this.checkTypeParameters(this.startOf(parameters));
    this.link(name, parameters);
    return parameters;
  }

  private classDefinition(): number {
    const { start, line } = this;
    this.advance();
    const name = this.put(this.name(), inField.name);
    let last = this.typeParametersBehind(name);
    if (this.token === OPEN) {
      const bases = this.put(this.arguments(), inField.superclasses);
      if (this.kindOf(bases) !== kind.argument_list) giveUp();
      this.link(last, bases);
      last = bases;
    }
    this.link(last, this.block(inField.body));
    return this.node(kind.class_definition, start, this.lastEnd, line, name);
  }

  private decorated(): number {
    const { start, line } = this;
    const first = this.decorator();
    let last = first;
    while (this.token === AT) {
      const next = this.decorator();
      this.link(last, next);
      last = next;
    }
    const isDefinition = this.token === DEF || this.token === CLASS;
    if (!isDefinition && this.token !== ASYNC) giveUp();
    const definition = isDefinition ? this.definition() : this.asynchronous();
    if (this.kindOf(definition) !== kind.class_definition && this.kindOf(definition) !== kind.function_definition)
      giveUp();
    this.link(last, this.put(definition, inField.definition));
    return this.node(kind.decorated_definition, start, this.lastEnd, line, first);
  }

  /** A decorator ends behind the comment on its line. */
  private decorator(): number {
    const { start, line } = this;
    this.advance();
    const expression = this.expression();
    if (this.token !== NEWLINE) giveUp();
    const decorator = this.node(kind.decorator, start, this.start, line, expression);
    this.advance();
    return decorator;
  }
}
