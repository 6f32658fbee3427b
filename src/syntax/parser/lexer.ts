import { giveUp } from './give-up.ts';
import { NodeWriter } from './nodes.ts';
import { isPrefix, numberEnd, operatorToken } from './scanning.ts';
import {
  CLOSE,
  CLOSE_BRACE,
  CLOSE_SQUARE,
  DEDENT,
  DOT,
  END_OF_FILE,
  FLOAT,
  INTEGER,
  NAME,
  NEWLINE,
  OPEN,
  OPEN_BRACE,
  OPEN_SQUARE,
  STRING,
  wordToken,
} from './tokens.ts';

const LETTER = 1;
const DIGIT = 2;
const classes = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  if (/\w/u.test(String.fromCharCode(code))) classes[code] = /\d/u.test(String.fromCharCode(code)) ? DIGIT : LETTER;
}

const TAB = 9;
const LINE_FEED = 10;
const FORM_FEED = 12;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const APOSTROPHE = 39;
const BACKSLASH = 92;

const statementWords = new Set(
  'assert break class continue def del for from global if import nonlocal pass raise return try while with'.split(' '),
);

/** A token to go back to. */
export interface Place {
  readonly token: number;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly lastEnd: number;
  readonly at: number;
  readonly lineAt: number;
}

/**
 * One token of look-ahead over the text. Lines, blocks and comments end where they do for the scanner of
 * tree-sitter-python: a comment belongs to the block whose indentation it has, and ends it when it is the last thing there.
 */
export class Lexer extends NodeWriter {
  protected readonly text: string;
  protected readonly length: number;
  /** Kind of the current token, its start, end and line. */
  protected token = NEWLINE;
  protected start = 0;
  protected end = 0;
  protected line = 1;
  /** End of the token before the current one. */
  protected lastEnd = 0;
  /** Brackets that are open. */
  protected depth = 0;
  /** Indentation of the block and of those around it. */
  protected indentation = 0;
  private readonly outer: number[] = [];
  /** Where to go on reading, and the line there. */
  protected at = 0;
  protected lineAt = 1;
  /** The next line that holds a token, while blocks before it end. */
  private ahead = 0;
  private aheadLine = 0;
  private aheadIndentation = 0;

  constructor(text: string) {
    super();
    this.text = text;
    this.length = text.length;
  }

  /** To the next token. */
  protected advance(): void {
    this.lastEnd = this.end;
    if (this.token === NEWLINE) {
      this.lookAhead();
      if (this.aheadIndentation > this.indentation) giveUp();
      if (this.aheadIndentation < this.indentation) return this.leave();
      this.takeLine();
    } else if (this.token === DEDENT) {
      if (this.aheadIndentation < this.indentation) return this.leave();
      if (this.aheadIndentation !== this.indentation) giveUp();
      this.takeLine();
    }
    this.scan();
  }

  /** From the end of a line into the block below it. */
  protected enter(): void {
    this.lastEnd = this.end;
    this.lookAhead();
    if (this.aheadIndentation <= this.indentation || this.outer.length > 90) giveUp();
    this.outer.push(this.indentation);
    this.indentation = this.aheadIndentation;
    this.takeLine();
    this.scan();
  }

