import { parseable } from '../grammar-gaps.ts';
import { giveUp } from './give-up.ts';
import { inField, kind } from './kinds.ts';
import { Lexer } from './lexer.ts';
import { ASSIGN, BANG, CLOSE_BRACE, COLON, COMMA, LAMBDA, OPEN_BRACE, STAR, STRING, WALRUS, YIELD } from './tokens.ts';

const LINE_FEED = 10;
const RETURN = 13;
const BACKSLASH = 92;
const UPPER_N = 78;

/** How a string is written. */
const RAW = 1;
const FORMATTED = 2;
const BYTES = 4;

function isEndOfLine(code: number): boolean {
  return code === LINE_FEED || code === RETURN;
}

/** Strings, and the expressions inside of them. */
export abstract class StringParser extends Lexer {
  protected abstract expression(): number;
  protected abstract yielded(): number;
  protected abstract holdsSplat(node: number): boolean;

  /** One string, or several side by side. */
  protected strings(): number {
    const first = this.string();
    if (this.token !== STRING) return first;
    let last = first;
    while (this.token === STRING) {
      const next = this.string();
      this.link(last, next);
      last = next;
    }
    return this.node(kind.concatenated_string, this.startOf(first), this.lastEnd, this.lineOf(first), first);
  }

  private string(): number {
    const { start, end: opened, line, text } = this;
    const quote = text.charCodeAt(opened - 1);
    const isTriple = opened - start >= 3 && text.charCodeAt(opened - 3) === quote;
    let how = 0;
    for (let at = start; at < opened; at += 1) {
      const code = text.charCodeAt(at) | 32;
      if (code === 114 /* r */) how |= RAW;
      else if (code === 98 /* b */) how |= BYTES;
      else if (code === 102 /* f */ || code === 116 /* t */) how |= FORMATTED;
    }
    const first = this.node(kind.string_start, start, opened, line, 0);
    // What is rewritten for the grammar could stand in such a string, too.
    if (isTriple && (how & FORMATTED) !== 0 && parseable(text) !== text) giveUp();
    let last = first;
    let at = opened;
    for (;;) {
      const contentLine = this.lineAt;
      const stop = this.content(at, quote, isTriple, how);
      const contentEnd = text.charCodeAt(stop) === quote ? this.closing : stop;
      if (contentEnd > at) {
        const content = this.node(kind.string_content, at, contentEnd, contentLine, 0);
        this.link(last, content);
        last = content;
      }
      at = stop;
      if (text.charCodeAt(at) === quote) break;
      const hole = this.interpolation(kind.interpolation, at, quote, isTriple);
      this.link(last, hole);
      last = hole;
      at = this.at;
    }
    const end = at + (isTriple ? 3 : 1);
    this.link(last, this.node(kind.string_end, this.closing, end, this.lineAt, 0));
    const string = this.node(kind.string, start, end, line, first);
    this.token = STRING;
    this.end = end;
    this.at = end;
    this.advance();
    return string;
  }

  /** Where `string_end` starts. To the grammar escapes of a raw string belong to it when nothing but them is before it. */
  private closing = 0;

