import { DisplayParser } from './displays.ts';
import { giveUp } from './give-up.ts';
import { inField, kind } from './kinds.ts';
import {
  ASSIGN,
  BAR,
  CLOSE,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  DOT,
  NAME,
  OPEN,
  OPEN_SQUARE,
  POWER,
  SLASH,
  STAR,
} from './tokens.ts';

/** Annotations, and the parameters they stand at. */
export abstract class TypeParser extends DisplayParser {
  /** To the grammar a name with brackets is a generic type only where an annotation starts, and then nothing but a type. */
  protected type(): number {
    let type = this.simpleType();
    while (this.token === BAR || this.token === DOT) {
      const inner = this.kindOf(this.firstOf(type));
      if (inner !== kind.generic_type && inner !== kind.union_type && inner !== kind.member_type) giveUp();
      if (this.token === BAR) {
        this.advance();
        this.link(type, this.simpleType());
        type = this.around(kind.type, this.around(kind.union_type, type));
        continue;
      }
      if (inner === kind.union_type) giveUp();
      this.advance();
      this.link(type, this.name());
      type = this.around(kind.type, this.around(kind.member_type, type));
    }
    return type;
  }

  private simpleType(): number {
    if (this.token === STAR || this.token === POWER) {
      const { start, line } = this;
      this.advance();
      if (this.startsOtherStatement() || this.isWord('type')) giveUp();
      const name = this.name();
      const splat = this.node(kind.splat_type, start, this.lastEnd, line, name);
      if (this.token !== COMMA && this.token !== CLOSE_SQUARE && this.token !== CLOSE) giveUp();
      return this.node(kind.type, start, this.lastEnd, line, splat);
    }
    if (this.token !== NAME || this.startsOtherStatement()) return this.around(kind.type, this.expression());
    const name = this.leaf(kind.identifier);
    // The bracket belongs to the name, so that `[` decides.
    if (this.token !== OPEN_SQUARE) return this.around(kind.type, this.rest(this.disjunctionFrom(name)));
    this.link(name, this.typeParameters());
    return this.around(kind.type, this.around(kind.generic_type, name));
  }

  /** A name that may also start a statement is no name of a type to the grammar; `type` itself is. */
  private startsOtherStatement(): boolean {
    return this.isWord('print') || this.isWord('exec') || this.isWord('match');
  }

  protected typeParameters(): number {
    const { start, line } = this;
    let first = 0;
    let last = 0;
    do {
      this.advance();
      if (this.token === CLOSE_SQUARE && first !== 0) break;
      const item = this.constrained();
      if (first === 0) first = item;
      else this.link(last, item);
      last = item;
    } while (this.token === COMMA);
    this.expect(CLOSE_SQUARE);
    return this.node(kind.type_parameter, start, this.lastEnd, line, first);
  }

  private constrained(): number {
    const type = this.type();
    if (this.token !== COLON) return type;
    this.advance();
    this.link(type, this.type());
    return this.around(kind.type, this.around(kind.constrained_type, type));
  }

  protected parameters(): number {
    const { start, line } = this;
    this.expect(OPEN);
    const first = this.listOfParameters(CLOSE);
    this.advance();
    return this.node(kind.parameters, start, this.lastEnd, line, first);
  }

  protected lambda(): number {
    const { start, line } = this;
    this.advance();
    let parameters = 0;
    if (this.token !== COLON) {
      const first = this.listOfParameters(COLON);
      parameters = this.put(this.around(kind.lambda_parameters, first), inField.parameters);
    }
    this.expect(COLON);
    const body = this.put(this.expression(), inField.body);
    this.lambdaEnd = this.lastEnd;
    if (parameters !== 0) this.link(parameters, body);
    return this.node(kind.lambda, start, this.lastEnd, line, parameters === 0 ? body : parameters);
  }

  /** Up to `close`; the first of them, 0 when there is none. Those of a lambda, which a colon closes, have no types. */
  private listOfParameters(close: number): number {
    let first = 0;
    let last = 0;
    while (this.token !== close) {
      const parameter = this.parameter(close);
      if (first === 0) first = parameter;
      else this.link(last, parameter);
      last = parameter;
      if (this.token === COMMA) this.advance();
      else if (this.token !== close) giveUp();
    }
    return first;
  }

  private parameter(close: number): number {
    if (this.token === SLASH) return this.leaf(kind.positional_separator);
    const { start, line, token } = this;
    if (token === STAR || token === POWER) {
      this.advance();
      if (token === STAR && this.token === COMMA) return this.node(kind.keyword_separator, start, start + 1, line, 0);
      const as = token === STAR ? kind.list_splat_pattern : kind.dictionary_splat_pattern;
      const name = this.name();
      const splat = this.node(as, start, this.lastEnd, line, name);
      return close === CLOSE && this.token === COLON ? this.typed(splat) : splat;
    }
    const name = this.name();
    if (close === CLOSE && this.token === COLON) return this.typed(name);
    if (this.token !== ASSIGN) return name;
    this.advance();
    this.link(this.put(name, inField.name), this.put(this.expression(), inField.value));
    return this.around(kind.default_parameter, name);
  }

  private typed(name: number): number {
    this.advance();
    const type = this.put(this.type(), inField.type);
    this.link(name, type);
    if (this.token !== ASSIGN || this.kindOf(name) !== kind.identifier) return this.around(kind.typed_parameter, name);
    this.advance();
    this.put(name, inField.name);
    this.link(type, this.put(this.expression(), inField.value));
    return this.around(kind.typed_default_parameter, name);
  }
}