  /** Finds the next line with a token; only that decides which blocks end before it. */
  private lookAhead(): void {
    const { text, length } = this;
    let { at, lineAt: line } = this;
    let indentation = 0;
    for (; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === SPACE) indentation += 1;
      else if (code === LINE_FEED) {
        indentation = 0;
        line += 1;
      } else if (code === HASH) {
        const end = text.indexOf('\n', at);
        at = end < 0 ? length - 1 : end - 1;
      } else if (code === TAB) indentation += 8;
      else if (code === RETURN || code === FORM_FEED) indentation = 0;
      else if (code === BACKSLASH || code === 0) giveUp();
      else break;
    }
    this.ahead = at;
    this.aheadLine = line;
    this.aheadIndentation = at < length ? indentation : 0;
  }

  /**
   * At the end of a line: whether the next one could be more of the last part of a list. One of the grammar's readings of a
   * list, as targets, does not see the end of the line there.
   */
  protected mayPartGoOn(): boolean {
    this.lookAhead();
    return this.goesOnAhead() && /^(?:[[(.]|\w{0,2}["'])/u.test(this.text.slice(this.ahead, this.ahead + 4));
  }

  /** The same of a list with a comma at its end: anything but a statement's keyword could be the next part. */
  protected mayListGoOn(): boolean {
    this.lookAhead();
    if (!this.goesOnAhead()) return false;
    const word = /^[a-z]+(?!\w)/u.exec(this.text.slice(this.ahead, this.ahead + 12));
    return word === null || !statementWords.has(word[0]);
  }

  private goesOnAhead(): boolean {
    return this.ahead < this.length && this.aheadIndentation >= this.indentation;
  }

  private takeLine(): void {
    this.at = this.ahead;
    this.lineAt = this.aheadLine;
  }

  /** The end of a block: behind the comments that are indented like it. */
  private leave(): void {
    const { text, ahead } = this;
    let indentation = 0;
    for (let at = this.at; at < ahead; at += 1) {
      const code = text.charCodeAt(at);
      if (code === SPACE) indentation += 1;
      else if (code === TAB) indentation += 8;
      else if (code === HASH) {
        if (indentation < this.indentation) break;
        const found = text.indexOf('\n', at);
        at = found < 0 ? text.length : found;
        this.at = at;
        this.end = at;
        indentation = 0;
      } else indentation = 0;
    }
    this.token = DEDENT;
    this.start = this.end;
    this.indentation = this.outer.pop() ?? giveUp();
  }

  private scan(): void {
    const { text, length } = this;
    let { at } = this;
    let code = 0;
    let commentEnd = -1;
    for (;;) {
      if (at >= length) return this.endLine(at, commentEnd, true);
      code = text.charCodeAt(at);
      if (code === SPACE || code === TAB) at += 1;
      else if (code === LINE_FEED || code === RETURN) {
        if (this.depth === 0) return this.endLine(at, commentEnd, false);
        at = this.lineInBrackets(at);
      } else if (code === HASH) {
        at = text.indexOf('\n', at);
        if (at < 0) at = length;
        commentEnd = at;
      } else if (code === BACKSLASH) at = this.continuation(at);
      else break;
    }
    this.start = at;
    this.line = this.lineAt;
    if (code >= 128) giveUp();
    const group = classes[code];
    if (group === LETTER) this.word(at);
    else if (group === DIGIT) this.number(at);
    else if (code === QUOTE || code === APOSTROPHE) this.openQuotes(at);
    else this.operator(at, code);
  }

  private endLine(at: number, commentEnd: number, isLast: boolean): void {
    if (isLast && this.depth > 0) giveUp();
    const isOver = isLast && (this.token === NEWLINE || this.token === DEDENT);
    if (!isOver && commentEnd >= 0) this.end = commentEnd;
    this.token = isOver ? END_OF_FILE : NEWLINE;
    this.at = at;
    this.start = this.end;
  }

  /** Over a line's end where brackets are open, to what follows. */
  private lineInBrackets(from: number): number {
    const { text, length } = this;
    let indentation = 0;
    for (let at = from; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === SPACE) indentation += 1;
      else if (code === LINE_FEED) {
        indentation = 0;
        this.lineAt += 1;
      } else if (code === TAB) indentation += 8;
      else if (code === RETURN) indentation = 0;
      else {
        // tree-sitter-python takes such a line for the end of a block unless a bracket may be closed there.
        const closes = code === CLOSE || code === CLOSE_SQUARE || code === CLOSE_BRACE;
        if (indentation < this.indentation && !closes) giveUp();
        if (code === BACKSLASH || code === FORM_FEED) giveUp();
        if (code !== HASH) return at;
        const end = text.indexOf('\n', at);
        if (end < 0) giveUp();
        at = end - 1;
      }
    }
    return giveUp();
  }

  private continuation(at: number): number {
    const { text } = this;
    const end = text.charCodeAt(at + 1) === RETURN ? at + 2 : at + 1;
    if (text.charCodeAt(end) !== LINE_FEED) giveUp();
    let next = end + 1;
    while (text.charCodeAt(next) === SPACE || text.charCodeAt(next) === TAB) next += 1;
    const code = text.charCodeAt(next);
    if (next >= this.length || code === LINE_FEED || code === RETURN || code === HASH || code === BACKSLASH) giveUp();
    this.lineAt += 1;
    return next;
  }

  private word(from: number): void {
    const { text, length } = this;
    let at = from + 1;
    let code = 0;
    for (; at < length; at += 1) {
      code = text.charCodeAt(at);
      if (code >= 128) giveUp();
      if (classes[code] === 0) break;
    }
    if ((code === QUOTE || code === APOSTROPHE) && at < length && at - from <= 2 && isPrefix(text, from, at))
      return this.openQuotes(at);
    this.token = wordToken(text, from, at);
    this.end = at;
    this.at = at;
  }

  private number(from: number): void {
    const { text } = this;
    const end = numberEnd(text, from);
    this.token = end > 0 ? INTEGER : FLOAT;
    this.end = Math.abs(end);
    this.at = this.end;
    const code = text.charCodeAt(this.end);
    if (code >= 128 || (code < 128 && classes[code] !== 0)) giveUp();
  }

  /** The token ends behind the opening quotes. */
  private openQuotes(at: number): void {
    const { text } = this;
    const quote = text.charCodeAt(at);
    const isTriple = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
    this.token = STRING;
    this.end = isTriple ? at + 3 : at + 1;
    this.at = this.end;
  }

  private operator(at: number, code: number): void {
    if (code === OPEN || code === OPEN_SQUARE || code === OPEN_BRACE) this.depth += 1;
    else if (code === CLOSE || code === CLOSE_SQUARE || code === CLOSE_BRACE) {
      this.depth -= 1;
      if (this.depth < 0) giveUp();
    } else {
      const next = this.text.charCodeAt(at + 1);
      if (code === DOT && classes[next] === DIGIT) return this.number(at);
      const found = operatorToken(this.text, at, code, next);
      this.token = found & 0xff;
      this.end = at + (found >> 8);
      this.at = this.end;
      return;
    }
    this.token = code;
    this.end = at + 1;
    this.at = this.end;
  }

  /** Where the current token is, outside of brackets and on the line that is read. */
  protected place(): Place {
    const { token, start, end, line, lastEnd, at, lineAt } = this;
    return { token, start, end, line, lastEnd, at, lineAt };
  }

  /** Back to a token of the same line. */
  protected goBack(place: Place): void {
    this.token = place.token;
    this.start = place.start;
    this.end = place.end;
    this.line = place.line;
    this.lastEnd = place.lastEnd;
    this.at = place.at;
    this.lineAt = place.lineAt;
    this.depth = 0;
  }

  /** Whether the current token is this word. */
  protected isWord(word: string): boolean {
    return this.token === NAME && this.end - this.start === word.length && this.text.startsWith(word, this.start);
  }
}