  /** Where the text from `from` on ends: at the closing quotes, or at the brace of an interpolation. */
  private content(from: number, quote: number, isTriple: boolean, how: number): number {
    const { text, length } = this;
    const isRaw = (how & RAW) !== 0;
    // What the scanner takes at once: it starts anew behind quotes that do not close.
    let piece = from;
    let escapes = 0;
    for (let at = from; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        const isDouble = isTriple && text.charCodeAt(at + 1) === quote;
        if (!isTriple || (isDouble && text.charCodeAt(at + 2) === quote)) {
          this.closing = isRaw && escapes > 0 && escapes === at - piece ? piece : at;
          if (this.closing < at && text.slice(piece, at).includes('\n')) giveUp();
          return at;
        }
        if (isDouble) at += 1;
        piece = at + 1;
        escapes = 0;
      } else if (code === BACKSLASH) {
        const end = this.escape(at, quote, how);
        if (isRaw && isEndOfLine(text.charCodeAt(end + 1)) && end > at) giveUp();
        escapes += end + 1 - at;
        at = end;
      } else if (code === LINE_FEED) {
        if (!isTriple) giveUp();
        this.lineAt += 1;
      } else if ((code === OPEN_BRACE || code === CLOSE_BRACE) && (how & FORMATTED) !== 0) {
        if (text.charCodeAt(at + 1) === code) {
          at += 1;
          piece = at + 1;
          escapes = 0;
        } else if (code === OPEN_BRACE) return at;
        else giveUp();
      } else if (code === 0) giveUp();
    }
    return giveUp();
  }

  /** The last character that a backslash takes with it. */
  private escape(at: number, quote: number, how: number): number {
    const { text } = this;
    const next = text.charCodeAt(at + 1);
    if (next === quote || next === BACKSLASH) return at + 1;
    if (next === LINE_FEED) {
      this.lineAt += 1;
      return at + 1;
    }
    if (next === RETURN) {
      this.lineAt += 1;
      return at + 2;
    }
    if (next === UPPER_N && (how & (RAW | BYTES)) === 0 && text.charCodeAt(at + 2) === OPEN_BRACE) {
      const end = text.indexOf('}', at);
      if (end < 0 || end === at + 3 || text.slice(at, end).includes('\n')) giveUp();
      return end;
    }
    return at;
  }

  /** From the opening brace on; reading goes on behind the closing one. */
  private interpolation(as: number, from: number, quote: number, isTriple: boolean): number {
    const line = this.lineAt;
    this.depth += 1;
    this.token = OPEN_BRACE;
    this.end = from + 1;
    this.at = from + 1;
    this.advance();
    const first = this.put(this.interpolated(), inField.expression);
    let last = first;
    if (this.token === ASSIGN) this.advance();
    if (this.token === BANG) {
      const letter = this.text.charCodeAt(this.end);
      if (letter < 97 || letter > 122) giveUp();
      const conversion = this.node(kind.type_conversion, this.start, this.end + 1, this.line, 0);
      this.link(last, this.put(conversion, inField.type_conversion));
      last = conversion;
      this.end += 1;
      this.at = this.end;
      this.advance();
    }
    if (this.token === COLON) this.link(last, this.put(this.format(quote, isTriple), inField.format_specifier));
    if (this.token !== CLOSE_BRACE) giveUp();
    return this.node(as, from, this.end, line, first);
  }

  private interpolated(): number {
    if (this.token === LAMBDA || this.token === STAR || this.token === YIELD) giveUp();
    const first = this.expression();
    if (this.token === WALRUS) giveUp();
    if (this.token !== COMMA) return first;
    let last = first;
    if (this.holdsSplat(first)) giveUp();
    while (this.token === COMMA) {
      this.advance();
      if (this.token === CLOSE_BRACE || this.token === STAR) giveUp();
      const next = this.expression();
      if (this.holdsSplat(next)) giveUp();
      this.link(last, next);
      last = next;
    }
    return this.node(kind.expression_list, this.startOf(first), this.lastEnd, this.lineOf(first), first);
  }

  /** From the colon to the closing brace, which is the current token afterwards. */
  private format(quote: number, isTriple: boolean): number {
    const { start, line, text, length } = this;
    let first = 0;
    let last = 0;
    let { at } = this;
    for (; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === CLOSE_BRACE) break;
      if (code === OPEN_BRACE) {
        if (text.charCodeAt(at + 1) === OPEN_BRACE) giveUp();
        const hole = this.interpolation(kind.format_expression, at, quote, isTriple);
        if (first === 0) first = hole;
        else this.link(last, hole);
        last = hole;
        at = this.at - 1;
      } else if (code === quote || code === BACKSLASH || code === LINE_FEED || code === RETURN) giveUp();
    }
    this.depth -= 1;
    this.token = CLOSE_BRACE;
    this.lastEnd = at;
    this.start = at;
    this.end = at + 1;
    this.at = this.end;
    return this.node(kind.format_specifier, start, at, line, first);
  }
}
